// The data of the local cloud. The default is data.json beside this file; tests may change the data while the cloud
// runs.
import { readFileSync } from 'node:fs';

export interface Tenant {
  id: string;
  displayName: string;
  /** Verified domains, the default one first. */
  domains: string[];
  countryCode: string;
  /** A conditional access policy requires multi-factor authentication. */
  demandsMfa?: boolean;
  /** A conditional access policy blocks the device code flow. */
  blocksDeviceCode?: boolean;
}

export interface User {
  userName: string;
  displayName: string;
  password: string;
  /** The code that passes MFA. Without one the user has no registered method. */
  mfaCode?: string;
  disabled?: boolean;
  /** A domain of the home tenant. */
  homeTenant: string;
  /** The object ID in the home tenant. */
  objectId: string;
  guestIn?: GuestEntry[];
}

/** A person's object in a tenant that is not their home. */
export interface GuestEntry {
  tenant: string;
  objectId: string;
  /** The name in that tenant's tokens: the address that was invited. The home name if omitted. */
  signInName?: string;
}

/** An app whose credentials are managed by Azure, for one resource or several. */
export interface ManagedIdentity {
  kind: 'system-assigned' | 'user-assigned';
  /** The resource ID of the machine with a system-assigned identity, or of a user-assigned identity itself. */
  resourceId: string;
}

export interface App {
  clientId: string;
  displayName: string;
  publicClient?: boolean;
  /** Consented in every tenant, like Azure's own clients. */
  preConsented?: boolean;
  homeTenant?: string;
  servicePrincipals?: { tenant: string; objectId: string }[];
  secrets?: { value: string; expiredOn?: string }[];
  /** Certificates that may sign client assertions, in PEM. */
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
  /** `Enabled` if omitted. */
  state?: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  /** Who may see it: user names, and display names of apps and managed identities. */
  principals: string[];
  tags?: Record<string, string>;
  /** Tenants to which it is delegated (Azure Lighthouse). */
  managedByTenants?: string[];
  /** Who may use it from a tenant to which it is delegated. */
  delegatedTo?: string[];
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

/** The default data, a new copy each time. */
export function readCloudData(): CloudData {
  return JSON.parse(readFileSync(new URL('data.json', import.meta.url), 'utf8')) as CloudData;
}

/** The tenant with this ID or verified domain. */
export function findTenant(data: CloudData, idOrDomain: string): Tenant | undefined {
  const name = idOrDomain.toLowerCase();
  return data.tenants.find((tenant) => tenant.id === name || tenant.domains.includes(name));
}

/** Like findTenant, for names in the data itself. Throws if the data is inconsistent. */
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

/** A user's object in a tenant: the home object, or the guest's. */
export interface Membership {
  readonly tenant: Tenant;
  readonly objectId: string;
  readonly isGuest: boolean;
  /** The person's name in this tenant's tokens. */
  readonly signInName: string;
}

/** The tenants that a user belongs to, the home tenant first. */
export function membershipsOf(data: CloudData, user: User): Membership[] {
  const { objectId, userName } = user;
  const home = { tenant: tenantOf(data, user.homeTenant), objectId, isGuest: false, signInName: userName };
  const guests = (user.guestIn ?? []).map((guest) => ({
    tenant: tenantOf(data, guest.tenant),
    objectId: guest.objectId,
    isGuest: true,
    signInName: guest.signInName ?? userName,
  }));
  return [home, ...guests];
}

/** Looks only at the tenant: each request asks several times, and a person may be a guest in hundreds of tenants. */
export function findMembership(data: CloudData, user: User, tenant: Tenant): Membership | undefined {
  const isTenant = (name: string): boolean => name === tenant.id || tenant.domains.includes(name);
  const guest = (user.guestIn ?? []).filter((one) => isTenant(one.tenant));
  if (!isTenant(user.homeTenant) && guest.length === 0) return undefined;
  return membershipsOf(data, { ...user, guestIn: guest }).find(({ tenant: { id } }) => id === tenant.id);
}

/** The tenant of all personal Microsoft accounts: the same in every cloud. */
export const personalTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * The tenant that issues tokens to personal accounts at `organizations` and `common`, for Azure's own clients
 * ("Microsoft account passthrough"). It has no subscriptions.
 */
export const passthroughTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

export function isPersonal(data: CloudData, user: User): boolean {
  return tenantOf(data, user.homeTenant).id === personalTenantId;
}

/** The tenants that Azure Resource Manager lists for a person, without those shared by all personal accounts. */
export function directoriesOf(data: CloudData, user: User): Membership[] {
  return membershipsOf(data, user).filter(
    ({ tenant: { id } }) => id !== personalTenantId && id !== passthroughTenantId,
  );
}

/** Changes a person's user name, as after a marriage or a change of domains. IDs and roles stay. */
export function renameUser(data: CloudData, from: string, to: string): void {
  const user = findUser(data, from);
  if (user === undefined) throw new Error(`The data has no person ${from}.`);
  user.userName = to;
  for (const subscription of data.subscriptions) {
    subscription.principals = subscription.principals.map((name) => (name === from ? to : name));
  }
}

/** A guest's name in the directory, which tokens do not contain: `alex_contoso.example#EXT#@fabrikam.example`. */
export function directoryNameOf({ tenant, signInName, isGuest }: Membership): string {
  return isGuest ? `${signInName.replace('@', '_')}#EXT#@${tenant.domains[0] ?? tenant.id}` : signInName;
}
