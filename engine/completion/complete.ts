// Completes a word of a command line from local knowledge. Asks neither the user nor the cloud.
import type { Cmdlet } from '../declaration/define-cmdlet.ts';
import type { CompleterName } from '../protocol/completers.ts';
import type { CompletionListParams } from '../protocol/methods.ts';
import type { ContextView } from '../contexts/context-store.ts';
import { sameText } from '../text/same-text.ts';
import type { Services } from '../session/services.ts';
import {
  accountIds,
  configTargets,
  contextNames,
  environmentNames,
  knownSubscriptions,
  knownTenants,
  resourceNames,
  subscriptionNames,
  tenantNames,
  type KnownTenant,
  type SubscriptionForm,
} from './known-names.ts';
import { completionsFor, type Candidate, type Completion } from './match.ts';

type Request = Pick<CompletionListParams, 'parameter' | 'word' | 'bound'>;
type Completer = (
  services: Services,
  view: ContextView,
  request: Request,
) => Candidate[] | Promise<Candidate[]>;

const subscriptions =
  (form: SubscriptionForm): Completer =>
  (services, view, request) =>
    subscriptionNames(knownSubscriptions(services, view, tenantOf(services, view, request)), form);

const completers: Record<CompleterName, Completer> = {
  account: (_, view) => accountIds(view, () => true),
  person: (_, view) => accountIds(view, ({ Type }) => Type === 'User'),
  application: (_, view) => accountIds(view, ({ Type }) => Type !== 'User' && Type !== 'AccessToken'),
  configTarget: (services) => configTargets(services),
  context: (_, view) => contextNames(view),
  environment: (_, view) => environmentNames(view),
  resource: (_, view) => resourceNames(view, false),
  resourceOrShortName: (_, view) => resourceNames(view, true),
  subscription: subscriptions('nameOrId'),
  subscriptionId: subscriptions('id'),
  subscriptionName: subscriptions('name'),
  tenant: (services, view) => tenantNames(knownTenants(services, view)),
};

/**
 * Returns the completions for a word from the parameter's completer.
 * @throws EngineError `Storage.Read`
 */
export async function complete(
  { declaration }: Cmdlet,
  request: Request,
  services: Services,
): Promise<Completion[]> {
  const name = declaration.parameters[request.parameter]?.completer;
  if (name === undefined) return [];
  const candidates = await completers[name](services, await services.contexts.view(), request);
  return completionsFor(request.word, candidates);
}

/** Returns the tenant that the command line already names, or undefined if it names no known tenant. */
function tenantOf(services: Services, view: ContextView, { bound }: Request): KnownTenant[] | undefined {
  const named = bound.Tenant ?? bound.TenantId;
  if (named === undefined) return undefined;
  const found = knownTenants(services, view).filter(
    ({ id, domains }) => sameText(id, named) || domains.some((domain) => sameText(domain, named)),
  );
  return found.length > 0 ? found : undefined;
}
