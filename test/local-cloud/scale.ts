import type { CloudData, Subscription, Tenant, User } from './data.ts';

export interface Scale {
  /** Additional tenants in which alex@contoso.example is a guest. */
  readonly tenants: number;
  /** Additional subscriptions, spread evenly over those tenants, or all in Contoso if there are none. */
  readonly subscriptions: number;
}

const bigUser = 'alex@contoso.example';

/** Adds generated tenants and subscriptions, all visible to alex@contoso.example. IDs contain their number. */
export function grow(data: CloudData, scale: Scale): CloudData {
  const tenants = Array.from({ length: scale.tenants }, (_, index) => generatedTenant(index));
  const homes = tenants.length === 0 ? ['contoso.example'] : tenants.map((tenant) => tenant.domains[0] ?? '');
  const subscriptions = Array.from({ length: scale.subscriptions }, (_, index) =>
    generatedSubscription(index, homes[index % homes.length] ?? ''),
  );
  return {
    ...data,
    tenants: [...data.tenants, ...tenants],
    users: data.users.map((user) => (user.userName === bigUser ? invited(user, tenants) : user)),
    subscriptions: [...data.subscriptions, ...subscriptions],
  };
}

function generatedTenant(index: number): Tenant {
  const number = String(index + 1);
  return {
    id: numbered('50000000', index),
    displayName: `Generated Tenant ${number}`,
    domains: [`tenant${number}.example`],
    countryCode: 'US',
  };
}

function generatedSubscription(index: number, tenant: string): Subscription {
  return {
    id: numbered('5a000000', index),
    displayName: `Generated Subscription ${String(index + 1).padStart(5, '0')}`,
    tenant,
    principals: [bigUser],
  };
}

function invited(user: User, tenants: readonly Tenant[]): User {
  const guestIn = tenants.map((tenant, index) => ({
    tenant: tenant.id,
    objectId: numbered('51000000', index),
  }));
  return { ...user, guestIn: [...(user.guestIn ?? []), ...guestIn] };
}

function numbered(prefix: string, index: number): string {
  return `${prefix}-0000-4000-8000-${(index + 1).toString(16).padStart(12, '0')}`;
}
