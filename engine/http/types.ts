import type { Exchange } from '../errors/error-data.ts';
import type { EngineError } from '../errors/engine-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Timeout in milliseconds for one attempt, from connecting to the end of the body. */
  readonly timeoutMs?: number;
  /**
   * The bodies may contain secrets (Key Vault's, for example), so -Debug shows only their length. Error responses are
   * shown.
   */
  readonly isPrivate?: true;
  /** If the service still throttles after all attempts, return that response instead of throwing. */
  readonly answerThrottled?: true;
  /** Whether the request may be sent twice. Without it the method decides (RFC 9110, section 9.2.2). */
  readonly mayRepeat?: boolean;
  /** The retry rule, if `defaultRetries` does not fit. */
  readonly retries?: Retries;
  /** The thumbprint (SHA-1, hex) of the server's certificate, trusted instead of authorities. */
  readonly serverThumbprint?: string;
  /** The server's identity, if it is not the host of the URL or has its own authorities. */
  readonly server?: ServerIdentity;
}

/** How a server proves its identity, if not in the usual way. */
export interface ServerIdentity {
  /** The only trusted authorities, as PEM; undefined for the usual ones. */
  readonly authorities: string | undefined;
  /** The name in its certificate, also sent as TLS server name; undefined for the host. */
  readonly name: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** The URL that answered; missing if no server did. */
  readonly url?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values as received; a name may occur several times. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  /** The HTTP version, such as `1.1`. */
  readonly version: string;
  readonly body: string;
  /** Whether the body is text. If not, `body` has replacement characters. */
  readonly isText: boolean;
}

/** A request without an answer. */
export interface Failure {
  readonly error: EngineError;
  /** Whether some of the request may have reached the server. */
  readonly wasSent: boolean;
}

export type Outcome = HttpResponse | Failure;

/**
 * Returns the milliseconds to wait before the next attempt, or undefined if there is none. The first attempt has
 * number 1.
 */
export type Retries = (outcome: Outcome, attempt: number) => number | undefined;

/**
 * Sends a request, and again if its `retries` say so. Any HTTP status is an answer, not an error.
 * @throws EngineError `Network.*`, including `Network.OutcomeUnknown` for a request that may have been processed and
 * must not be repeated; `Throttled.Service`, `Cancelled.ByUser`
 */
export type HttpClient = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** Called after each exchange. Secrets are removed from the URL. */
export type ExchangeListener = (exchange: Exchange) => void;

/** Receives the -Debug text of each exchange, with secrets already removed. */
export type HttpTrace = (lines: string) => void;
