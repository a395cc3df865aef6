// Formats errors for Resolve-AzError: the types and properties of Az.Accounts, and our own additions.
import { redact } from '../text/redact.ts';
import { secretHeader } from '../text/secrets.ts';
import type { TypedObject } from '../protocol/values.ts';
import { explain, ownIdOf, type Explanation } from './explain.ts';
import type { ErrorFacts, ExceptionFacts, ExchangeFacts } from './error-facts.ts';
import { Redaction } from './redact-script.ts';

const errors = 'Microsoft.Azure.Commands.Profile.Errors';

/** PowerShell type names of the outputs. */
export const errorOutputTypes = {
  record: `${errors}.AzureErrorRecord`,
  exception: `${errors}.AzureExceptionRecord`,
  rest: `${errors}.AzureRestExceptionRecord`,
  request: `${errors}.HttpRequestInfo`,
  response: `${errors}.HttpResponseInfo`,
  category: 'Az.LoginTs.ErrorCategoryInfo',
  details: 'Az.LoginTs.ErrorDetails',
  invocation: 'Az.LoginTs.InvocationInfo',
  exceptionInfo: 'Az.LoginTs.ExceptionInfo',
} as const;

/** Returns one object for each exception of an error, with secrets removed. */
export function toErrorOutputs(error: ErrorFacts): TypedObject[] {
  const line = error.invocation?.line;
  const redaction = new Redaction(typeof line === 'string' ? line : '');
  const clean: CleanText = (text) => (typeof text === 'string' && text !== '' ? redaction.text(text) : null);
  const common = commonOutput(error, clean);
  if (error.exceptions.length === 0) return [{ $type: errorOutputTypes.record, ...common }];
  return error.exceptions.map((exception) => {
    const explanation = explain(error, exception);
    const isRest = exception.exchange !== undefined || exception.own?.url !== undefined;
    return {
      $type: isRest ? errorOutputTypes.rest : errorOutputTypes.exception,
      InnerException: exception.isInner,
      Exception: {
        $type: errorOutputTypes.exceptionInfo,
        Type: exception.type,
        Message: clean(exception.message),
        HResult: exception.hresult,
        Source: exception.source,
      },
      Message: clean(exception.own?.message ?? exception.message),
      StackTrace: clean(exception.own?.stack ?? exception.stackTrace),
      HelpLink: explanation.link,
      ...common,
      ...explanationOutput(exception, explanation),
      ...(isRest ? restOutput(exception, explanation, clean) : {}),
    };
  });
}

/** Returns a text without secrets, or null if it is empty. */
type CleanText = (text: unknown) => string | null;

function commonOutput(error: ErrorFacts, clean: CleanText): object {
  const { category, details, invocation, id } = error;
  return {
    FullyQualifiedErrorId: id,
    ErrorDetails:
      details.message === undefined
        ? null
        : {
            $type: errorOutputTypes.details,
            Message: clean(details.message),
            RecommendedAction: details.recommendedAction,
          },
    ErrorCategory: {
      $type: errorOutputTypes.category,
      Category: category.name,
      Activity: category.activity,
      Reason: category.reason,
      TargetName: clean(category.targetName),
      TargetType: category.targetType,
    },
    InvocationInfo: invocation === undefined ? null : invocationOutput(invocation, clean),
    ScriptStackTrace: clean(stackOf(error)),
  };
}

/** Drop the module's own frames from the script stack; they do not help the user. */
function stackOf(error: ErrorFacts): string | undefined {
  const { scriptStackTrace } = error;
  const id = ownIdOf(error);
  if (id === undefined || id.startsWith('Engine.')) return scriptStackTrace;
  return scriptStackTrace
    ?.split('\n')
    .filter((line) => !/Az\.LoginTs\.(?:psm1|[\w-]+\.ps1):/.test(line))
    .join('\n');
}

/**
 * PowerShell shortens a long line on both sides, perhaps in the middle of a secret. If the line contains a secret, it
 * is shown whole and redacted.
 */
function positionOf({ line, position }: Readonly<Record<string, unknown>>, clean: CleanText): string | null {
  const whole = clean(line);
  if (typeof position !== 'string' || whole === null || whole === line) return clean(position);
  return `${position.split('\n')[0]?.trimEnd() ?? ''}\n+ ${whole.trim()}`;
}

function invocationOutput(invocation: Readonly<Record<string, unknown>>, clean: CleanText): TypedObject {
  return {
    $type: errorOutputTypes.invocation,
    MyCommand: invocation.command === '' ? invocation.name : invocation.command,
    InvocationName: invocation.name,
    Line: clean(invocation.line)?.trim(),
    PositionMessage: positionOf(invocation, clean),
    ScriptName: invocation.script,
    ScriptLineNumber: invocation.lineNumber,
    OffsetInLine: invocation.offset,
    HistoryId: invocation.historyId,
  };
}

function explanationOutput({ own, exchange }: ExceptionFacts, explanation: Explanation): object {
  return {
    ErrorId: explanation.errorId,
    Cause: explanation.cause,
    RecommendedAction: explanation.remedy,
    EntraErrorCode: explanation.entraErrorCode,
    CorrelationId:
      own?.correlationId ??
      exchange?.correlationId ??
      exchange?.responseHeaders['x-ms-correlation-request-id'],
    TraceId: own?.traceId,
    Timestamp: own?.timestamp ?? exchange?.responseHeaders.date,
    RetryAfterSeconds: own?.retryAfterSeconds ?? exchange?.responseHeaders['retry-after'],
  };
}

function restOutput({ own, exchange }: ExceptionFacts, { server }: Explanation, clean: CleanText): object {
  const request = own?.url === undefined ? exchange : own;
  const headers = exchange?.responseHeaders ?? {};
  return {
    RequestId: request?.requestId ?? headers['x-ms-request-id'] ?? headers['request-id'] ?? own?.traceId,
    ServerMessage: clean(
      own?.description ?? [server.code, server.message].filter((part) => part !== undefined).join(': '),
    ),
    ServerResponse: {
      $type: errorOutputTypes.response,
      ResponseStatusCode: request?.status === undefined ? '' : statusName(request.status),
      Headers: withoutSecrets(headers),
      Body: clean(exchange?.responseBody),
    },
    RequestMessage: {
      $type: errorOutputTypes.request,
      Verb: request?.method,
      Uri: clean(request?.url),
      Headers: withoutSecrets(exchange?.requestHeaders ?? {}),
    },
  };
}

function withoutSecrets(headers: ExchangeFacts['responseHeaders']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeader.test(name) ? '***' : redact(value)]),
  );
}

/** Returns the name of a status in .NET's HttpStatusCode, which Az.Accounts shows, or the number if it has none. */
function statusName(status: number): string {
  return statusNames[status] ?? String(status);
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  402: 'PaymentRequired',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};
