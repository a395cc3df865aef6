// What lives in the local cloud. The default is data.json beside this file; tests may change it while it runs.
import { readFileSync } from 'node:fs';

export interface Tenant {
  id: string;
  displayName: string;
  /** Verified domains, the default one first. */
  domains: string[];
  countryCode: string;
  /** A conditional access policy asks for multi-factor authentication. */
  demandsMfa?: boolean;
  /** A conditional access policy forbids the device code flow. */
  blocksDeviceCode?: boolean;
}

export interface User {
  userName: string;
  displayName: string;
  password: string;
  /** The code that passes MFA. Without one the user has no method registered. */
  mfaCode?: string;
  disabled?: boolean;
  /** A domain of the home tenant. */
  homeTenant: string;
  /** The object ID in the home tenant. */
  objectId: string;
  guestIn?: { tenant: string; objectId: string }[];
}

/** An app that Azure itself holds the credentials of, for one resource or for several. */
export interface ManagedIdentity {
  kind: 'system-assigned' | 'user-assigned';
  /** Of the machine that a system-assigned identity belongs to; of the identity itself where user-assigned. */
  resourceId: string;
}

export interface App {
  clientId: string;
  displayName: string;
  publicClient?: boolean;
  /** Consented in every tenant, as Azure's own clients are. */
  preConsented?: boolean;
  homeTenant?: string;
  servicePrincipals?: { tenant: string; objectId: string }[];
  secrets?: { value: string; expiredOn?: string }[];
  /** Certificates that may sign client assertions, PEM. */
  certificates?: string[];
  federatedCredentials?: FederatedCredential[];
  managedIdentity?: ManagedIdentity;
}

export interface FederatedCredential {
  issuer: string;
  subject: string;
  audience: string;
}

export interface Subscription {
  id: string;
  displayName: string;
  tenant: string;
  /** `Enabled` where not given. */
  state?: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  /** Who may see it: user names, and display names of apps and managed identities. */
  principals: string[];
  tags?: Record<string, string>;
  managedByTenants?: string[];
}

export interface ResourceGroup {
  subscription: string;
  name: string;
  location: string;
  tags?: Record<string, string>;
}

export interface CloudData {
  tenants: Tenant[];
  users: User[];
  apps: App[];
  subscriptions: Subscription[];
  resourceGroups: ResourceGroup[];
}

/** The default content, a fresh copy each time. */
export function readCloudData(): CloudData {
  return JSON.parse(readFileSync(new URL('data.json', import.meta.url), 'utf8')) as CloudData;
}

/** The tenant with this ID or verified domain. */
export function findTenant(data: CloudData, idOrDomain: string): Tenant | undefined {
  const name = idOrDomain.toLowerCase();
  return data.tenants.find((tenant) => tenant.id === name || tenant.domains.includes(name));
}

/** As findTenant, for names that come from the data itself. Throws where the data contradicts itself. */
export function tenantOf(data: CloudData, idOrDomain: string): Tenant {
  const tenant = findTenant(data, idOrDomain);
  if (tenant === undefined) throw new Error(`The data names a tenant that it does not have: ${idOrDomain}`);
  return tenant;
}

export function findUser(data: CloudData, userName: string): User | undefined {
  const name = userName.trim().toLowerCase();
  return data.users.find((user) => user.userName === name);
}

export function findApp(data: CloudData, clientId: string): App | undefined {
  return data.apps.find((app) => app.clientId === clientId.toLowerCase());
}

/** A user's object in a tenant: the home one, or the guest's. */
export interface Membership {
  readonly tenant: Tenant;
  readonly objectId: string;
  readonly isGuest: boolean;
}

/** The tenants that a user belongs to, the home tenant first. */
export function membershipsOf(data: CloudData, user: User): Membership[] {
  const home = { tenant: tenantOf(data, user.homeTenant), objectId: user.objectId, isGuest: false };
  const guests = (user.guestIn ?? []).map(({ tenant, objectId }) => ({
    tenant: tenantOf(data, tenant),
    objectId,
    isGuest: true,
  }));
  return [home, ...guests];
}

export function findMembership(data: CloudData, user: User, tenant: Tenant): Membership | undefined {
  return membershipsOf(data, user).find((membership) => membership.tenant.id === tenant.id);
}
