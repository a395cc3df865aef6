// Searches the subscriptions in all tenants of an account, in parallel and page by page. A tenant that fails does not
// affect the others, and a slow one does not delay them.
import { commandLine } from '../text/command-line.ts';
import type { SettingOrigin } from '../config/config-store.ts';
import { EngineError, isCancelled, toEngineError } from '../errors/engine-error.ts';
import type { Call } from '../session/call.ts';
import type { Interaction } from '../signin/interaction.ts';
import { isOutOfReach, WrongTenantError, type ArmClient } from '../rest/arm-client.ts';
import { atMost } from './map-concurrently.ts';
import { SearchProgress } from './search-progress.ts';
import {
  getSubscription,
  isAtHome,
  isUsable,
  listSubscriptions,
  type SubscriptionInfo,
} from './subscriptions.ts';
import type { KnownTenant } from './tenants.ts';
import { sameText } from '../text/same-text.ts';
import { doneOrAborted } from '../waiting/before-abort.ts';

/** The tenants of an account, and how to call ARM in each. */
export interface AccountDirectory {
  /** The tenant for which there already is a token. */
  readonly home: string | undefined;
  /** How many tenants are searched at the same time. */
  tenantsAtOnce(): Promise<number>;
  /** The tenants to search, in the cloud's order. */
  tenants(): Promise<readonly KnownTenant[]>;
  /**
   * Whether this is the first time in this PowerShell that the tenant requires interaction; it is reported only once.
   */
  isFirstRefusal(tenantId: string): boolean;
  /** Receives the found subscriptions, for tab completion. */
  remember(found: readonly FoundSubscription[]): void;
  /** `mayAsk`: whether the user may be asked to sign in again for this tenant; true by default. */
  armFor(tenantId: string, mayAsk?: boolean): Promise<ArmClient>;
  /** For a search in many tenants: its tokens are stored together. */
  openSearch(): TenantSearch;
}

interface TenantSearch extends Pick<AccountDirectory, 'armFor'> {
  /**
   * Stores the tokens of the search.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  storeTokens(): Promise<void>;
}

export interface FoundSubscription {
  readonly subscription: SubscriptionInfo;
  /** The tenant through which it was found. */
  readonly tenantId: string;
}

export interface SubscriptionQuery {
  readonly tenantId?: string;
  /** Looks it up with one request per tenant, without listing. */
  readonly subscriptionId?: string;
  /** The search ends with the first match, unless `isEveryWanted`. */
  readonly subscriptionName?: string;
  readonly isEveryWanted?: boolean;
  /** The search may end with this many usable subscriptions, once the default is known; it may return more. */
  readonly enough?: number;
  /**
   * Ends the search if, after the first subscription was found, no tenant answers for this many milliseconds. No
   * limit by default.
   */
  readonly patienceMs?: number;
}

export interface Discovery {
  /** In the order of the tenants, and within a tenant in the cloud's order. */
  readonly subscriptions: readonly FoundSubscription[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** The parts of a call that a search uses. */
export type SearchCall = Pick<Call, 'interaction' | 'signal'>;

interface TenantResult {
  readonly tenant: KnownTenant;
  readonly found: SubscriptionInfo[];
  isDone: boolean;
  error?: EngineError;
}

/**
 * Returns the matching subscriptions, in the order of the tenants, and within a tenant in the cloud's order.
 * @throws EngineError the error of the only tenant, or the first error if all tenants failed
 */
export async function findSubscriptions(
  directory: AccountDirectory,
  query: SubscriptionQuery,
  call: SearchCall,
): Promise<readonly FoundSubscription[]> {
  return (await discoverSubscriptions(directory, query, call)).subscriptions;
}

/**
 * Like `findSubscriptions`, and also returns whether the result is complete.
 * @throws EngineError as `findSubscriptions`
 */
export async function discoverSubscriptions(
  directory: AccountDirectory,
  query: SubscriptionQuery,
  { interaction, signal }: SearchCall,
): Promise<Discovery> {
  const hinted = await findByHint(directory, query, signal);
  if (hinted !== undefined) {
    directory.remember([hinted]);
    return { subscriptions: [hinted], isComplete: true };
  }
  const tenants = query.tenantId === undefined ? await directory.tenants() : [{ tenantId: query.tenantId }];
  const results: TenantResult[] = tenants.map((tenant) => ({ tenant, found: [], isDone: false }));
  const search = new Search(results, query, interaction);
  const searchSignal = AbortSignal.any([signal, search.ended.signal]);
  const limit = await directory.tenantsAtOnce();
  // While some tenants wait for their lists, the next ones get their tokens, from another service.
  const [getToken, list] = [atMost(limit), atMost(limit)];
  // For one tenant, the user may be asked.
  const tokens = results.length === 1 ? undefined : directory.openSearch();
  const asking = Promise.all(
    results.map(async (result) => {
      const { tenantId } = result.tenant;
      try {
        const arm = await getToken(() => {
          searchSignal.throwIfAborted();
          return tokens === undefined ? directory.armFor(tenantId) : tokens.armFor(tenantId, false);
        });
        await list(() =>
          listInto(arm, query, searchSignal, (page) => {
            result.found.push(...page);
            search.advance();
          }),
        );
        result.isDone = true;
      } catch (error) {
        if (!search.ended.signal.aborted) result.error = toEngineError(error);
      }
      search.advance();
    }),
  );
  // Requests that still hang are abandoned.
  await doneOrAborted(asking, searchSignal);
  search.close();
  await tokens?.storeTokens();
  if (signal.aborted) throw new EngineError('Cancelled.ByUser');
  const discovery = discoveryFrom(results, query, directory, interaction);
  directory.remember(discovery.subscriptions);
  return discovery;
}

/** Decides when a search may end early, and shows its progress. */
class Search {
  /** Aborts when enough is known. */
  readonly ended = new AbortController();
  readonly #results: readonly TenantResult[];
  readonly #query: SubscriptionQuery;
  readonly #progress: SearchProgress;
  #patience: NodeJS.Timeout | undefined;

  constructor(results: readonly TenantResult[], query: SubscriptionQuery, interaction: Interaction) {
    this.#results = results;
    this.#query = query;
    const finished = (): number =>
      results.filter(({ isDone, error }) => isDone || error !== undefined).length;
    this.#progress = new SearchProgress(
      () => ({ total: results.length, finished: finished(), found: countFound(results) }),
      interaction,
    );
  }

  /** Called when something was found or a tenant has answered. */
  advance(): void {
    const { patienceMs, enough } = this.#query;
    const count = countFound(this.#results);
    if (this.#results.length > 1 || count > 0) this.#progress.update();
    if (count > 0 && patienceMs !== undefined) {
      // While other tenants answer, those that wait for their turn are not slow.
      clearTimeout(this.#patience);
      this.#patience = setTimeout(() => {
        this.ended.abort();
      }, patienceMs);
    }
    const hasEnough = enough !== undefined && countUsable(this.#results) >= enough && this.#knowsDefault();
    if (this.#isAnswered() || hasEnough) this.ended.abort();
  }

  close(): void {
    clearTimeout(this.#patience);
    this.#progress.close();
  }

  /** Whether the remaining answers cannot change the default subscription (see `defaultOf`). */
  #knowsDefault(): boolean {
    for (const { tenant, found, isDone, error } of this.#results) {
      const first = found.find(isUsable);
      if (first === undefined && !isDone && error === undefined) return false;
      if (first !== undefined && isAtHome(first, tenant.tenantId)) return true;
    }
    return true;
  }

  #isAnswered(): boolean {
    const { subscriptionId, subscriptionName, isEveryWanted } = this.#query;
    if (isEveryWanted === true) return false;
    if (subscriptionId === undefined && subscriptionName === undefined) return false;
    return this.#results.some(({ found }) => found.some((one) => matches(one, this.#query)));
  }
}

/**
 * Looks up one subscription with a single request in the tenant for which there is a token. Usually the subscription
 * is there, or ARM names the tenant that it belongs to.
 */
async function findByHint(
  directory: AccountDirectory,
  { tenantId, subscriptionId }: SubscriptionQuery,
  signal: AbortSignal,
): Promise<FoundSubscription | undefined> {
  if (tenantId !== undefined || subscriptionId === undefined) return undefined;
  let place = directory.home ?? '';
  if (place === '') return undefined;
  for (const isLast of [false, true]) {
    try {
      const found = await getSubscription(await directory.armFor(place, !isLast), subscriptionId, signal);
      return found === undefined ? undefined : { subscription: found, tenantId: place };
    } catch (error) {
      const hint = error instanceof EngineError ? error.cause : undefined;
      // If the account cannot reach that tenant, the normal search reports what is wrong.
      if (isLast && error instanceof EngineError && !isCancelled(error)) return undefined;
      // Another tenant may have it.
      if (!(hint instanceof WrongTenantError) && isOutOfReach(error)) return undefined;
      if (!(hint instanceof WrongTenantError)) throw error;
      place = hint.tenantId;
    }
  }
  return undefined;
}

async function listInto(
  arm: ArmClient,
  query: SubscriptionQuery,
  signal: AbortSignal,
  onPage: (page: readonly SubscriptionInfo[]) => void,
): Promise<void> {
  if (query.subscriptionId === undefined) {
    await listSubscriptions(arm, signal, onPage);
    return;
  }
  try {
    const subscription = await getSubscription(arm, query.subscriptionId, signal);
    onPage(subscription === undefined ? [] : [subscription]);
  } catch (error) {
    // Not in this tenant for this account; the search itself has not failed.
    if (!isOutOfReach(error)) throw error;
  }
}

function discoveryFrom(
  results: readonly TenantResult[],
  query: SubscriptionQuery,
  directory: AccountDirectory,
  interaction: Interaction,
): Discovery {
  const failures = results.flatMap(({ tenant, error }) => (error === undefined ? [] : [{ tenant, error }]));
  const cancelled = failures.find(({ error }) => isCancelled(error));
  if (cancelled !== undefined) throw cancelled.error;
  const [first] = failures;
  if (first !== undefined && failures.length === results.length) throw first.error;
  const subscriptions = withoutRepeats(
    results.flatMap(({ tenant: { tenantId }, found }) =>
      found.map((subscription) => ({ subscription, tenantId })),
    ),
  );
  // The requested subscription was found, so errors of other tenants do not matter.
  const isAnswered =
    (query.subscriptionId !== undefined || query.subscriptionName !== undefined) &&
    subscriptions.some(({ subscription }) => matches(subscription, query));
  const late = results.filter(({ isDone, error }) => !isDone && error === undefined);
  const hasEnough = query.enough !== undefined && countUsable(results) >= query.enough;
  if (!isAnswered) {
    for (const { tenant, error } of failures) {
      const isForPerson = error.catalogueId.startsWith('InteractionRequired.');
      if (!isForPerson || directory.isFirstRefusal(tenant.tenantId))
        interaction.warning(refusalOf(tenant, error));
    }
    if (!hasEnough) {
      for (const { tenant, found } of late) {
        interaction.warning(
          `${leftOut(tenant, found.length > 0)}: it is slow to answer. ${commandLine('Get-AzSubscription', { TenantId: tenant.tenantId })} lists its subscriptions.`,
        );
      }
    }
  }
  return { subscriptions, isComplete: late.length === 0 };
}

/** Returns the warning for a tenant that refused, with the command that helps; a short one for MFA, which is common. */
function refusalOf(tenant: KnownTenant, error: EngineError): string {
  // The domain is easier to read and type than the ID.
  const action = error.action.replace(tenant.tenantId, tenant.defaultDomain ?? tenant.tenantId);
  if (error.catalogueId === 'InteractionRequired.Mfa') return `A tenant wants MFA. ${action}`;
  const reason = error.message.replace(`The tenant '${tenant.tenantId}'`, 'it');
  return `${leftOut(tenant)}: ${reason} ${action}`;
}

function leftOut(tenant: KnownTenant, inPart = false): string {
  const name = tenant.displayName ?? tenant.defaultDomain ?? '';
  return `The tenant ${name === '' ? '' : `'${name}' `}(${tenant.tenantId}) was left out${inPart ? ' in part' : ''}`;
}

/** Returns the NotFound.Subscription error, worded for one tenant or for all of the account's tenants. */
export function noSubscription({
  subscription,
  tenantId,
  accountId,
  configured,
  known,
}: {
  readonly subscription: string;
  readonly tenantId: string | undefined;
  readonly accountId: string;
  /** The setting that names the subscription; undefined if a parameter does. */
  readonly configured?: SettingOrigin | undefined;
  /** Known names and IDs. */
  readonly known: readonly string[];
}): EngineError {
  const inTenant = {
    place: `the tenant ${tenantId ?? ''}`,
    command: commandLine('Get-AzSubscription', { TenantId: tenantId }),
    otherwise: ' there',
  };
  const inAllTenants = {
    place: `the tenants of ${accountId}`,
    command: 'Get-AzSubscription',
    otherwise: ', or name the tenant with -Tenant',
  };
  const facts = { subscription, ...(tenantId === undefined ? inAllTenants : inTenant) };
  // If the name comes from a setting, the user has not typed it, so say where it comes from.
  if (configured !== undefined)
    facts.otherwise += `. It is DefaultSubscriptionForLogin in ${configured.place}: give another with -Subscription, or ${configured.undo}`;
  return new EngineError('NotFound.Subscription', { facts, target: subscription, known });
}

function matches(
  subscription: SubscriptionInfo,
  { subscriptionId, subscriptionName }: SubscriptionQuery,
): boolean {
  return (
    (subscriptionId !== undefined && sameText(subscription.subscriptionId, subscriptionId)) ||
    (subscriptionName !== undefined && sameText(subscription.displayName, subscriptionName))
  );
}

/** A subscription that is managed from another tenant is listed in both; keeps the one in its home tenant. */
function withoutRepeats(found: readonly FoundSubscription[]): FoundSubscription[] {
  const kept = new Map<string, FoundSubscription>();
  for (const one of found) {
    const id = one.subscription.subscriptionId.toLowerCase();
    const other = kept.get(id);
    if (other !== undefined && (isHome(other) || !isHome(one))) continue;
    kept.delete(id);
    kept.set(id, one);
  }
  return [...kept.values()];
}

/**
 * Returns the default subscription, as Az.Accounts chooses it: the first usable one of a tenant, preferably of a
 * tenant where that one is at home. If none is usable, returns the first.
 */
export function defaultOf(found: readonly FoundSubscription[]): FoundSubscription | undefined {
  const usable = found.filter(({ subscription }) => isUsable(subscription));
  const tenants = new Set<string>();
  const firsts = usable.filter(({ tenantId }) => !tenants.has(tenantId) && tenants.add(tenantId));
  return firsts.find(isHome) ?? usable[0] ?? found[0];
}

function isHome({ subscription, tenantId }: FoundSubscription): boolean {
  return isAtHome(subscription, tenantId);
}

function countFound(results: readonly TenantResult[]): number {
  return results.reduce((sum, { found }) => sum + found.length, 0);
}

function countUsable(results: readonly TenantResult[]): number {
  return results.reduce((sum, { found }) => sum + found.filter(isUsable).length, 0);
}
