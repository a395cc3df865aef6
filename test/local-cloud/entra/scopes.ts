import type { CloudState } from '../state.ts';
import { scopeInvalid } from './errors.ts';
import { findResource, graphAppId } from './resources.ts';

export interface RequestedScopes {
  /** The resource as it was asked for: it becomes the token's audience, letter by letter. */
  readonly audience: string;
  /** The key under which consent is remembered. */
  readonly resourceKey: string;
  readonly permissions: readonly string[];
  readonly idToken: boolean;
  readonly refreshToken: boolean;
}

const oidcScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Takes a `scope` parameter apart. `https://management.core.windows.net//.default` names the resource
 * `https://management.core.windows.net/`: the last slash divides, so the double slash matters (v1 audiences).
 */
export function parseScopes(scope: string, cloud: CloudState): RequestedScopes {
  const all = scope.split(/\s+/).filter((part) => part !== '');
  const wanted = all.filter((part) => !oidcScopes.has(part.toLowerCase())).map((part) => splitScope(part));
  const audiences = new Set(wanted.map(({ audience }) => audience));
  if (audiences.size > 1) throw scopeInvalid(scope);
  const audience = wanted[0]?.audience ?? graphAppId;
  return {
    audience,
    resourceKey: findResource(cloud, audience)?.appId ?? audience,
    permissions: wanted.map(({ permission }) => permission),
    idToken: all.includes('openid'),
    refreshToken: all.includes('offline_access'),
  };
}

function splitScope(scope: string): { audience: string; permission: string } {
  const slash = scope.lastIndexOf('/');
  if (slash < 0) return { audience: graphAppId, permission: scope };
  return { audience: scope.slice(0, slash), permission: scope.slice(slash + 1) };
}
