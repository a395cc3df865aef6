// Why an error came and what to do: from our catalogue, from what Entra ID's number means, or from ARM's code.
import { errorCauses } from '../errors/error-causes.ts';
import { errorCatalogue, type CatalogueId } from '../errors/catalogue.ts';
import { aadstsCodesIn, aadstsRow, policyRow } from '../errors/aadsts.ts';
import { armCode } from '../errors/arm-codes.ts';
import type { ErrorFacts, ExceptionFacts } from './error-facts.ts';
import { jsonRecord } from '../protocol/shapes.ts';

export interface Explanation {
  /** An id of the catalogue, where the error is one of ours. */
  readonly errorId: string | undefined;
  readonly cause: string | undefined;
  readonly remedy: string | undefined;
  readonly link: string | undefined;
  /** `AADSTS` and the number. */
  readonly entraErrorCode: string | undefined;
  /** The error code and message of the server, where it gave some. */
  readonly server: ServerError;
}

export interface ServerError {
  readonly code?: string;
  readonly message?: string;
}

/** What can be said of one exception of an error. */
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

/** The id of an error of ours; its facts are lost on the way from another process, and the id is not. */
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

/** An action of the catalogue where the facts that fill it in are not known. */
function actionForAnyCall(action: string): string | undefined {
  const filled = action.replace('{command}', 'Connect-AzAccount');
  return filled.includes('{') ? undefined : filled;
}

/** ARM and Graph answer `{"error":{"code","message"}}`, Entra ID `{"error","error_description"}`. */
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
