// An error in the form that is sent to PowerShell, with its facts.
import type { ErrorCategoryName, ExceptionTypeName } from './catalogue/entry.ts';

/** Entra ID's answer, unchanged, for scripts and support tickets. */
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

/** One HTTP request and its outcome. */
export interface Exchange {
  readonly method: string;
  /** Without secrets. */
  readonly url: string;
  /** Missing if there was no answer. */
  readonly status?: number;
  /** `x-ms-request-id` of the answer. */
  readonly requestId?: string;
}

/** An engine error in the form that JSON-RPC's `error.data` carries to PowerShell. */
export interface ErrorData {
  readonly id: string;
  readonly category: ErrorCategoryName;
  readonly exception: ExceptionTypeName;
  readonly message: string;
  readonly action: string;
  readonly terminating: boolean;
  /** With `terminating`: -ErrorAction may silence the error. */
  readonly mayBeSilenced?: true;
  readonly target?: string;
  readonly retryAfterSeconds?: number;
  readonly entra?: EntraErrorFacts;
  /** The request that failed. */
  readonly request?: Exchange;
  /** Messages of the underlying causes, outermost first, secrets removed. */
  readonly causes?: readonly string[];
  /** For an unexpected error: its stack in the engine, one frame per line. */
  readonly stack?: string;
}
