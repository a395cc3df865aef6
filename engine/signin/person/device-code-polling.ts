// Adds what MSAL's polling for a device code lacks (RFC 8628, sections 3.2 and 3.5): slowing down when the service
// asks for it, the address that contains the code, and the service's own error text.
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpClient, HttpResponse } from '../../http/types.ts';
import { refusalOf } from '../../http/msal-network.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { jsonRecord } from '../../protocol/shapes.ts';

/** RFC 8628, section 3.5: each `slow_down` permanently lengthens the interval by this much. */
const slowDownSeconds = 5;

/** The body of an error response (RFC 6749, section 5.2, with Entra ID's additions). */
export interface OAuthRefusal {
  readonly error: string;
  readonly error_description?: string;
  readonly suberror?: string;
  readonly claims?: string;
  readonly correlation_id?: string;
  readonly trace_id?: string;
  readonly timestamp?: string;
}

/** The sign-in fails after this many consecutive network failures. A network may be down for a while. */
const failuresInARow = 3;
/** The longest pause that an authority may ask for. The code is valid for about 15 minutes. */
const longestPauseMs = 60_000;

export interface DeviceCodePolling {
  readonly http: HttpClient;
  /** The address that already contains the code, if the service sent one. */
  readonly completeUri: () => string | undefined;
  /** The error that ended the polling. */
  readonly refusal: () => OAuthRefusal | undefined;
}

/**
 * Returns an HTTP client for one device code sign-in, and what it learned from the answers. The client throws the
 * given client's errors; for a poll, only if they persist.
 */
export function deviceCodePolling(http: HttpClient): DeviceCodePolling {
  let extraSeconds = 0;
  let pauseMs = 0;
  let failures = 0;
  let completeUri: string | undefined;
  let refusal: OAuthRefusal | undefined;

  /** Sends a poll. An answer that says nothing about the code counts as "still pending". */
  const poll: HttpClient = async (request, signal) => {
    const waitMs = extraSeconds * 1000 + pauseMs;
    pauseMs = 0;
    if (waitMs > 0) await delay(waitMs, undefined, { signal });
    let response: HttpResponse;
    try {
      // No retries: the next poll is the retry.
      const once = { mayRepeat: true, retries: () => undefined, answerThrottled: true } as const;
      response = await http({ ...request, ...once }, signal);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures >= failuresInARow) throw error;
      // RFC 8628, section 3.5: a timeout slows the polling down too.
      extraSeconds += slowDownSeconds;
      return refusalOf('authorization_pending');
    }
    const body = jsonRecord(response.body);
    if (isBusy(response, body)) {
      pauseMs = Math.min(retryAfterMs(response.headers['retry-after']) ?? 0, longestPauseMs);
      return refusalOf('authorization_pending');
    }
    if (body.error === 'slow_down') {
      // MSAL would stop at `slow_down`; the wait above does what it asks for.
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
      // An authority that is out of order has not rejected anything.
      if (typeof body.error === 'string' && !isBusy(response, body)) refusal = toRefusal(body);
      return response;
    },
  };
}

/**
 * Whether an answer does not come from the authority (RFC 6749, section 5), or says that the authority is out of
 * order.
 */
function isBusy(
  { status }: HttpResponse,
  { error, access_token: token }: Readonly<Record<string, unknown>>,
): boolean {
  if (status >= 500 || status === 429 || error === 'temporarily_unavailable') return true;
  return typeof (status >= 400 ? error : token) !== 'string';
}

/** Keeps only the members that are text. */
function toRefusal(body: Readonly<Record<string, unknown>>): OAuthRefusal {
  const texts = Object.entries(body).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as unknown as OAuthRefusal;
}

function isPassing(error: unknown): boolean {
  return error instanceof EngineError && ['Network.Refused', 'Network.Timeout'].includes(error.catalogueId);
}
