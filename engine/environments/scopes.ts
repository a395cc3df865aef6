// Checks scopes from the user before any request, so that our error explains the problem and not the authority's.
import type { AccountType } from '../text/account-type.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Scopes of the sign-in itself, which belong to no service (OpenID Connect Core 1.0, sections 5.4 and 11). */
const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);
const defaultPermission = '.default';

/**
 * Returns the scopes to request.
 * @throws EngineError `InvalidArgument.Value` for scopes that one token cannot have, or that this account cannot get
 */
export function checkScopes(scopes: readonly string[], accountType: AccountType): readonly string[] {
  const refuse = (reason: string, accepted: string): never => {
    throw new EngineError('InvalidArgument.Value', {
      facts: { parameter: 'Scope', value: scopes.join(', '), reason, accepted },
      target: scopes.join(' '),
    });
  };
  if (scopes.length === 0 || scopes.some((scope) => !/^\S+$/.test(scope)))
    refuse('A scope is one word.', 'scopes such as https://graph.microsoft.com/User.Read');
  const wanted = scopes.filter((scope) => !openIdScopes.has(scope.toLowerCase())).map(splitScope);
  const services = new Set(wanted.map(({ service }) => service.toLowerCase()));
  if (services.size > 1)
    refuse('A token is for one service, but these scopes belong to several.', 'scopes of one service');
  const isEverything = wanted.some(({ permission }) => permission === defaultPermission);
  if (isEverything && scopes.length > 1)
    refuse(
      `${defaultPermission} stands for all permissions that were granted.`,
      'that scope alone, or others',
    );
  if (accountType !== 'User' && !isEverything)
    refuse(
      `An account that is not a user always gets all permissions that it was granted.`,
      'one scope that ends in /.default, such as https://graph.microsoft.com/.default',
    );
  return scopes;
}

/** A scope without a service belongs to Microsoft Graph. */
function splitScope(scope: string): { service: string; permission: string } {
  const slash = scope.lastIndexOf('/');
  return { service: scope.slice(0, Math.max(slash, 0)), permission: scope.slice(slash + 1) };
}
