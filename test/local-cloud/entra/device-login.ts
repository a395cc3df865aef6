import { deviceCodePage } from '../pages/device-pages.ts';
import { redirect, withHeaders, type Handler } from '../router.ts';
import { showNextPage } from './sign-in.ts';
import { openSession, startTransaction } from './transaction.ts';

/** The page where a person types the code that their device shows. */
export const deviceLogin: Handler = (exchange, cloud) => {
  const { sessionId, headers } = openSession(cloud, exchange.cookies);
  const typed = exchange.form.get('code')?.replace(/[\s-]/g, '').toUpperCase();
  if (typed === undefined) return withHeaders(deviceCodePage(), headers);
  const device = [...cloud.deviceCodes.values()].find((one) => one.userCode === typed);
  if (device?.outcome.kind !== 'pending' || device.expiresAt <= cloud.now()) {
    return deviceCodePage("That code didn't work. Check the code and try again.");
  }
  const transaction = startTransaction(cloud, {
    ...{ sessionId, tenant: device.tenant, app: device.app, scopes: device.scopes },
    ...(device.claims === undefined ? {} : { claims: device.claims }),
    target: { kind: 'device', device },
    pickAccount: (cloud.sessions.get(sessionId) ?? []).length > 0,
  });
  return withHeaders(showNextPage(cloud, transaction, exchange), headers);
};

/** Redirects the short address that clients show to the sign-in host. */
export const toDeviceLogin: Handler = (_exchange, cloud) => redirect(`${cloud.loginUrl}/devicelogin`);
