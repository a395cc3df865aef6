// Sign-in with a code that the user enters in a browser on any device (RFC 8628).
import type { AuthenticationResult, DeviceCodeRequest } from '@azure/msal-node';
import { EngineError } from '../../errors/engine-error.ts';
import type { UserSignInRequest } from './browser.ts';
import { aadstsRow, isOfConditionalAccess } from '../../errors/aadsts.ts';
import { readRefusal } from '../../errors/entra-errors.ts';
import { deviceCodePolling, type OAuthRefusal } from './device-code-polling.ts';
import { publicClient } from '../msal-client.ts';
import { countDown } from '../waiting.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { beforeAbort } from '../../waiting/before-abort.ts';

const activity = 'Waiting for the device code';

/**
 * Signs a user in with a device code.
 * @throws EngineError `Authentication.CodeExpired`, `Authentication.Denied`, `Cancelled.ByUser`; otherwise MSAL's
 * errors
 */
export async function signInWithDeviceCode(
  request: UserSignInRequest,
  context: SignInContext,
): Promise<AuthenticationResult> {
  const { interaction, signal } = context;
  const polling = deviceCodePolling(context.http);
  const client = await publicClient({ ...context, http: polling.http }, request.tenant);
  let stopBar = (): void => undefined;
  let minutes = 15;
  const deviceRequest: DeviceCodeRequest = {
    scopes: [...request.scopes],
    ...(request.claims === undefined ? {} : { claims: request.claims }),
    deviceCodeCallback: () => undefined,
  };
  const displayFailure = new Promise<never>((_, reject) => {
    deviceRequest.deviceCodeCallback = ({ userCode, verificationUri, message, expiresIn }) => {
      // MSAL calls this for an error response too.
      if (polling.refusal() !== undefined) throw new Error('There is no code.');
      minutes = Math.round(expiresIn / 60);
      const prompt = { userCode, verificationUri, completeUri: polling.completeUri(), message };
      interaction.deviceCode({ ...prompt, expiresInSeconds: expiresIn }).catch(reject);
      // The address is shown above; both together would not fit in one line.
      const status = `Enter ${userCode}; Ctrl+C stops waiting.`;
      stopBar = countDown({ activity, status, milliseconds: expiresIn * 1000 }, interaction);
    };
  });
  try {
    const polled = Promise.race([client.acquireTokenByDeviceCode(deviceRequest), displayFailure]);
    const result = await beforeAbort(polled, signal, () => new EngineError('Cancelled.ByUser'));
    if (result === null) throw new EngineError('Authentication.CodeExpired', { facts: { minutes } });
    return result;
  } catch (error) {
    throw explainDeviceCodeError(error, polling.refusal(), minutes);
  } finally {
    // Ends the polling if it still runs. MSAL checks this flag only between polls.
    deviceRequest.cancel = true;
    stopBar();
    interaction.progress(activity, 'Done', { done: true });
  }
}

/**
 * Explains a failed poll. MSAL's error has only the name of the service's error, so its text is taken from the
 * refusal.
 */
function explainDeviceCodeError(error: unknown, refusal: OAuthRefusal | undefined, minutes: number): unknown {
  if (error instanceof EngineError) return error;
  const refused = refusal === undefined ? error : asMsalError(refusal, error);
  const { entra, reference } = readRefusal(refused);
  const entraFacts = { entra, cause: error };
  const isExpired = entra.error === 'expired_token' || entra.error === 'device_code_expired';
  if (isExpired || entra.codes?.some((code) => aadstsRow(code)?.expiresDeviceCode) === true)
    return new EngineError('Authentication.CodeExpired', { facts: { minutes, reference }, ...entraFacts });
  if (entra.codes?.some((code) => aadstsRow(code)?.blocksDeviceCode) === true)
    return new EngineError('Blocked.DeviceCode', { facts: { reference }, ...entraFacts });
  // Policies answer with access_denied too.
  const isPolicy = entra.codes?.some(isOfConditionalAccess) === true;
  if ((entra.error === 'authorization_declined' || entra.error === 'access_denied') && !isPolicy) {
    const description = `the code was not approved${reference}.`;
    return new EngineError('Authentication.Denied', { facts: { description }, ...entraFacts });
  }
  return refused;
}

/** Converts a refusal to the form of MSAL's errors in other flows. */
function asMsalError(refusal: OAuthRefusal, cause: unknown): Error {
  const text = refusal.error_description ?? refusal.error;
  return Object.assign(new Error(text, { cause }), {
    errorCode: refusal.error,
    errorMessage: text,
    subError: refusal.suberror,
    claims: refusal.claims,
    correlationId: refusal.correlation_id,
    traceId: refusal.trace_id,
    timestamp: refusal.timestamp,
  });
}
