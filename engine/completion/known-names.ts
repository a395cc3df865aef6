// The names that this process knows without a request: from stored contexts, the configuration, and earlier listings
// of the cloud.
import { sectionsOf } from '../config/config-file.ts';
import { appliesToAll } from '../config/applies-to.ts';
import type { ContextView } from '../contexts/context-store.ts';
import type { StoredAccount, StoredTenant } from '../contexts/model.ts';
import { listEnvironments } from '../environments/environment-store.ts';
import { resourcesOf, resourceTypeNames } from '../environments/services.ts';
import type { Services } from '../session/services.ts';
import type { Candidate } from './match.ts';
import { sameText } from '../text/same-text.ts';
import { splitList } from '../text/split-list.ts';

export interface KnownTenant {
  readonly id: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly accountId: string;
}

export interface KnownSubscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly accountId: string;
}

/** Returns the names of all contexts. */
export function contextNames({ contexts }: ContextView): Candidate[] {
  return contexts.map(({ name, context }) => ({
    texts: [name],
    keywords: [context.Subscription?.Name ?? '', context.Subscription?.Id ?? ''],
    tooltip: `${context.Subscription?.Name ?? 'No subscription'}, ${placeOf(context.Account.Id, context.Tenant?.Id)}, ${context.Environment.Name}`,
  }));
}

/** Returns the names of all environments. */
export function environmentNames({ file }: ContextView): Candidate[] {
  return listEnvironments(file).map(({ Name, ResourceManagerUrl }) => ({
    texts: [Name],
    tooltip: `${Name}, ${ResourceManagerUrl ?? ''}`,
  }));
}

/** Returns the IDs of the wanted accounts. */
export function accountIds(
  { contexts }: ContextView,
  isWanted: (account: StoredAccount) => boolean,
): Candidate[] {
  return contexts
    .filter(({ context }) => isWanted(context.Account))
    .map(({ context }) => ({
      texts: [context.Account.Id],
      tooltip: `${context.Account.Type} in the tenant ${context.Tenant?.Id ?? ''}`,
    }));
}

/** Returns the tenants of the signed-in accounts, each with the most details known. */
export function knownTenants(services: Services, { contexts }: ContextView): KnownTenant[] {
  const fromContexts = contexts.flatMap(({ context: { Account: account, Tenant: tenant } }) => [
    ...(tenant === null ? [] : [toKnownTenant(tenant, account.Id)]),
    ...splitList(account.ExtendedProperties.Tenants).map((id) => toKnownTenant({ Id: id }, account.Id)),
  ]);
  const listed = services.directoryMemory
    .tenants()
    .filter(signedIn(contexts))
    .map(({ tenant, accountId }) => ({
      id: tenant.tenantId,
      name: tenant.displayName ?? '',
      domains: [tenant.defaultDomain ?? '', ...(tenant.domains ?? [])].filter((domain) => domain !== ''),
      accountId,
    }));
  const best = new Map<string, KnownTenant>();
  for (const tenant of [...listed, ...fromContexts]) {
    const key = `${tenant.id}|${tenant.accountId}`.toLowerCase();
    const other = best.get(key);
    if (other === undefined || wordsOf(tenant) > wordsOf(other)) best.set(key, tenant);
  }
  return [...best.values()];
}

/** Returns a filter for items that belong to an account with a context. */
function signedIn(contexts: ContextView['contexts']): (one: { readonly accountId: string }) => boolean {
  const accounts = new Set(contexts.map(({ context }) => context.Account.Id.toLowerCase()));
  return ({ accountId }) => accounts.has(accountId.toLowerCase());
}

function toKnownTenant({ Id, ExtendedProperties = {} }: StoredTenant, accountId: string): KnownTenant {
  const { DisplayName = '', DefaultDomain, Domains } = ExtendedProperties;
  const domains = [...splitList(DefaultDomain), ...splitList(Domains)];
  return { id: Id, name: DisplayName, domains, accountId };
}

function wordsOf({ name, domains }: KnownTenant): number {
  return (name === '' ? 0 : 1) + (domains.length > 0 ? 1 : 0);
}

/** Returns candidates for tenants: the domain name if it is known, otherwise the ID. */
export function tenantNames(tenants: readonly KnownTenant[]): Candidate[] {
  return tenants.map(({ id, name, domains, accountId }) => ({
    texts: [...domains.slice(0, 1), id, ...domains.slice(1)],
    keywords: [name],
    tooltip: `${name === '' ? 'Tenant' : name} (${id}), account ${accountId}`,
  }));
}

/** Returns the subscriptions of the signed-in accounts, only of one tenant if it is given. */
export function knownSubscriptions(
  services: Services,
  { contexts }: ContextView,
  tenant: KnownTenant[] | undefined,
): KnownSubscription[] {
  const fromContexts = contexts.flatMap(({ context: { Account, Subscription, Tenant } }) =>
    Subscription === null
      ? []
      : [{ id: Subscription.Id, name: Subscription.Name, tenantId: Tenant?.Id ?? '', accountId: Account.Id }],
  );
  const listed = services.directoryMemory
    .subscriptions()
    .filter(signedIn(contexts))
    .map(({ subscription, tenantId, accountId }) => ({
      id: subscription.subscriptionId,
      name: subscription.displayName,
      tenantId,
      accountId,
    }));
  return [...fromContexts, ...listed].filter(
    ({ tenantId }) => tenant === undefined || tenant.some(({ id }) => sameText(id, tenantId)),
  );
}

/** The form in which a parameter accepts a subscription. */
export type SubscriptionForm = 'nameOrId' | 'name' | 'id';

/** Returns candidates for subscriptions in the given form. */
export function subscriptionNames(
  subscriptions: readonly KnownSubscription[],
  form: SubscriptionForm,
): Candidate[] {
  const idsByName = new Map<string, Set<string>>();
  for (const { name, id } of subscriptions) {
    const key = name.toLowerCase();
    idsByName.set(key, (idsByName.get(key) ?? new Set()).add(id.toLowerCase()));
  }
  return subscriptions.map(({ id, name, tenantId, accountId }) => {
    const tooltip = `${name} (${id}), ${placeOf(accountId, tenantId)}`;
    if (form === 'name') return { texts: [name], keywords: [id], tooltip };
    // A name that several subscriptions share would select one of them by chance.
    const isUnique = form === 'nameOrId' && idsByName.get(name.toLowerCase())?.size === 1;
    return isUnique
      ? { texts: [name, id], tooltip }
      : { texts: [id], keywords: [name], label: `${name} (${id})`, tooltip };
  });
}

/** Returns the resource URIs of the current cloud, and their short names if the parameter accepts those. */
export function resourceNames({ current, file }: ContextView, withShortNames: boolean): Candidate[] {
  const environment = current?.context.Environment ?? listEnvironments(file)[0];
  if (environment === undefined) return [];
  const resources = resourcesOf(environment);
  return resourceTypeNames.flatMap((name) => {
    const uri = resources[name] ?? '';
    if (uri === '') return [];
    const texts = withShortNames ? [name, uri] : [uri];
    return [{ texts, keywords: [name], tooltip: `${name}, ${uri}` }];
  });
}

/** Returns what configuration values are set for, and what they can be set for. */
export async function configTargets({ config }: Services): Promise<Candidate[]> {
  const stored = sectionsOf((await config.userFile()) ?? {}).map(([appliesTo]) => ({
    texts: [appliesTo],
    tooltip: `Values are set for ${appliesTo}.`,
  }));
  return [
    { texts: [appliesToAll], tooltip: 'All of Az.' },
    { texts: ['Az.Accounts'], tooltip: 'The module whose cmdlets these are.' },
    ...stored,
  ];
}

function placeOf(accountId: string, tenantId: string | undefined): string {
  return `account ${accountId}, tenant ${tenantId ?? ''}`;
}
