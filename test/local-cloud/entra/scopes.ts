import type { App } from '../data.ts';
import type { CloudState } from '../state.ts';
import { permissionUnknown, scopeInvalid, severalResources } from './errors.ts';
import { findResource, graphAppId, type Resource } from './resources.ts';

export interface RequestedScopes {
  /** The resource exactly as requested: it becomes the token's audience. */
  readonly audience: string;
  /** The key under which consent is stored. */
  readonly resourceKey: string;
  readonly permissions: readonly string[];
  readonly idToken: boolean;
  readonly refreshToken: boolean;
}

const defaultPermission = '.default';
const oidcScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Parses a `scope` parameter. `https://management.core.windows.net//.default` is for the resource
 * `https://management.core.windows.net/`: the last slash is the separator, so the double slash matters (v1
 * audiences).
 * Throws AADSTS28000, AADSTS70011, AADSTS650053.
 */
export function parseScopes(scope: string, cloud: CloudState, app: App): RequestedScopes {
  const all = scope.split(/\s+/).filter((part) => part !== '');
  const wanted = all.filter((part) => !oidcScopes.has(part.toLowerCase())).map((part) => splitScope(part));
  const audiences = new Set(wanted.map(({ audience }) => audience));
  if (audiences.size > 1) throw severalResources(scope);
  const audience = wanted[0]?.audience ?? graphAppId;
  const permissions = wanted.map(({ permission }) => permission);
  checkPermissions(permissions, findResource(cloud, audience), scope, app);
  return {
    audience,
    resourceKey: findResource(cloud, audience)?.appId ?? audience,
    permissions,
    idToken: all.includes('openid'),
    refreshToken: all.includes('offline_access'),
  };
}

/**
 * Throws AADSTS70011 if `.default` is combined with other scopes, AADSTS650053 for a permission that the resource
 * does not have.
 */
function checkPermissions(
  permissions: readonly string[],
  resource: Resource | undefined,
  scope: string,
  app: App,
): void {
  const named = permissions.filter((permission) => permission !== defaultPermission);
  if (named.length > 0 && named.length < permissions.length) {
    throw scopeInvalid(scope, ".default scope can't be combined with resource-specific scopes.");
  }
  const known = resource?.permissions.map((permission) => permission.toLowerCase());
  const unknown = named.find((permission) => known?.includes(permission.toLowerCase()) === false);
  if (unknown !== undefined) throw permissionUnknown(app.displayName, unknown, resource?.appId ?? '');
}

function splitScope(scope: string): { audience: string; permission: string } {
  const slash = scope.lastIndexOf('/');
  if (slash < 0) return { audience: graphAppId, permission: scope };
  return { audience: scope.slice(0, slash), permission: scope.slice(slash + 1) };
}
