import type { Exchange } from '../errors/error-data.ts';
import type { EngineError } from '../errors/engine-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, one attempt. */
  readonly timeoutMs?: number;
  /**
   * The bodies may be anything, a secret of Key Vault for one: -Debug shows how long they are, and no more. What a
   * service refuses with is shown.
   */
  readonly isPrivate?: true;
  /** A service that still throttles after all attempts is an answer too, not an error. */
  readonly answerThrottled?: true;
  /** Whether sending it twice does what sending it once does, where the method does not tell (RFC 9110, section 9.2.2). */
  readonly mayRepeat?: boolean;
  /** When it is sent again, where `defaultRetries` does not fit. */
  readonly retries?: Retries;
  /** The certificate (SHA-1, hex) by which the server is trusted, in place of authorities. */
  readonly serverThumbprint?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** The address that answered; left out where no server did. */
  readonly url?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values as they came, each as often as it came. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  /** Of HTTP: `1.1`. */
  readonly version: string;
  readonly body: string;
  /** Whether the body is text; where it is not, `body` is what can be shown of it. */
  readonly isText: boolean;
}

/** A request that got no answer. */
export interface Failure {
  readonly error: EngineError;
  /** Whether some of the request may have reached the server. */
  readonly wasSent: boolean;
}

export type Outcome = HttpResponse | Failure;

/** The milliseconds to wait before the next attempt; undefined where the outcome stands. The first attempt is 1. */
export type Retries = (outcome: Outcome, attempt: number) => number | undefined;

/**
 * Sends one request, again where its `retries` say so. Any HTTP status is an answer, not an error.
 * @throws EngineError `Network.*`, among them `Network.OutcomeUnknown` for a request that may have been acted on and
 * must not be repeated; `Throttled.Service`, `Cancelled.ByUser`
 */
export type HttpClient = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** Told of each exchange when it is over, secrets removed from the address. */
export type ExchangeListener = (exchange: Exchange) => void;

/** What -Debug shows of each exchange, secrets already removed. */
export type HttpTrace = (lines: string) => void;
