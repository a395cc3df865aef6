// Subscriptions over the tenants of an account: in parallel, page by page; a tenant that refuses does not spoil the
// rest, and one that is slow does not hold it up.
import { commandLine } from '../text/command-line.ts';
import type { SettingOrigin } from '../config/config-store.ts';
import { EngineError, isCancelled, toEngineError } from '../errors/engine-error.ts';
import { counted } from '../text/counted.ts';
import type { Call } from '../session/call.ts';
import type { Interaction } from '../signin/interaction.ts';
import { isOutOfReach, WrongTenantError, type ArmClient } from '../rest/arm-client.ts';
import { mapConcurrently } from './map-concurrently.ts';
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

const activity = 'Looking for subscriptions';

/** What an account can reach: its tenants, and how to talk to ARM in each. */
export interface AccountDirectory {
  /** The tenant whose token is at hand. */
  readonly home: string | undefined;
  /** How many tenants may be asked at the same time. */
  tenantsAtOnce(): Promise<number>;
  /** The tenants to look in, in the order in which the cloud lists them. */
  tenants(): Promise<readonly KnownTenant[]>;
  /** Whether a tenant asks for the person for the first time in this PowerShell: it is told once. */
  isFirstRefusal(tenantId: string): boolean;
  /** Told what was found, for completing names later. */
  remember(found: readonly FoundSubscription[]): void;
  /** `mayAsk`: whether a person may be asked to sign in again for this tenant. */
  armFor(tenantId: string, mayAsk?: boolean): Promise<ArmClient>;
}

export interface FoundSubscription {
  readonly subscription: SubscriptionInfo;
  /** The tenant through which it was found. */
  readonly tenantId: string;
}

export interface SubscriptionQuery {
  readonly tenantId?: string;
  /** Asked for with one request a tenant, without listing. */
  readonly subscriptionId?: string;
  /** The search ends with the first of this name, unless `isEveryWanted`. */
  readonly subscriptionName?: string;
  readonly isEveryWanted?: boolean;
  /** So many that can be used are enough, once it is known which one is the default; more may be given. */
  readonly enough?: number;
  /** How long nothing may come from any tenant once a subscription was found. Without limit where left out. */
  readonly patienceMs?: number;
}

export interface Discovery {
  /** In the order of tenants and, inside a tenant, of the cloud. */
  readonly subscriptions: readonly FoundSubscription[];
  /** Whether there are no others. */
  readonly isComplete: boolean;
}

/** What a search needs of the call that it is for. */
export type SearchCall = Pick<Call, 'interaction' | 'signal'>;

interface TenantResult {
  readonly tenant: KnownTenant;
  readonly found: SubscriptionInfo[];
  isDone: boolean;
  error?: EngineError;
}

/**
 * The subscriptions that match, in the order of tenants and, inside a tenant, of the cloud.
 * @throws EngineError what the only tenant answered, or the first failure where no tenant answered
 */
export async function findSubscriptions(
  directory: AccountDirectory,
  query: SubscriptionQuery,
  call: SearchCall,
): Promise<readonly FoundSubscription[]> {
  return (await discoverSubscriptions(directory, query, call)).subscriptions;
}

/**
 * As `findSubscriptions`, and whether that is all.
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
  const asking = mapConcurrently(
    results,
    await directory.tenantsAtOnce(),
    async (result) => {
      const { tenantId } = result.tenant;
      try {
        const arm = await directory.armFor(tenantId, results.length === 1);
        await listInto(arm, query, searchSignal, (page) => {
          result.found.push(...page);
          search.advance();
        });
        result.isDone = true;
      } catch (error) {
        if (!search.ended.signal.aborted) result.error = toEngineError(error);
      }
      search.advance();
    },
    searchSignal,
  );
  // What still hangs somewhere is left behind: its answer is not waited for.
  await doneOrAborted(asking, searchSignal);
  search.close();
  if (signal.aborted) throw new EngineError('Cancelled.ByUser');
  const discovery = discoveryFrom(results, query, directory, interaction);
  directory.remember(discovery.subscriptions);
  return discovery;
}

/** When a search may end early, and how far it is. */
class Search {
  /** Aborted once enough is known. */
  readonly ended = new AbortController();
  readonly #results: readonly TenantResult[];
  readonly #query: SubscriptionQuery;
  readonly #interaction: Interaction;
  readonly #startedAt = Date.now();
  #showsProgress = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(results: readonly TenantResult[], query: SubscriptionQuery, interaction: Interaction) {
    this.#results = results;
    this.#query = query;
    this.#interaction = interaction;
  }

  /** Something was found, or a tenant has answered. */
  advance(): void {
    const { patienceMs, enough } = this.#query;
    const count = this.#results.reduce((sum, { found }) => sum + found.length, 0);
    this.#showProgress(count);
    if (count > 0 && patienceMs !== undefined) {
      // As long as others answer, those that are still to be asked are not slow.
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
    if (this.#showsProgress) this.#interaction.progress(activity, 'Done', { done: true });
  }

  /** Whether what is still to come cannot change which subscription is the default (see `defaultOf`). */
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

  #showProgress(count: number): void {
    const total = this.#results.length;
    if (total < 2 && count === 0) return;
    const finished = this.#results.filter(({ isDone, error }) => isDone || error !== undefined).length;
    const status = `${counted(count, 'subscription')} in ${String(finished)} of ${counted(total, 'tenant')}`;
    const secondsRemaining =
      finished === 0
        ? -1
        : Math.ceil((((Date.now() - this.#startedAt) / finished) * (total - finished)) / 1000);
    this.#showsProgress = true;
    this.#interaction.progress(activity, status, {
      percent: Math.floor((100 * finished) / total),
      secondsRemaining,
    });
  }
}

/**
 * One request to the tenant whose token is at hand answers most questions for one subscription: it is there, or ARM
 * names the tenant that it belongs to.
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
      // A tenant that the account cannot reach is looked for in the usual way, which tells what is wrong.
      if (isLast && error instanceof EngineError && !isCancelled(error)) return undefined;
      // Another tenant may know it.
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
    // That it is not here for this account, and no failure to look.
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
  // The one that was asked for is there: what other tenants said does not matter.
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

/** What a tenant refused with, and the command that mends it; the shortest for what happens every day. */
function refusalOf(tenant: KnownTenant, error: EngineError): string {
  // Easier to read and to type than its ID.
  const action = error.action.replace(tenant.tenantId, tenant.defaultDomain ?? tenant.tenantId);
  if (error.catalogueId === 'InteractionRequired.Mfa') return `A tenant wants MFA. ${action}`;
  const reason = error.message.replace(`The tenant '${tenant.tenantId}'`, 'it');
  return `${leftOut(tenant)}: ${reason} ${action}`;
}

function leftOut(tenant: KnownTenant, inPart = false): string {
  const name = tenant.displayName ?? tenant.defaultDomain ?? '';
  return `The tenant ${name === '' ? '' : `'${name}' `}(${tenant.tenantId}) was left out${inPart ? ' in part' : ''}`;
}

/** That a subscription is not in the tenant that was looked in, or in none of the account's. */
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
  /** The setting that names it; undefined if a parameter does. */
  readonly configured?: SettingOrigin | undefined;
  /** Names and IDs that are known. */
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
  // Who typed no name cannot see whose it is.
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

/** A subscription managed from another tenant is listed in both: the one in its own tenant stays. */
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
 * The subscription to begin in where none is named, as Az.Accounts chooses it: the first of a tenant that can be used,
 * of the first tenant where that one is at home. Where none can be used, the first all the same.
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

function countUsable(results: readonly TenantResult[]): number {
  return results.reduce((sum, { found }) => sum + found.filter(isUsable).length, 0);
}
