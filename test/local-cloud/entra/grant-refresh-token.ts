import type { CloudState, Grant, RefreshToken } from '../state.ts';
import type { App } from '../data.ts';
import { accountDisabled, badGrant } from './errors.ts';
import { checkSilently } from './policy.ts';
import { parseScopes } from './scopes.ts';
import { requireApp, tenantForUser } from './tenants.ts';
import { issueUserTokens } from './token-issue.ts';
import type { GrantHandler } from './token.ts';

/**
 * A refresh token works for every resource and every tenant of the person. Each use returns a new one; the old one
 * stays valid, as with Entra ID.
 */
export const redeemRefreshToken: GrantHandler = async (form, tenantSegment, cloud) => {
  const app = requireApp(cloud, form.get('client_id'), tenantSegment);
  const token = cloud.refreshTokens.get(form.get('refresh_token') ?? '');
  if (token === undefined)
    throw badGrant('The provided refresh token is malformed or was not issued here.', 9002313);
  checkToken(cloud, token, app);
  const { signIn } = token.grant;
  const tenant = tenantForUser(cloud, tenantSegment, signIn.user);
  const scope = form.get('scope');
  const claims = form.get('claims');
  const grant: Grant = {
    ...{ signIn, app, tenantId: tenant.id },
    scopes: scope === null ? token.grant.scopes : { ...parseScopes(scope, cloud, app), refreshToken: true },
    ...(claims === null ? {} : { claims }),
  };
  checkSilently(cloud, grant, tenant);
  return issueUserTokens(cloud, grant, form.get('client_info') === '1');
};

function checkToken(cloud: CloudState, { grant, issuedAt }: RefreshToken, app: App): void {
  const isFamily = grant.app.preConsented === true && app.preConsented === true;
  if (grant.app !== app && !isFamily) {
    throw badGrant('The provided refresh token was issued to another application.', 700005);
  }
  if (grant.signIn.user.disabled === true) throw accountDisabled();
  if (issuedAt < cloud.faults.refreshTokensRevokedBefore) {
    throw badGrant(
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have ' +
        'changed or reset their password.',
      50173,
    );
  }
  if (issuedAt < cloud.faults.refreshTokensExpiredBefore) {
    const issued = new Date(issuedAt).toISOString();
    throw badGrant(
      `The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for ` +
        '90.00:00:00.',
      700082,
    );
  }
}
