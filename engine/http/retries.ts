// Whether and when a failed request is sent again.
import type { EngineError } from '../errors/engine-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpRequest, HttpResponse, Retries } from './types.ts';

/** The most attempts for one request. */
export const maxAttempts = 4;
/** If a server asks for a longer wait than this, the command fails instead of waiting. */
const longestWaitMs = 60_000;

/** Idempotent methods (RFC 9110, section 9.2.2): sending a request twice has the same effect as sending it once. */
const idempotent: readonly HttpRequest['method'][] = ['GET', 'HEAD', 'PUT', 'DELETE'];

type Repeated = Pick<HttpRequest, 'method' | 'mayRepeat'>;

/** Whether a request may be sent again if it is unknown whether the first one was processed. */
export function mayBeRepeated({ method, mayRepeat }: Repeated): boolean {
  return mayRepeat ?? idempotent.includes(method);
}

/**
 * Returns the default wait in milliseconds: doubled for each attempt and randomised, so that clients that failed
 * together do not retry together.
 */
export function backoffMs(attempt: number): number {
  return Math.round(200 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
}

/** Whether an answer means that the client sent too many requests. */
export function isThrottled({ status, headers }: HttpResponse): boolean {
  return status === 429 || (status === 503 && headers['retry-after'] !== undefined);
}

/** Whether a failure may be temporary, unlike a name that does not resolve or a certificate that is not trusted. */
export function isTransient({ catalogueId, message }: EngineError): boolean {
  return catalogueId === 'Network.Refused' && /reset|closed|aborted/.test(message);
}

/** Returns the retry rule for ARM and other services. */
export function defaultRetries(request: Repeated): Retries {
  const mayRepeat = mayBeRepeated(request);
  return (outcome, attempt) => {
    if (attempt >= maxAttempts) return undefined;
    if ('error' in outcome)
      return isTransient(outcome.error) && (mayRepeat || !outcome.wasSent) ? backoffMs(attempt) : undefined;
    if (isThrottled(outcome)) return askedWait(outcome, attempt);
    const { status } = outcome;
    const isFault = status >= 500 && status !== 501 && status !== 505;
    return isFault && mayRepeat ? backoffMs(attempt) : undefined;
  };
}

/**
 * Returns the retry rule for token requests (RFC 6749, section 3.2). They can be repeated, with one exception: a code
 * can be redeemed only once (section 4.1.2), so a request with a code is repeated only if it was certainly not
 * processed.
 */
export function tokenRetries({
  body = '',
}: Pick<HttpRequest, 'body'>): Required<Pick<HttpRequest, 'mayRepeat' | 'retries'>> {
  const mayRepeat = new URLSearchParams(body).get('grant_type') !== 'authorization_code';
  const retries: Retries = (outcome, attempt) => {
    if (attempt >= maxAttempts) return undefined;
    if ('error' in outcome) {
      const isConnection = outcome.error.catalogueId === 'Network.Refused';
      return isConnection && (mayRepeat || !outcome.wasSent) ? backoffMs(attempt) : undefined;
    }
    const isRefused = outcome.status === 429 || isTemporarilyUnavailable(outcome);
    const isFault = outcome.status >= 500 && mayRepeat;
    return isRefused || isFault ? askedWait(outcome, attempt) : undefined;
  };
  return { mayRepeat, retries };
}

/** RFC 6749, section 4.1.2.1. Entra ID returns it from its token endpoint too. */
function isTemporarilyUnavailable({ status, body }: HttpResponse): boolean {
  return status >= 400 && /"error"\s*:\s*"temporarily_unavailable"/.test(body);
}

/** Returns the wait in milliseconds that an answer asks for, or the default wait; undefined if it is too long. */
export function askedWait({ headers }: HttpResponse, attempt: number): number | undefined {
  const asked = retryAfterMs(headers['retry-after']) ?? backoffMs(attempt);
  return asked > longestWaitMs ? undefined : asked;
}
