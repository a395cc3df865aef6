import { EntraError, parameterMissing } from './errors.ts';
import { requireApp } from './tenants.ts';
import { issueUserTokens } from './token-issue.ts';
import type { GrantHandler } from './token.ts';

/** Clocks and networks jitter: a poll may come this much earlier than the interval allows. */
const tolerance = 0.5;

/** One poll of the device flow (RFC 8628, 3.4 and 3.5). */
export const redeemDeviceCode: GrantHandler = (form, tenant, cloud) => {
  const app = requireApp(cloud, form.get('client_id'), tenant);
  const code = form.get('device_code') ?? form.get('code');
  if (code === null) throw parameterMissing('device_code');
  const device = cloud.deviceCodes.get(code);
  if (device?.app !== app || device.outcome.kind === 'redeemed') {
    throw new EntraError('bad_verification_code', "The 'device_code' is not known.", { number: 70018 });
  }
  const { outcome } = device;
  if (outcome.kind === 'refused') throw outcome.error;
  if (outcome.kind === 'declined') {
    throw new EntraError('authorization_declined', 'The end user denied the authorization request.');
  }
  if (device.expiresAt <= cloud.now()) {
    throw new EntraError(
      'expired_token',
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
      { number: 70020 },
    );
  }
  if (cloud.faults.pollsToSlowDown > 0) {
    cloud.faults.pollsToSlowDown -= 1;
    throw slowDown(device);
  }
  if (outcome.kind !== 'approved') throw pending(device, cloud.now());
  device.outcome = { kind: 'redeemed' };
  return issueUserTokens(cloud, outcome.grant, form.get('client_info') === '1');
};

function pending(device: { intervalSeconds: number; lastPollAt: number }, now: number): EntraError {
  const tooSoon = now - device.lastPollAt < device.intervalSeconds * 1000 * tolerance;
  device.lastPollAt = now;
  if (tooSoon) return slowDown(device);
  return new EntraError(
    'authorization_pending',
    'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    { number: 70016 },
  );
}

function slowDown(device: { intervalSeconds: number }): EntraError {
  device.intervalSeconds += 5;
  return new EntraError(
    'slow_down',
    'OAuth 2.0 device flow: polling is too frequent. Wait longer between requests.',
  );
}
