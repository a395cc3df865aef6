import { json, type Exchange, type Handler } from '../router.ts';
import type { CloudState } from '../state.ts';
import { EntraError, parameterMissing } from './errors.ts';
import { redeemAuthorizationCode } from './grant-authorization-code.ts';
import { grantClientCredentials } from './grant-client-credentials.ts';
import { redeemDeviceCode } from './grant-device-code.ts';
import { grantPassword } from './grant-password.ts';
import { redeemRefreshToken } from './grant-refresh-token.ts';
import { resolveTenant } from './tenants.ts';

/** Answers a token request with one grant type. Throws EntraError. */
export type GrantHandler = (form: URLSearchParams, tenant: string, cloud: CloudState) => Promise<object>;

const grants: Readonly<Record<string, GrantHandler | undefined>> = {
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
  client_credentials: grantClientCredentials,
  password: grantPassword,
  'urn:ietf:params:oauth:grant-type:device_code': redeemDeviceCode,
  device_code: redeemDeviceCode,
};

export const token: Handler = async (exchange, cloud) => {
  const form = withBasicCredentials(exchange);
  const tenant = exchange.params['tenant'] ?? '';
  resolveTenant(cloud, tenant);
  const type = form.get('grant_type');
  if (type === null) throw parameterMissing('grant_type');
  const grant = grants[type];
  if (grant === undefined) {
    throw new EntraError('unsupported_grant_type', `The app requested an unsupported grant type '${type}'.`, {
      number: 70003,
    });
  }
  return json(200, await grant(form, tenant, cloud));
};

/** client_secret_basic is the same as client_secret_post (RFC 6749, 2.3.1). */
function withBasicCredentials(exchange: Exchange): URLSearchParams {
  const form = new URLSearchParams(exchange.form);
  const match = /^Basic (.+)$/i.exec(exchange.headers.authorization ?? '');
  if (match?.[1] === undefined) return form;
  const [id = '', ...secret] = Buffer.from(match[1], 'base64').toString().split(':');
  form.set('client_id', decodeURIComponent(id));
  form.set('client_secret', decodeURIComponent(secret.join(':')));
  return form;
}
