// Checks that each signed-in account still gets new tokens in the tenants of its contexts, without interaction.
import { accessTokenOf } from '../accounts/account-tokens.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type StoredTenant } from '../contexts/model.ts';
import { mapConcurrently } from '../directory/map-concurrently.ts';
import { armScope } from '../environments/resources.ts';
import { EngineError, toEngineError } from '../errors/engine-error.ts';
import { argument } from '../text/command-line.ts';
import { sameText } from '../text/same-text.ts';
import { doneOrAborted } from '../waiting/before-abort.ts';
import { failed, ok, warning, type Check, type Found } from './finding.ts';

/** The time limit for all accounts together, in milliseconds: the user is waiting. */
const patienceMs = 15_000;
/** The most tenants that a finding names; if there are more, it has only their number. */
const tenantsNamed = 5;

/** Requests a new token for a context's account in its tenant. */
export type Renew = (entry: ListedContext, signal: AbortSignal) => Promise<unknown>;

export interface AskingLimits {
  /** How many requests may run at the same time. */
  readonly atOnce: number;
  /** The time limit for all requests together, in milliseconds. */
  readonly patienceMs: number;
}

/** One account in one tenant, with the result of its token request. */
interface Asked {
  readonly entry: ListedContext;
  outcome: 'renewed' | 'late' | EngineError;
}

/** Checks the accounts of all visible contexts, in all clouds or only in the named one. */
export const accountsCheck: Check = {
  name: 'Account',
  run: async (context) => {
    const { services, environment, isEnvironmentNamed, signal } = context;
    const { contexts } = await services.contexts.view();
    const wanted = contexts.filter(
      (entry) => !isEnvironmentNamed || sameText(entry.context.Environment.Name, environment.Name),
    );
    const renew: Renew = (entry, until) => {
      const { Environment: own, Tenant: tenant } = entry.context;
      const request = { tenantId: tenant?.Id ?? '', scopes: [armScope(own)], forceRefresh: true };
      return accessTokenOf(entry, request, { ...context, signal: until });
    };
    const atOnce = await services.config.get<number>('DiscoveryConcurrency');
    return askAccounts(wanted, renew, { atOnce, patienceMs }, signal);
  },
};

/**
 * Requests a token for each account in each of its tenants. Returns, for each account, one finding with the tenants
 * where it gets new tokens, and one for each reason why it gets none in the others.
 * @throws EngineError `Cancelled.ByUser`
 */
export async function askAccounts(
  contexts: readonly ListedContext[],
  renew: Renew,
  { atOnce, patienceMs: patience }: AskingLimits,
  signal: AbortSignal,
): Promise<Found[]> {
  const accounts = groupsBy(contexts, isSameSignIn).map((ofAccount) =>
    groupsBy(ofAccount, isSameTenant).map(([entry]): Asked => ({ entry, outcome: 'late' })),
  );
  const until = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const asking = mapConcurrently(
    accounts.flat(),
    atOnce,
    async (asked) => {
      try {
        await renew(asked.entry, until);
        asked.outcome = 'renewed';
      } catch (error) {
        // A stopped request counts as not answered.
        if (!until.aborted) asked.outcome = toEngineError(error);
      }
    },
    until,
  );
  await doneOrAborted(asking, until);
  if (signal.aborted) throw new EngineError('Cancelled.ByUser');
  return accounts.flatMap((ofAccount) =>
    groupsBy(ofAccount, isSameOutcome)
      .sort(([one], [other]) => Number(other.outcome === 'renewed') - Number(one.outcome === 'renewed'))
      .map((group) => findingOf(group, patience)),
  );
}

type Group<T> = [T, ...T[]];

/** Groups equal items; groups and items keep their order. */
function groupsBy<T>(items: readonly T[], isSame: (one: T, other: T) => boolean): Group<T>[] {
  const groups: Group<T>[] = [];
  for (const item of items) {
    const group = groups.find(([first]) => isSame(first, item));
    if (group === undefined) groups.push([item]);
    else group.push(item);
  }
  return groups;
}

function isSameSignIn({ context: one }: ListedContext, { context: other }: ListedContext): boolean {
  return sameAccount(one.Account, other.Account) && sameText(one.Environment.Name, other.Environment.Name);
}

function isSameTenant({ context: one }: ListedContext, { context: other }: ListedContext): boolean {
  return sameText(one.Tenant?.Id ?? '', other.Tenant?.Id ?? '');
}

/** Whether two results have the same remedy. Interaction is required by each tenant separately. */
function isSameOutcome({ outcome: one }: Asked, { outcome: other }: Asked): boolean {
  if (!(one instanceof EngineError) || !(other instanceof EngineError)) return one === other;
  return one.catalogueId === other.catalogueId && !one.catalogueId.startsWith('InteractionRequired.');
}

function findingOf(group: Group<Asked>, patience: number): Found {
  const [{ entry, outcome }] = group;
  const { Account: account } = entry.context;
  const tenants = group.map((asked) => asked.entry.context.Tenant);
  const who = `'${account.Id}' (${account.Type})`;
  const where = tenantsText(tenants);
  const about = { names: tenants.flatMap((tenant) => [nameOf(tenant), domainOf(tenant)]) };
  if (outcome === 'renewed') return { ...about, ...ok(`${who} gets new tokens in ${where}.`) };
  if (outcome === 'late') {
    const seconds = String(patience / 1000);
    const late = `${who} in ${where}: no answer within ${seconds} seconds.`;
    return { ...about, ...warning(late, 'Check the network connection and run the command again.') };
  }
  return { ...about, ...failed(`${who} in ${where}: ${outcome.message}`, remedyOf(entry, outcome)) };
}

function tenantsText(tenants: readonly (StoredTenant | null)[]): string {
  if (tenants.length > tenantsNamed) return `${String(tenants.length)} tenants`;
  return tenants.map((tenant) => nameOf(tenant) || domainOf(tenant) || tenant?.Id || 'no tenant').join(', ');
}

function nameOf(tenant: StoredTenant | null): string {
  return tenant?.ExtendedProperties?.DisplayName ?? '';
}

function domainOf(tenant: StoredTenant | null): string {
  return tenant?.ExtendedProperties?.DefaultDomain ?? '';
}

/**
 * Returns the remedy. For a user, its command contains the account and the domain, because several accounts may be
 * signed in.
 */
function remedyOf({ context }: ListedContext, { catalogueId, action }: EngineError): string {
  const { Account: account, Tenant: tenant } = context;
  const needsPerson = catalogueId === 'NotSignedIn.Expired' || catalogueId === 'InteractionRequired.Mfa';
  if (account.Type !== 'User' || !needsPerson) return action;
  const domain = domainOf(tenant);
  const named = domain === '' ? action : action.replace(tenant?.Id ?? '', argument(domain));
  return named.replace(/\.$/, ` -AccountId ${argument(account.Id)}.`);
}
