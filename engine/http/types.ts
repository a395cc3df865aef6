import type { Exchange } from '../protocol/errors.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, one attempt. */
  readonly timeoutMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request, retrying what may be retried (429 and 503 with Retry-After, 5xx and resets of idempotent
 * requests). Any HTTP status is an answer, not an error.
 * @throws EngineError `Network.*`, `Throttled.Service`, `Cancelled.ByUser`
 */
export type HttpClient = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** Told of each exchange when it is over, secrets removed from the address. */
export type ExchangeListener = (exchange: Exchange) => void;

/** What -Debug shows of each exchange, secrets already removed. */
export type HttpTrace = (lines: string) => void;
