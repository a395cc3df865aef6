import { findSubscriptions } from '../directory/find-subscriptions.ts';
import { tenantIn } from '../directory/tenants.ts';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { Services } from '../session/services.ts';
import { sameAccount, type NamedContext } from '../contexts/model.ts';
import type { ContextView, ListedContext } from '../contexts/context-store.ts';
import { newContext, toStoredSubscription } from './new-context.ts';
import { sameText } from '../text/same-text.ts';

/**
 * Adds a context for every subscription that a signed-in account can reach and that has none yet. An account of
 * several that is refused is a warning.
 * @throws EngineError what the only account is refused with; `Cancelled.ByUser`, `Storage.*`
 */
export async function refreshContexts(
  services: Services,
  interaction: Interaction,
  signal: AbortSignal,
): Promise<void> {
  const view = await services.contexts.view();
  const { contexts, current } = view;
  if (current === undefined) return;
  const accounts = contexts.filter(
    (candidate, index) =>
      contexts.findIndex(({ context }) => sameAccount(context.Account, candidate.context.Account)) === index,
  );
  for (const base of accounts) {
    const added = await missingContexts(base, { services, view, interaction, signal }).catch(
      (error: unknown) => {
        if (accounts.length === 1 || isCancelled(error) || !(error instanceof EngineError)) throw error;
        interaction.warning(`'${base.context.Account.Id}' was left out. ${error.message} ${error.action}`);
        return [];
      },
    );
    if (added.length === 0) continue;
    const scope = base.tokens === 'process' ? 'Process' : await services.autosave.ofProcess();
    await services.contexts.merge(added, { scope, tokens: base.tokens, signal, ifSignedIn: true });
  }
}

interface Surroundings {
  readonly services: Services;
  readonly view: ContextView;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
}

async function missingContexts(
  base: ListedContext,
  { services, view, interaction, signal }: Surroundings,
): Promise<NamedContext[]> {
  const { Account: account, Environment: environment } = base.context;
  const directory = services.directoryOf(base, interaction, signal);
  const found = await findSubscriptions(directory, {}, interaction, signal);
  const tenants = await directory.tenants();
  const isThere = (subscriptionId: string): boolean =>
    view.contexts.some(
      ({ context }) =>
        sameAccount(context.Account, account) && sameText(context.Subscription?.Id, subscriptionId),
    );
  return found
    .filter(({ subscription }) => !isThere(subscription.subscriptionId))
    .map(({ subscription, tenantId }) => {
      const facts = { tenantId, accountId: account.Id, environment: environment.Name };
      return newContext({
        account,
        tenant: tenantIn(tenants, tenantId),
        subscription: toStoredSubscription(subscription, facts),
        environment,
      });
    });
}
