// Reads an error in the form that PowerShell sends (module/errors/Get-EngineErrorFact.ps1), one of ours or any other.
// Missing or invalid parts are ignored, so that any error can be explained.
import type { Exchange } from '../errors/error-data.ts';
import { isRecord } from '../protocol/shapes.ts';

type Facts = Readonly<Record<string, unknown>>;

export interface ErrorFacts {
  /** FullyQualifiedErrorId. */
  readonly id: string;
  readonly category: Facts;
  readonly details: { readonly message?: string; readonly recommendedAction?: string };
  readonly scriptStackTrace: string | undefined;
  readonly invocation: Facts | undefined;
  /** Outermost first; empty for an error without an exception. */
  readonly exceptions: readonly ExceptionFacts[];
}

export interface ExceptionFacts {
  readonly type: string;
  readonly message: string;
  readonly stackTrace: string | undefined;
  readonly helpLink: string | undefined;
  readonly source: string | undefined;
  readonly hresult: number | undefined;
  readonly isInner: boolean;
  /** For an error of ours: the facts from the engine. */
  readonly own: OwnFacts | undefined;
  readonly exchange: ExchangeFacts | undefined;
}

/** The content of Exception.Data in an error of ours. */
export interface OwnFacts extends Partial<Exchange> {
  readonly id: string;
  readonly message?: string;
  readonly action?: string;
  readonly codes?: readonly number[];
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly timestamp?: string;
  readonly description?: string;
  readonly retryAfterSeconds?: number;
  readonly stack?: string;
}

/** What an exception of an Azure module or the Azure SDK contains about the failed request. */
export interface ExchangeFacts extends Partial<Exchange> {
  readonly correlationId?: string;
  readonly code?: string;
  readonly message?: string;
  readonly responseBody?: string;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly requestHeaders: Readonly<Record<string, string>>;
}

/** Returns the facts of an error from PowerShell. */
export function readErrorFacts(value: unknown): ErrorFacts {
  const facts = record(value);
  const details = record(facts.details);
  return {
    id: text(facts.id) ?? '',
    category: record(facts.category),
    details: withoutUndefined({
      message: text(details.message),
      recommendedAction: text(details.recommendedAction),
    }),
    scriptStackTrace: text(facts.scriptStackTrace),
    invocation: facts.invocation === undefined ? undefined : record(facts.invocation),
    exceptions: Array.isArray(facts.exceptions) ? facts.exceptions.map(readException) : [],
  };
}

function readException(value: unknown): ExceptionFacts {
  const facts = record(value);
  return {
    type: text(facts.type) ?? '',
    message: text(facts.message) ?? '',
    stackTrace: text(facts.stackTrace),
    helpLink: text(facts.helpLink),
    source: text(facts.source),
    hresult: number(facts.hresult),
    isInner: facts.inner === true,
    own: readOwn(record(facts.own)),
    exchange:
      facts.exchange === undefined || facts.exchange === null
        ? undefined
        : readExchange(record(facts.exchange)),
  };
}

function readOwn(facts: Facts): OwnFacts | undefined {
  const id = text(facts.Id);
  if (id === undefined) return undefined;
  const codes = Array.isArray(facts.codes) ? facts.codes.filter((code) => typeof code === 'number') : [];
  return {
    id,
    ...withoutUndefined({
      message: text(facts.Message),
      action: text(facts.Action),
      codes: codes.length === 0 ? undefined : codes,
      correlationId: text(facts.correlationId),
      traceId: text(facts.traceId),
      timestamp: text(facts.timestamp),
      description: text(facts.description),
      retryAfterSeconds: number(facts.retryAfterSeconds),
      stack: text(facts.Stack),
    }),
    ...readRequest(facts, 'url'),
  };
}

function readExchange(facts: Facts): ExchangeFacts {
  return {
    ...readRequest(facts, 'uri'),
    ...withoutUndefined({
      correlationId: text(facts.correlationId),
      code: text(facts.code),
      message: text(facts.message),
      responseBody: text(facts.responseBody),
    }),
    responseHeaders: headers(facts.responseHeaders),
    requestHeaders: headers(facts.requestHeaders),
  };
}

function readRequest(facts: Facts, url: string): Partial<Exchange> {
  return withoutUndefined({
    method: text(facts.method),
    url: text(facts[url]),
    status: number(facts.status),
    requestId: text(facts.requestId),
  });
}

/** Returns headers, with their names in lower case. */
function headers(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, header]) => [name.toLowerCase(), text(header) ?? '']),
  );
}

function record(value: unknown): Facts {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | undefined {
  // PowerShell 7 converts JSON text that looks like a time to a DateTime.
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Returns the members without those that are undefined. */
function withoutUndefined<T extends object>(members: T): WithoutUndefined<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<T>;
}
