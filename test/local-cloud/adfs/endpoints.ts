// AD FS's endpoints: Entra ID's handlers with AD FS's rules, at AD FS's addresses.
import { authorize } from '../entra/authorize.ts';
import { deviceCode } from '../entra/device-code.ts';
import { keys } from '../entra/discovery.ts';
import { EntraError } from '../entra/errors.ts';
import { token } from '../entra/token.ts';
import { json, type Handler, type Route } from '../router.ts';
import { adfsIssuer, adfsSegment, clientRefused, passwordRefused } from './authority.ts';

const configuration: Handler = (_exchange, cloud) => {
  const issuer = adfsIssuer(cloud);
  return json(200, {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize/`,
    token_endpoint: `${issuer}/oauth2/token/`,
    device_authorization_endpoint: `${issuer}/oauth2/devicecode`,
    jwks_uri: `${issuer}/discovery/keys`,
    end_session_endpoint: `${issuer}/oauth2/logout`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'user_impersonation'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['pairwise'],
  });
};

/** Entra ID's handler for the one directory; its errors have AD FS's texts. */
const atAdfs =
  (handler: Handler): Handler =>
  async (exchange, cloud) => {
    try {
      return await handler({ ...exchange, params: { tenant: adfsSegment } }, cloud);
    } catch (error) {
      throw error instanceof EntraError ? inItsWords(error) : error;
    }
  };

function inItsWords(error: EntraError): EntraError {
  if (error.options.isAdfs === true) return error;
  const { number } = error.options;
  if (error.error === 'invalid_client') return clientRefused();
  if (number === 50126 || number === 50034) return passwordRefused();
  return new EntraError(error.error, error.message, { isAdfs: true });
}

export const adfsRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/adfs/.well-known/openid-configuration', handler: configuration },
  { method: 'GET', pattern: '/adfs/discovery/keys', handler: atAdfs(keys) },
  { method: 'GET', pattern: '/adfs/oauth2/authorize', handler: atAdfs(authorize) },
  { method: 'POST', pattern: '/adfs/oauth2/devicecode', handler: atAdfs(deviceCode) },
  { method: 'POST', pattern: '/adfs/oauth2/token', handler: atAdfs(token) },
];
