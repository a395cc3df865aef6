// Plans which contexts a sign-in creates and which of them becomes current.
import type { SettingOrigin } from '../config/config-store.ts';
import {
  defaultOf,
  discoverSubscriptions,
  type AccountDirectory,
  type Discovery,
  type FoundSubscription,
  type SubscriptionQuery,
} from '../directory/find-subscriptions.ts';
import type { Environment } from '../environments/environment.ts';
import { tenantFinder, tenantIn, type KnownTenant } from '../directory/tenants.ts';
import { isCancelled } from '../errors/engine-error.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import type { Call } from '../session/call.ts';
import type { Services } from '../session/services.ts';
import { accessTokenOf } from '../accounts/account-tokens.ts';
import { directoryOf } from '../directory/account-directory.ts';
import type { ContextView } from '../contexts/context-store.ts';
import { sameAccount, type NamedContext, type StoredAccount } from '../contexts/model.ts';
import { isArmTrouble, withHomeAtLeast } from './arm-trouble.ts';
import { missingSubscription } from './known-places.ts';
import { contextOfSubscription, newContext } from './new-context.ts';
import { pickSubscription } from './pick-subscription.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import { isGuid } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

export interface PlanRequest {
  readonly environment: Environment;
  readonly tokens: TokenPlace;
  /** The requested tenant; undefined for all of the account's. */
  readonly tenantId: string | undefined;
  /** Name or ID of the requested subscription. */
  readonly subscription: string | undefined;
  /** The setting that requests it; undefined if a parameter does. */
  readonly configured: SettingOrigin | undefined;
  readonly contextName: string | undefined;
  /** A further scope for which this sign-in must get a token. */
  readonly authScope: string | undefined;
  /** Whether the account continues in its previous subscription without a question. */
  readonly asksNobody: boolean;
  /** Uses the given subscription without a request to Azure. */
  readonly skipLookup: boolean;
  /** The number of subscriptions that get a context; -1 for all. */
  readonly populate: number;
}

export interface PlannedContexts {
  readonly contexts: readonly NamedContext[];
  readonly current: NamedContext;
  /** The number of subscriptions found. */
  readonly found: number;
  /** Whether these are all. */
  readonly isComplete: boolean;
  /** Whether the current one was named or picked. */
  readonly asked: boolean;
  /** Whether the command was stopped at the picker; then the default is used. */
  readonly isStopped: boolean;
}

/** After the first subscription is found, the search ends when no tenant has answered for this many milliseconds. */
const patienceMs = 5000;

/**
 * Returns the contexts for a new sign-in.
 * @throws EngineError `NotFound.Subscription`, and ARM's errors if no tenant can be read
 */
export async function planContexts(
  signedIn: SignedIn,
  request: PlanRequest,
  call: Call,
): Promise<PlannedContexts> {
  const plan = await planFromSearch(signedIn, request, call);
  const current = withKnownContext(plan.current, await call.services.contexts.view(), request.contextName);
  return {
    ...plan,
    current,
    contexts: plan.contexts.map((context) => (context === plan.current ? current : context)),
  };
}

/**
 * Reuses an existing context with the same account, tenant and subscription: keeps its name, unless another is given,
 * and its properties. As in Az.Accounts (AzureRmProfile.cs, TrySetDefaultContext).
 */
function withKnownContext(
  planned: NamedContext,
  view: ContextView,
  givenName: string | undefined,
): NamedContext {
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

async function planFromSearch(
  signedIn: SignedIn,
  request: PlanRequest,
  call: Call,
): Promise<PlannedContexts> {
  const { environment, tenantId } = request;
  const home = tenantId ?? signedIn.tenantId;
  const account = accountOf(signedIn);
  const base = newContext({ account, tenant: { tenantId: home }, subscription: null, environment });
  const entry = { context: base.context, tokens: request.tokens };
  if (request.authScope !== undefined) {
    await accessTokenOf(entry, { tenantId: home, scopes: [request.authScope], mayAsk: true }, call);
  }
  if (request.skipLookup) return withoutLookup(base, request);
  const directory = withHomeAtLeast(directoryOf(entry, call, signedIn), home, call.interaction);
  const mayPick =
    request.subscription === undefined && !request.asksNobody && (await isToBePicked(signedIn, call));
  // In parallel to the search: contexts show the names of their tenants.
  const naming = namesOfTenants(directory);
  naming.catch(() => undefined);
  const { subscriptions: found, isComplete } = await discoverIfPossible(
    directory,
    searchFor(request, mayPick),
    request,
    call,
  );
  account.ExtendedProperties.Tenants = (await tenantsOf(directory, found, request)).join(',');
  const listed = await naming;
  const preferred = await preferredOf(found, account, request, call);
  if (preferred === undefined && isComplete) {
    const inTenant = tenantId === undefined ? '' : ` in the tenant ${tenantId}`;
    call.interaction.warning(
      `${account.Id} can reach no subscription${inTenant}. The context has only a tenant.`,
    );
  }
  const choice =
    mayPick && preferred !== undefined && found.length > 1
      ? await pick(found, preferred, directory, call)
      : { chosen: preferred, asked: request.subscription !== undefined, isStopped: false };
  const { contexts: known } = await call.services.contexts.view();
  const isNew = !known.some(({ context }) => sameAccount(context.Account, account));
  return { ...contextsOf({ account, home, found, listed, isNew, ...choice }, request), isComplete };
}

/** The facts for a plan, after the cloud and the user were asked. */
export interface PlanFacts {
  readonly account: StoredAccount;
  /** The tenant of a context without a subscription. */
  readonly home: string;
  /** In the order in which their contexts are created. */
  readonly found: readonly FoundSubscription[];
  /** The subscription to use. */
  readonly chosen: FoundSubscription | undefined;
  readonly listed: readonly KnownTenant[];
  /** Whether the account has no context yet: only then the other found subscriptions get contexts too. */
  readonly isNew: boolean;
  readonly asked: boolean;
  readonly isStopped: boolean;
}

/** Returns the contexts of a plan: first for the chosen subscription, then for as many others as requested. */
export function contextsOf(
  { account, home, found, chosen, listed, isNew, asked, isStopped }: PlanFacts,
  { environment, contextName, populate }: Pick<PlanRequest, 'environment' | 'contextName' | 'populate'>,
): Omit<PlannedContexts, 'isComplete'> {
  if (chosen === undefined) {
    const tenant = tenantIn(listed, home);
    const current = newContext({ account, tenant, subscription: null, environment }, contextName);
    return { contexts: [current], current, found: 0, asked: false, isStopped };
  }
  const tenantOf = tenantFinder(listed);
  const contextOf = ({ subscription, tenantId }: FoundSubscription, name?: string): NamedContext =>
    contextOfSubscription({ account, tenant: tenantOf(tenantId), subscription, environment }, name);
  const current = contextOf(chosen, contextName);
  const others = isNew
    ? found
        .filter((candidate) => candidate !== chosen)
        .slice(0, populate === 0 ? 0 : contextsAtMost(populate) - 1)
    : [];
  account.ExtendedProperties.Subscriptions = [chosen, ...others]
    // Every context repeats this list, so its length is limited.
    .slice(0, subscriptionsNamedAtMost)
    .map(({ subscription }) => subscription.subscriptionId)
    .join(',');
  return {
    contexts: [current, ...others.map((candidate) => contextOf(candidate))],
    current,
    found: found.length,
    asked,
    isStopped,
  };
}

/**
 * Returns the default subscription, which the user may change in the picker.
 * @throws EngineError `NotFound.Subscription`
 */
async function preferredOf(
  found: readonly FoundSubscription[],
  account: StoredAccount,
  request: PlanRequest,
  { services }: Call,
): Promise<FoundSubscription | undefined> {
  const { subscription: wanted, tenantId, configured } = request;
  const chosen = choose(found, request);
  if (chosen === undefined && wanted !== undefined) {
    const missing = { subscription: wanted, tenantId, accountId: account.Id, found, configured };
    throw await missingSubscription(services, missing);
  }
  const keepsPrevious = request.asksNobody && wanted === undefined;
  return (keepsPrevious ? await previousSubscription(found, account, services) : undefined) ?? chosen;
}

/**
 * Returns the account's previous subscription if it was found: that of the current context, otherwise of its first
 * context.
 */
async function previousSubscription(
  found: readonly FoundSubscription[],
  account: StoredAccount,
  services: Services,
): Promise<FoundSubscription | undefined> {
  const { contexts, current } = await services.contexts.view();
  return [...(current === undefined ? [] : [current]), ...contexts]
    .filter(({ context }) => sameAccount(context.Account, account))
    .map(({ context }) =>
      found.find(({ subscription }) => sameText(subscription.subscriptionId, context.Subscription?.Id)),
    )
    .find((one) => one !== undefined);
}

/**
 * Returns the subscriptions from Azure Resource Manager. If it fails and no subscription was requested, warns and
 * returns none: the sign-in succeeded, and Az.Accounts keeps it too (RMProfileClient.cs, Login).
 */
async function discoverIfPossible(
  directory: AccountDirectory,
  query: SubscriptionQuery,
  { subscription: wanted }: Pick<PlanRequest, 'subscription'>,
  call: Call,
): Promise<Discovery> {
  try {
    return await discoverSubscriptions(directory, query, call);
  } catch (error) {
    if (wanted !== undefined || !isArmTrouble(error)) throw error;
    call.interaction.warning(
      `The subscriptions cannot be listed, so the context has a tenant only. ${error.message} Later, run Set-AzContext -Subscription <name or ID> to select one.`,
    );
    return { subscriptions: [], isComplete: false };
  }
}

const subscriptionsNamedAtMost = 25;

function contextsAtMost(populate: number): number {
  return populate < 0 ? Number.POSITIVE_INFINITY : Math.max(1, populate);
}

/**
 * Returns the query for the search. The picker needs all subscriptions; otherwise the search may end with enough for
 * the contexts.
 */
export function searchFor(
  { tenantId, subscription, populate }: Pick<PlanRequest, 'tenantId' | 'subscription' | 'populate'>,
  mayPick: boolean,
): SubscriptionQuery {
  const limit = contextsAtMost(populate);
  const wantsAll = mayPick || subscription !== undefined || limit === Number.POSITIVE_INFINITY;
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...queryFor(subscription),
    ...(wantsAll ? {} : { enough: limit + 1 }),
    patienceMs,
  };
}

/** Asks the user. The default is the subscription of the current context. */
async function pick(
  found: readonly FoundSubscription[],
  chosen: FoundSubscription,
  directory: AccountDirectory,
  { services, interaction, signal }: Call,
): Promise<Pick<PlanFacts, 'chosen' | 'asked' | 'isStopped'>> {
  const { current } = await services.contexts.view();
  const preferred =
    found.find(({ subscription }) =>
      sameText(subscription.subscriptionId, current?.context.Subscription?.Id),
    ) ?? chosen;
  try {
    const tenants = await namesOfTenants(directory);
    const picked = await pickSubscription({ found, preferred, tenants }, interaction, signal);
    return { chosen: picked, asked: true, isStopped: false };
  } catch (error) {
    if (!isCancelled(error)) throw error;
    // The user has already signed in and must not have to do it again.
    return { chosen: preferred, asked: true, isStopped: true };
  }
}

function queryFor(wanted: string | undefined): { subscriptionId?: string; subscriptionName?: string } {
  if (wanted === undefined) return {};
  return isGuid(wanted) ? { subscriptionId: wanted } : { subscriptionName: wanted };
}

/** Whether to show the picker: to users, unless the configuration turns it off. */
async function isToBePicked({ accountType }: SignedIn, { services, interaction }: Call): Promise<boolean> {
  if (accountType !== 'User') return false;
  await interaction.describeHost();
  if (!interaction.canPrompt) return false;
  return (await services.config.get<string>('LoginExperienceV2')) === 'On';
}

/** The names are only for display, so a failure to list them is ignored. */
async function namesOfTenants(directory: AccountDirectory): ReturnType<AccountDirectory['tenants']> {
  try {
    return await directory.tenants();
  } catch (error) {
    if (isCancelled(error)) throw error;
    return [];
  }
}

/** Returns the account's known tenants. They are not listed just for one requested subscription. */
async function tenantsOf(
  directory: AccountDirectory,
  found: readonly FoundSubscription[],
  { tenantId, subscription }: PlanRequest,
): Promise<readonly string[]> {
  if (tenantId !== undefined) return [tenantId];
  if (subscription !== undefined) return [...new Set(found.map((one) => one.tenantId))];
  return (await directory.tenants()).map((tenant) => tenant.tenantId);
}

/** With -SkipValidation, the given values are used unchecked. */
function withoutLookup(base: NamedContext, request: PlanRequest): PlannedContexts {
  const { subscription: id, contextName, environment } = request;
  const subscription = id === undefined ? null : { Id: id, Name: id, State: null, ExtendedProperties: {} };
  const { Account: account, Tenant: tenant } = base.context;
  const parts = { account, tenant: { tenantId: tenant?.Id ?? '' }, subscription, environment };
  const current = newContext(parts, contextName);
  const found = id === undefined ? 0 : 1;
  return { contexts: [current], current, found, isComplete: true, asked: true, isStopped: false };
}

/** Returns the requested subscription, or the default; undefined if there is none. */
export function choose(
  found: readonly FoundSubscription[],
  { subscription: wanted }: Pick<PlanRequest, 'subscription'>,
): FoundSubscription | undefined {
  if (wanted === undefined) return defaultOf(found);
  return found.find(
    ({ subscription }) =>
      sameText(subscription.subscriptionId, wanted) || sameText(subscription.displayName, wanted),
  );
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
