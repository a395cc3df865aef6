// What MSAL's polling for a device code leaves out (RFC 8628, 3.2 and 3.5): a slower pace where the service asks
// for one, the address that holds the code already, and the service's own words when it refuses.
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpClient, HttpResponse } from '../../http/types.ts';
import { refusalOf } from '../../http/msal-network.ts';
import { EngineError } from '../../errors/engine-error.ts';

/** RFC 8628, 3.5: `slow_down` lengthens the interval by so much, for good. */
const slowDownSeconds = 5;

/** The body of an answer that is an error (RFC 6749, 5.2, with Entra's additions). */
export interface OAuthRefusal {
  readonly error: string;
  readonly error_description?: string;
  readonly suberror?: string;
  readonly claims?: string;
  readonly correlation_id?: string;
  readonly trace_id?: string;
  readonly timestamp?: string;
}

/** Polls that fail below HTTP one after the other, after which the sign-in fails: a network may be away for a while. */
const failuresInARow = 3;

export interface DeviceCodePolling {
  readonly http: HttpClient;
  /** The address that needs no typing, where the service gave one. */
  readonly completeUri: () => string | undefined;
  /** The error that ended the polling. */
  readonly refusal: () => OAuthRefusal | undefined;
}

/**
 * An HTTP client for one sign-in with a device code, with what it heard on the way. Beside what the given client
 * throws it throws `Network.Response`.
 */
export function deviceCodePolling(http: HttpClient): DeviceCodePolling {
  let extraSeconds = 0;
  let failures = 0;
  let completeUri: string | undefined;
  let refusal: OAuthRefusal | undefined;
  return {
    completeUri: () => completeUri,
    refusal: () => refusal,
    http: async (request, signal) => {
      const isPoll = /(?:^|&)device_code=/.test(request.body ?? '');
      if (isPoll && extraSeconds > 0) await delay(extraSeconds * 1000, undefined, { signal });
      let response: HttpResponse;
      try {
        response = await http(request, signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!isPoll || !isPassing(error) || failures >= failuresInARow) throw error;
        // RFC 8628, 3.5: a timeout slows the polling down, too.
        extraSeconds += slowDownSeconds;
        return refusalOf('authorization_pending');
      }
      const body = jsonOf(response, request.url);
      if (typeof body.verification_uri_complete === 'string') completeUri = body.verification_uri_complete;
      if (typeof body.error !== 'string' || body.error === 'authorization_pending') return response;
      if (!isPoll || body.error !== 'slow_down') {
        refusal = body as unknown as OAuthRefusal;
        return response;
      }
      // MSAL takes it for the end; the wait above is what it asks for.
      extraSeconds += slowDownSeconds;
      return { ...response, body: JSON.stringify({ ...body, error: 'authorization_pending' }) };
    },
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof EngineError && ['Network.Refused', 'Network.Timeout'].includes(error.catalogueId);
}

function jsonOf({ body }: HttpResponse, url: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch (cause) {
    const facts = { host: new URL(url).host, reason: 'the answer is not JSON' };
    throw new EngineError('Network.Response', { facts, cause });
  }
}
