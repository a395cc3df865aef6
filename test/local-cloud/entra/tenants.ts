import {
  findApp,
  findTenant,
  isPersonal,
  passthroughTenantId,
  tenantOf,
  type App,
  type Tenant,
  type User,
} from '../data.ts';
import type { CloudState } from '../state.ts';
import { appNotFound, parameterMissing, tenantMalformed, tenantNotFound } from './errors.ts';

/** Authorities that stand for the tenant of the person who signs in. */
const shared = new Set(['organizations', 'common']);

export function isSharedAuthority(segment: string): boolean {
  return shared.has(segment.toLowerCase());
}

/**
 * The tenant in an authority's path segment; undefined for `organizations` and `common`.
 * Throws AADSTS90002 or, if the segment cannot be a tenant's name, AADSTS900023.
 */
export function resolveTenant(cloud: CloudState, segment: string): Tenant | undefined {
  if (isSharedAuthority(segment)) return undefined;
  const tenant = findTenant(cloud.data, segment);
  if (tenant !== undefined) return tenant;
  throw /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(segment) && /[.-]/.test(segment)
    ? tenantNotFound(segment)
    : tenantMalformed(segment);
}

/** The tenant in which this user gets tokens from the authority. */
export function tenantForUser(cloud: CloudState, segment: string, user: User): Tenant {
  const home = isPersonal(cloud.data, user) ? passthroughTenantId : user.homeTenant;
  return resolveTenant(cloud, segment) ?? tenantOf(cloud.data, home);
}

/** The app of a request. Throws AADSTS900144 or AADSTS700016. */
export function requireApp(cloud: CloudState, clientId: string | null, segment: string): App {
  if (clientId === null || clientId === '') throw parameterMissing('client_id');
  const app = findApp(cloud.data, clientId);
  if (app === undefined) {
    throw appNotFound(clientId, resolveTenant(cloud, segment)?.displayName ?? segment);
  }
  return app;
}
