import { randomInt } from 'node:crypto';
import { json, type Handler } from '../router.ts';
import { newHandle } from '../state.ts';
import { parseScopes } from './scopes.ts';
import { requireApp, resolveTenant } from './tenants.ts';

const lifetimeSeconds = 900;
/** No vowels and no characters that look alike, as in Entra ID's codes. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXYZ23456789';

/** The device authorization endpoint (RFC 8628). */
export const deviceCode: Handler = (exchange, cloud) => {
  const tenant = exchange.params['tenant'] ?? '';
  resolveTenant(cloud, tenant);
  const app = requireApp(cloud, exchange.form.get('client_id') ?? exchange.query.get('client_id'), tenant);
  const claims = exchange.form.get('claims');
  const userCode = Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const code = newHandle();
  cloud.deviceCodes.set(code, {
    ...{ deviceCode: code, userCode, app, tenant },
    scopes: parseScopes(exchange.form.get('scope') ?? 'openid', cloud, app),
    ...(claims === null ? {} : { claims }),
    expiresAt: cloud.now() + lifetimeSeconds * 1000,
    intervalSeconds: cloud.pollingIntervalSeconds,
    lastPollAt: 0,
    outcome: { kind: 'pending' },
  });
  const verificationUri = cloud.profile.deviceLoginUrl;
  return json(200, {
    user_code: userCode,
    device_code: code,
    verification_uri: verificationUri,
    expires_in: lifetimeSeconds,
    interval: cloud.pollingIntervalSeconds,
    message:
      `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} ` +
      'to authenticate.',
  });
};
