// Explains an error: from our catalogue, from Entra ID's number, or from ARM's code.
import { errorCauses } from '../errors/error-causes.ts';
import { errorCatalogue, type CatalogueId } from '../errors/catalogue.ts';
import { aadstsCodesIn, aadstsRow, policyRow } from '../errors/aadsts.ts';
import { armCode } from '../errors/arm-codes.ts';
import type { ErrorFacts, ExceptionFacts } from './error-facts.ts';
import { jsonRecord } from '../protocol/shapes.ts';

export interface Explanation {
  /** The catalogue id, if the error is one of ours. */
  readonly errorId: string | undefined;
  readonly cause: string | undefined;
  readonly remedy: string | undefined;
  readonly link: string | undefined;
  /** `AADSTS` followed by the number. */
  readonly entraErrorCode: string | undefined;
  /** The server's error code and message, if any. */
  readonly server: ServerError;
}

export interface ServerError {
  readonly code?: string;
  readonly message?: string;
}

/** Returns the explanation of one exception of an error. */
export function explain(error: ErrorFacts, exception: ExceptionFacts): Explanation {
  const { own, exchange } = exception;
  const server = serverErrorOf(error, exception);
  const entraNumber =
    own?.codes?.[0] ??
    aadstsCodesIn(exception.message)[0] ??
    aadstsCodesIn(server.message ?? server.code ?? '')[0];
  const entra = entraNumber === undefined ? undefined : (aadstsRow(entraNumber) ?? policyRow(entraNumber));
  const id = catalogueIdOf(ownIdOf(error) ?? '', entra?.id);
  const entry = id === undefined ? undefined : errorCatalogue[id];
  const arm = armCode(server.code);
  return {
    errorId: ownIdOf(error),
    cause: entra?.says ?? arm?.cause ?? (id === undefined ? undefined : errorCauses[id]),
    remedy:
      own?.action ??
      error.details.recommendedAction ??
      entra?.advice ??
      arm?.remedy ??
      (entry === undefined ? undefined : actionForAnyCall(entry.action)),
    link:
      entraNumber === undefined
        ? (arm?.link ?? exception.helpLink)
        : // Microsoft's own page on each number.
          `https://login.microsoftonline.com/error?code=${String(entraNumber)}`,
    entraErrorCode: entraNumber === undefined ? undefined : `AADSTS${String(entraNumber)}`,
    server: exchange === undefined ? {} : server,
  };
}

/** Returns the id of an error of ours. An error from another process has lost its facts but still has its id. */
export function ownIdOf({ id, exceptions }: ErrorFacts): string | undefined {
  const [first = ''] = id.split(',');
  const own = exceptions.find((exception) => exception.own !== undefined)?.own?.id;
  return own ?? (isCatalogueId(first) ? first : undefined);
}

function isCatalogueId(id: string): id is CatalogueId {
  return Object.hasOwn(errorCatalogue, id);
}

function catalogueIdOf(id: string, ofEntra: CatalogueId | undefined): CatalogueId | undefined {
  if (isCatalogueId(id)) return id;
  return ofEntra ?? (id.startsWith('Authentication.AADSTS') ? 'Authentication.Failed' : undefined);
}

/** Returns an action of the catalogue without the facts of a call, or undefined if it needs them. */
function actionForAnyCall(action: string): string | undefined {
  const filled = action.replace('{command}', 'Connect-AzAccount');
  return filled.includes('{') ? undefined : filled;
}

/**
 * Reads the server's error: `{"error":{"code","message"}}` from ARM and Graph, `{"error","error_description"}` from
 * Entra ID.
 */
function serverErrorOf({ details }: ErrorFacts, { exchange }: ExceptionFacts): ServerError {
  const { code, message } = exchange ?? {};
  for (const text of [exchange?.responseBody, details.message]) {
    const body = jsonRecord(text ?? '');
    const { error } = body;
    const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : body;
    const bodyError = {
      ...optional('code', inner.code ?? (typeof error === 'string' ? error : undefined)),
      ...optional('message', inner.message ?? body.error_description),
    };
    if (bodyError.code !== undefined)
      return { ...bodyError, ...optional('code', code), ...optional('message', message) };
  }
  return { ...optional('code', code), ...optional('message', message) };
}

function optional<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as Record<K, string>) : {};
}
