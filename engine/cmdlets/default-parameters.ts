// The shared parts of the three AzDefault cmdlets.
import type { ListedContext } from '../contexts/context-store.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { ResourceGroups } from '../rest/resource-groups.ts';
import { EngineError } from '../errors/engine-error.ts';
import { targetOfPath } from '../rest/request-target.ts';
import { clientOfContext } from '../usecases/service-client.ts';

/** The switch of Get- and Clear-AzDefault. The resource group is the only default. */
export const resourceGroupSwitch = {
  type: 'switch',
  sets: { __AllParameterSets: { pipeline: 'propertyName' } },
} as const;

/**
 * Returns the client for the resource groups in a context's subscription.
 * @throws EngineError `InvalidArgument.NoSubscription`
 */
export function resourceGroupsOf(entry: ListedContext, context: CmdletContext): ResourceGroups {
  const { Environment: environment, Subscription: subscription } = entry.context;
  if (subscription === null) {
    throw new EngineError('InvalidArgument.NoSubscription', {
      facts: { context: entry.name },
      target: entry.name,
    });
  }
  const client = clientOfContext(entry, targetOfPath(environment, 'subscriptions'), context);
  return { environment, subscriptionId: subscription.Id, client };
}
