// Which contexts a sign-in leads to, and which of them becomes the current one.
import type { SettingOrigin } from '../config/config-store.ts';
import {
  defaultOf,
  discoverSubscriptions,
  noSubscription,
  type AccountDirectory,
  type FoundSubscription,
} from '../directory/find-subscriptions.ts';
import type { Environment } from '../environments/environment.ts';
import { tenantIn } from '../directory/tenants.ts';
import { isCancelled } from '../errors/engine-error.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import type { Services } from '../session/services.ts';
import type { ContextView } from '../contexts/context-store.ts';
import { sameAccount, type NamedContext, type StoredAccount } from '../contexts/model.ts';
import { newContext, toStoredSubscription } from './new-context.ts';
import { pickSubscription } from './pick-subscription.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import { isGuid } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

export interface PlanRequest {
  readonly environment: Environment;
  readonly tokens: TokenPlace;
  /** The tenant that was asked for; undefined: all of the account's. */
  readonly tenantId: string | undefined;
  /** Name or ID of the subscription that was asked for. */
  readonly subscription: string | undefined;
  /** The setting that asks for it; undefined if a parameter does. */
  readonly configured: SettingOrigin | undefined;
  readonly contextName: string | undefined;
  /** A scope for which a token is wanted in this sign-in too. */
  readonly authScope: string | undefined;
  /** Takes the subscription as it was given, without asking Azure. */
  readonly skipLookup: boolean;
  /** For how many subscriptions to make contexts; -1 for all. */
  readonly populate: number;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
}

export interface PlannedContexts {
  readonly contexts: readonly NamedContext[];
  readonly current: NamedContext;
  /** How many subscriptions were found to choose from. */
  readonly found: number;
  /** Whether there are no others. */
  readonly isComplete: boolean;
  /** Whether the current one was asked for by name, or picked. */
  readonly asked: boolean;
  /** Whether the command was stopped at the question which one to work in: then it is the default. */
  readonly isStopped: boolean;
}

/** Once there is a subscription, tenants that have not answered yet are waited for until all have been silent so long. */
const patienceMs = 5000;

/**
 * The contexts for a fresh sign-in.
 * @throws EngineError `NotFound.Subscription`, and what ARM may answer where no tenant can be read
 */
export async function planContexts(
  services: Services,
  signedIn: SignedIn,
  request: PlanRequest,
): Promise<PlannedContexts> {
  const plan = await planAnew(services, signedIn, request);
  const current = continued(plan.current, await services.contexts.view(), request.contextName);
  return {
    ...plan,
    current,
    contexts: plan.contexts.map((context) => (context === plan.current ? current : context)),
  };
}

/**
 * A context of the same account, tenant and subscription that is there goes on: under its name where no other is
 * given, and with what is kept with it. As in Az.Accounts (AzureRmProfile.cs, TrySetDefaultContext).
 */
function continued(planned: NamedContext, view: ContextView, givenName: string | undefined): NamedContext {
  const {
    Account: account,
    Tenant: tenant,
    Subscription: subscription,
    Environment: environment,
  } = planned.context;
  const same = view.contexts.filter(
    ({ context }) =>
      sameAccount(context.Account, account) &&
      sameText(context.Tenant?.Id, tenant?.Id) &&
      sameText(context.Subscription?.Id, subscription?.Id) &&
      sameText(context.Environment.Name, environment.Name),
  );
  const known = same.find(({ name }) => name === view.current?.name) ?? same[0];
  if (known === undefined) return planned;
  const properties = known.context.ExtendedProperties ?? {};
  return {
    name: givenName ?? known.name,
    context: { ...planned.context, ExtendedProperties: { ...properties } },
  };
}

async function planAnew(
  services: Services,
  signedIn: SignedIn,
  request: PlanRequest,
): Promise<PlannedContexts> {
  const { environment, tenantId, subscription: wanted, interaction, signal } = request;
  const home = tenantId ?? signedIn.tenantId;
  const account = accountOf(signedIn);
  const base = newContext({ account, tenant: { tenantId: home }, subscription: null, environment });
  const entry = { ...base, scope: 'Process', tokens: request.tokens } as const;
  if (request.authScope !== undefined) {
    const scopes = [request.authScope];
    await services.accessToken(entry, { tenantId: home, scopes, mayAsk: true }, interaction, signal);
  }
  if (request.skipLookup) return withoutLookup(base, request);
  const directory = services.directoryOf(entry, interaction, signal, signedIn);
  const mayPick = wanted === undefined && (await isToBePicked(services, signedIn, interaction));
  // Beside the search: contexts show the names of their tenants.
  const naming = namesOfTenants(directory);
  naming.catch(() => undefined);
  const limit = request.populate < 0 ? Number.POSITIVE_INFINITY : Math.max(1, request.populate);
  const { subscriptions: found, isComplete } = await discoverSubscriptions(
    directory,
    {
      ...(tenantId === undefined ? {} : { tenantId }),
      ...queryFor(wanted),
      // A person picks from all; else what goes beyond the contexts to make need not be fetched.
      ...(mayPick || wanted !== undefined || limit === Number.POSITIVE_INFINITY ? {} : { enough: limit + 1 }),
      patienceMs,
    },
    interaction,
    signal,
  );
  account.ExtendedProperties.Tenants = (await tenantsOf(directory, found, request)).join(',');
  const listed = await naming;

  let isStopped = false;
  let chosen = choose(found, request, signedIn);
  const isPicked = mayPick && chosen !== undefined && found.length > 1;
  if (isPicked && chosen !== undefined) {
    const { current } = await services.contexts.view();
    const preferred =
      found.find(({ subscription }) =>
        sameText(subscription.subscriptionId, current?.context.Subscription?.Id),
      ) ?? chosen;
    try {
      chosen = await pickSubscription({ found, preferred, tenants: listed }, interaction, signal);
    } catch (error) {
      if (!isCancelled(error)) throw error;
      // The person has signed in by now, and must not have to do it again.
      chosen = preferred;
      isStopped = true;
    }
  }
  const contextOf = ({ subscription, tenantId: place }: FoundSubscription, name?: string): NamedContext => {
    const facts = { tenantId: place, accountId: account.Id, environment: environment.Name };
    const tenant = tenantIn(listed, place);
    return newContext(
      { account, tenant, subscription: toStoredSubscription(subscription, facts), environment },
      name,
    );
  };
  if (chosen === undefined) {
    interaction.warning(
      `${account.Id} can reach no subscription${tenantId === undefined ? '' : ` in the tenant ${tenantId}`}. The context has a tenant only.`,
    );
    const tenant = tenantIn(listed, home);
    const current = newContext({ account, tenant, subscription: null, environment }, request.contextName);
    return { contexts: [current], current, found: 0, isComplete, asked: false, isStopped };
  }
  const current = contextOf(chosen, request.contextName);
  const isNew = !(await services.contexts.view()).contexts.some(({ context }) =>
    sameAccount(context.Account, account),
  );
  const others = isNew
    ? found.filter((candidate) => candidate !== chosen).slice(0, request.populate === 0 ? 0 : limit - 1)
    : [];
  const populated = [chosen, ...others];
  account.ExtendedProperties.Subscriptions = populated
    // Every context repeats it, so it must not grow with the number of contexts.
    .slice(0, subscriptionsNamedAtMost)
    .map(({ subscription }) => subscription.subscriptionId)
    .join(',');
  return {
    contexts: [current, ...others.map((candidate) => contextOf(candidate))],
    current,
    found: found.length,
    isComplete,
    asked: wanted !== undefined || isPicked,
    isStopped,
  };
}

const subscriptionsNamedAtMost = 25;

function queryFor(wanted: string | undefined): { subscriptionId?: string; subscriptionName?: string } {
  if (wanted === undefined) return {};
  return isGuid(wanted) ? { subscriptionId: wanted } : { subscriptionName: wanted };
}

/** A person chooses, unless the configuration says that nobody is to be asked. */
async function isToBePicked(
  services: Services,
  { accountType }: SignedIn,
  { canPrompt }: Interaction,
): Promise<boolean> {
  return (
    canPrompt && accountType === 'User' && (await services.config.get<string>('LoginExperienceV2')) === 'On'
  );
}

/** For showing only: a cloud that does not list them is no reason to fail. */
async function namesOfTenants(directory: AccountDirectory): ReturnType<AccountDirectory['tenants']> {
  try {
    return await directory.tenants();
  } catch (error) {
    if (isCancelled(error)) throw error;
    return [];
  }
}

/** The tenants of the account, as far as they are known: one subscription asked for is no reason to list them. */
async function tenantsOf(
  directory: AccountDirectory,
  found: readonly FoundSubscription[],
  { tenantId, subscription }: PlanRequest,
): Promise<readonly string[]> {
  if (tenantId !== undefined) return [tenantId];
  if (subscription !== undefined) return [...new Set(found.map((one) => one.tenantId))];
  return (await directory.tenants()).map((tenant) => tenant.tenantId);
}

/** With -SkipValidation what was given is taken as it is. */
function withoutLookup(base: NamedContext, request: PlanRequest): PlannedContexts {
  const { subscription: id, contextName, environment } = request;
  const subscription = id === undefined ? null : { Id: id, Name: id, State: null, ExtendedProperties: {} };
  const { Account: account, Tenant: tenant } = base.context;
  const parts = { account, tenant: { tenantId: tenant?.Id ?? '' }, subscription, environment };
  const current = newContext(parts, contextName);
  const found = id === undefined ? 0 : 1;
  return { contexts: [current], current, found, isComplete: true, asked: true, isStopped: false };
}

function choose(
  found: readonly FoundSubscription[],
  { subscription: wanted, configured, tenantId }: PlanRequest,
  signedIn: SignedIn,
): FoundSubscription | undefined {
  if (wanted === undefined) return defaultOf(found);
  const match = found.find(
    ({ subscription }) =>
      sameText(subscription.subscriptionId, wanted) || sameText(subscription.displayName, wanted),
  );
  if (match !== undefined) return match;
  throw noSubscription(wanted, tenantId, signedIn.accountId, configured);
}

function accountOf(signedIn: SignedIn): StoredAccount {
  return {
    Id: signedIn.accountId,
    Credential: null,
    Type: signedIn.accountType,
    TenantMap: {},
    ExtendedProperties: {
      ...signedIn.properties,
      ...(signedIn.homeAccountId === undefined ? {} : { HomeAccountId: signedIn.homeAccountId }),
    },
  };
}
