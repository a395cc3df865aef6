// When a request is sent again, and after how long.
import type { EngineError } from '../errors/engine-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpRequest, HttpResponse, Retries } from './types.ts';

/** How often a request is sent at most. */
export const maxAttempts = 4;
/** The longest wait that a server may ask for before the caller is told instead. */
const longestWaitMs = 60_000;

/** RFC 9110, section 9.2.2: sending these twice does what sending them once does. */
const idempotent: readonly HttpRequest['method'][] = ['GET', 'HEAD', 'PUT', 'DELETE'];

type Repeated = Pick<HttpRequest, 'method' | 'mayRepeat'>;

/** Whether a request may be sent again when nobody knows whether the first time was acted on. */
export function mayBeRepeated({ method, mayRepeat }: Repeated): boolean {
  return mayRepeat ?? idempotent.includes(method);
}

/** The usual wait: doubled each time, and not the same for everybody who was turned away at the same moment. */
export function backoffMs(attempt: number): number {
  return Math.round(200 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
}

/** Whether an answer says that too much was asked in a short time. */
export function isThrottled({ status, headers }: HttpResponse): boolean {
  return status === 429 || (status === 503 && headers['retry-after'] !== undefined);
}

/** Whether a failure may be gone in a moment. A name that does not resolve or a certificate that is not trusted is not. */
export function isTransient({ catalogueId, message }: EngineError): boolean {
  return catalogueId === 'Network.Refused' && /reset|closed|aborted/.test(message);
}

/** How requests to ARM and other services are sent again. */
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
 * How a token request is sent again (RFC 6749, section 3.2). It changes nothing at the service, except that a code can
 * be redeemed once (section 4.1.2): a request with one is repeated only where it was surely not acted on.
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

/** RFC 6749, section 4.1.2.1; Entra ID gives it at its token endpoint too. */
function isTemporarilyUnavailable({ status, body }: HttpResponse): boolean {
  return status >= 400 && /"error"\s*:\s*"temporarily_unavailable"/.test(body);
}

/** The wait that an answer asks for, or the usual one; undefined where it asks for too long a one. */
export function askedWait({ headers }: HttpResponse, attempt: number): number | undefined {
  const asked = retryAfterMs(headers['retry-after']) ?? backoffMs(attempt);
  return asked > longestWaitMs ? undefined : asked;
}
