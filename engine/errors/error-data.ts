// An error as it travels to PowerShell, and the facts that go along with it.
import type { ErrorCategoryName, ExceptionTypeName } from './catalogue/entry.ts';

/** What Entra ID said, kept whole for scripts and support tickets. */
export interface EntraErrorFacts {
  readonly error?: string;
  readonly suberror?: string;
  readonly codes?: readonly number[];
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly timestamp?: string;
  readonly claims?: string;
  readonly description?: string;
}

/** One request over HTTP, and what came back. */
export interface Exchange {
  readonly method: string;
  /** Without secrets. */
  readonly url: string;
  /** Not there where nothing was answered. */
  readonly status?: number;
  /** `x-ms-request-id` of the answer. */
  readonly requestId?: string;
}

/** An engine error as it travels to PowerShell in JSON-RPC's `error.data`. */
export interface ErrorData {
  readonly id: string;
  readonly category: ErrorCategoryName;
  readonly exception: ExceptionTypeName;
  readonly message: string;
  readonly action: string;
  readonly terminating: boolean;
  /** With `terminating`: not where the caller silences errors with -ErrorAction. */
  readonly mayBeSilenced?: true;
  readonly target?: string;
  readonly retryAfterSeconds?: number;
  readonly entra?: EntraErrorFacts;
  /** The request that failed. */
  readonly request?: Exchange;
  /** Messages of the underlying causes, outermost first, secrets removed. */
  readonly causes?: readonly string[];
  /** Of a fault: where it came up in the engine, one frame a line. */
  readonly stack?: string;
}
