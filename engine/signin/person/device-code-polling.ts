// What MSAL's polling for a device code leaves out (RFC 8628, 3.2 and 3.5): a slower pace where the service asks
// for one, the address that holds the code already, and the service's own words when it refuses.
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpClient, HttpResponse } from '../../http/types.ts';
import { refusalOf } from '../../http/msal-network.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { jsonRecord } from '../../protocol/shapes.ts';

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
/** The longest that an authority may ask to be left alone for; the code lasts for a quarter of an hour. */
const longestPauseMs = 60_000;

export interface DeviceCodePolling {
  readonly http: HttpClient;
  /** The address that needs no typing, where the service gave one. */
  readonly completeUri: () => string | undefined;
  /** The error that ended the polling. */
  readonly refusal: () => OAuthRefusal | undefined;
}

/**
 * An HTTP client for one sign-in with a device code, with what it heard on the way. It throws what the given client
 * throws, for a poll only where that goes on.
 */
export function deviceCodePolling(http: HttpClient): DeviceCodePolling {
  let extraSeconds = 0;
  let pauseMs = 0;
  let failures = 0;
  let completeUri: string | undefined;
  let refusal: OAuthRefusal | undefined;

  /** Answers a poll; what says nothing of the code counts as one that is still to be used. */
  const poll: HttpClient = async (request, signal) => {
    const waitMs = extraSeconds * 1000 + pauseMs;
    pauseMs = 0;
    if (waitMs > 0) await delay(waitMs, undefined, { signal });
    let response: HttpResponse;
    try {
      // The next poll is the retry.
      const once = { mayRepeat: true, retries: () => undefined, answerThrottled: true } as const;
      response = await http({ ...request, ...once }, signal);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures >= failuresInARow) throw error;
      // RFC 8628, 3.5: a timeout slows the polling down, too.
      extraSeconds += slowDownSeconds;
      return refusalOf('authorization_pending');
    }
    const body = jsonRecord(response.body);
    if (isBusy(response, body)) {
      pauseMs = Math.min(retryAfterMs(response.headers['retry-after']) ?? 0, longestPauseMs);
      return refusalOf('authorization_pending');
    }
    if (body.error === 'slow_down') {
      // MSAL takes it for the end; the wait above is what it asks for.
      extraSeconds += slowDownSeconds;
      return refusalOf('authorization_pending');
    }
    if (typeof body.error === 'string' && body.error !== 'authorization_pending') refusal = toRefusal(body);
    return response;
  };

  return {
    completeUri: () => completeUri,
    refusal: () => refusal,
    http: async (request, signal) => {
      if (/(?:^|&)device_code=/.test(request.body ?? '')) return poll(request, signal);
      const response = await http(request, signal);
      const body = jsonRecord(response.body);
      if (typeof body.verification_uri_complete === 'string') completeUri = body.verification_uri_complete;
      // An authority that is out of order has refused nobody.
      if (typeof body.error === 'string' && !isBusy(response, body)) refusal = toRefusal(body);
      return response;
    },
  };
}

/** Whether an answer is none of the authority's (RFC 6749, section 5), or says that it is out of order. */
function isBusy(
  { status }: HttpResponse,
  { error, access_token: token }: Readonly<Record<string, unknown>>,
): boolean {
  if (status >= 500 || status === 429 || error === 'temporarily_unavailable') return true;
  return typeof (status >= 400 ? error : token) !== 'string';
}

/** What is no text in a refusal says nothing. */
function toRefusal(body: Readonly<Record<string, unknown>>): OAuthRefusal {
  const texts = Object.entries(body).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as unknown as OAuthRefusal;
}

function isPassing(error: unknown): boolean {
  return error instanceof EngineError && ['Network.Refused', 'Network.Timeout'].includes(error.catalogueId);
}
