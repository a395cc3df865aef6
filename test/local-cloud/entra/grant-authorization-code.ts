import { createHash } from 'node:crypto';
import { badGrant, parameterMissing } from './errors.ts';
import { requireApp } from './tenants.ts';
import { issueUserTokens } from './token-issue.ts';
import type { GrantHandler } from './token.ts';

/** Redeems an authorization code, once, for the app, address and verifier that it was issued for. */
export const redeemAuthorizationCode: GrantHandler = (form, tenant, cloud) => {
  const app = requireApp(cloud, form.get('client_id'), tenant);
  const code = cloud.authorizationCodes.get(form.get('code') ?? '');
  if (code === undefined) {
    throw badGrant('The provided authorization code is malformed or has expired.', 70000);
  }
  if (code.grant.app !== app) {
    throw badGrant('The provided authorization code was issued to another application.', 700005);
  }
  if (code.redeemed) {
    throw badGrant(
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing ' +
        'refresh token.',
      54005,
    );
  }
  if (code.expiresAt <= cloud.now()) {
    throw badGrant('The provided authorization code or refresh token has expired due to inactivity.', 70008);
  }
  const redirectUri = form.get('redirect_uri') ?? '';
  if (redirectUri !== code.redirectUri) {
    throw badGrant(
      `The reply address '${redirectUri}' does not match the reply address '${code.redirectUri}' provided when ` +
        'requesting Authorization code.',
      500112,
    );
  }
  const verifier = form.get('code_verifier');
  if (verifier === null) throw parameterMissing('code_verifier');
  if (createHash('sha256').update(verifier).digest('base64url') !== code.codeChallenge) {
    throw badGrant(
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
      501481,
    );
  }
  code.redeemed = true;
  return issueUserTokens(cloud, code.grant, form.get('client_info') === '1');
};
