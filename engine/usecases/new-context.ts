// Creates contexts after a sign-in.
import type { SubscriptionInfo } from '../directory/subscriptions.ts';
import type { Environment } from '../environments/environment.ts';
import type { KnownTenant } from '../directory/tenants.ts';
import { oncePer } from '../contexts/once-per.ts';
import {
  defaultContextName,
  type NamedContext,
  type StoredAccount,
  type StoredContext,
  type StoredSubscription,
  type StoredTenant,
} from '../contexts/model.ts';
import { sameText } from '../text/same-text.ts';

/** Returns an ARM subscription in Az.Accounts' stored form. */
export function toStoredSubscription(
  subscription: SubscriptionInfo,
  facts: { tenantId: string; accountId: string; environment: string },
): StoredSubscription {
  const extended: Record<string, string> = {
    Account: facts.accountId,
    Environment: facts.environment,
    Tenants: facts.tenantId,
    HomeTenant: subscription.homeTenantId ?? subscription.tenantId ?? facts.tenantId,
  };
  if (subscription.managedByTenantIds.length > 0)
    extended.ManagedByTenants = subscription.managedByTenantIds.join(',');
  if (subscription.authorizationSource !== undefined)
    extended.AuthorizationSource = subscription.authorizationSource;
  if (subscription.subscriptionPolicies !== undefined) {
    // Az.Accounts' spelling, without the second i (AzureSubscription.cs).
    extended.SubscriptionPolices = JSON.stringify(subscription.subscriptionPolicies);
  }
  if (subscription.tags !== undefined) extended.Tags = JSON.stringify(subscription.tags);
  return {
    Id: subscription.subscriptionId,
    Name: subscription.displayName,
    State: subscription.state,
    ExtendedProperties: extended,
  };
}

/** Returns a context for an ARM subscription or for none, with the given name or its default name. */
export function contextOfSubscription(
  parts: {
    account: StoredAccount;
    tenant: KnownTenant;
    subscription: SubscriptionInfo | null;
    environment: Environment;
  },
  name?: string,
): NamedContext {
  const { account, tenant, environment, subscription } = parts;
  const facts = { tenantId: tenant.tenantId, accountId: account.Id, environment: environment.Name };
  const stored = subscription === null ? null : toStoredSubscription(subscription, facts);
  return newContext({ account, tenant, subscription: stored, environment }, name);
}

/** Returns a context for a stored subscription or for none, with the given name or its default name. */
export function newContext(
  parts: {
    account: StoredAccount;
    tenant: KnownTenant;
    subscription: StoredSubscription | null;
    environment: Environment;
  },
  name?: string,
): NamedContext {
  const context: StoredContext = {
    Account: parts.account,
    Tenant: toStoredTenant(parts.tenant),
    Subscription: parts.subscription,
    Environment: parts.environment,
    VersionProfile: null,
    TokenCache: { CacheData: null },
    ExtendedProperties: {},
  };
  return { name: name ?? defaultContextName(context), context };
}

/** Returns a tenant in Az.Accounts' stored form. Callers share the returned object and must not change it. */
export const toStoredTenant = oncePer(storedTenantOf);

function storedTenantOf(tenant: KnownTenant): StoredTenant {
  const { domains = [], tenantCategory } = tenant;
  // ARM returns null for some empty members.
  const extended: Record<string, string | null | undefined> = {
    DisplayName: tenant.displayName,
    TenantCategory: tenantCategory,
    Domains: domains.length === 0 ? undefined : domains.join(','),
    DefaultDomain: tenant.defaultDomain,
    Country: tenant.country,
    CountryCode: tenant.countryCode,
    TenantType: tenant.tenantType,
    TenantBrandingLogoUrl: tenant.tenantBrandingLogoUrl,
  };
  return {
    Id: tenant.tenantId,
    Directory: tenant.defaultDomain ?? null,
    IsHome: tenantCategory === undefined || sameText(tenantCategory, 'Home'),
    ExtendedProperties: Object.fromEntries(
      Object.entries(extended).filter((item): item is [string, string] => typeof item[1] === 'string'),
    ),
  };
}
