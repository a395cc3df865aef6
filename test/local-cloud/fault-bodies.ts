// The response bodies of faults: each host has its own format, and a gateway in front of it uses none of them.
import { EntraError, errorReply } from './entra/errors.ts';
import type { Fault } from './faults.ts';
import type { HostName } from './hosts.ts';
import { json, withHeaders, type Exchange, type Reply } from './router.ts';
import type { CloudState } from './state.ts';

type Refusing = Extract<Fault, { kind: 'throttle' | 'server-error' | 'refuse' }>;

/** The response that a fault returns instead of the real one; undefined for faults without a response. */
export function faultReply(
  fault: Fault | undefined,
  host: HostName,
  exchange: Exchange,
  cloud: CloudState,
): Reply | undefined {
  if (fault?.kind === 'refuse') return errorReply(refusal(fault), exchange, cloud);
  if (fault?.kind !== 'throttle' && fault?.kind !== 'server-error' && fault?.kind !== 'answer')
    return undefined;
  const headers = retryAfterHeader(fault, cloud);
  if (fault.kind === 'answer') return { status: fault.status, headers, body: fault.body };
  const status = statusOf(fault);
  const from = fault.kind === 'server-error' ? (fault.from ?? 'service') : 'service';
  if (from === 'nothing') return { status, headers, body: '' };
  if (from === 'gateway') return withHeaders(gatewayPage(status), headers);
  return withHeaders(bodyOf(host, status, exchange, cloud), headers);
}

function retryAfterHeader(
  fault: Extract<Fault, { kind: 'throttle' | 'server-error' | 'answer' }>,
  cloud: CloudState,
): Record<string, string> {
  const { retryAfterSeconds: seconds } = fault;
  if (seconds === undefined) return {};
  const isDate = fault.kind === 'throttle' && fault.hasDate === true;
  return {
    'retry-after': isDate ? new Date(cloud.now() + seconds * 1000).toUTCString() : String(seconds),
  };
}

function statusOf(fault: Exclude<Refusing, { kind: 'refuse' }>): number {
  return fault.kind === 'throttle' ? 429 : (fault.status ?? 503);
}

/** An error of Entra ID that a test defines, with or without a number. */
function refusal(fault: Extract<Fault, { kind: 'refuse' }>): EntraError {
  const { error, message = 'The request was refused.', number, suberror, claims, status } = fault;
  return new EntraError(error, message, {
    ...(number === undefined ? {} : { number }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
    ...(status === undefined ? {} : { status }),
  });
}

function bodyOf(host: HostName, status: number, exchange: Exchange, cloud: CloudState): Reply {
  if (host === 'login') return errorReply(entraTrouble(status), exchange, cloud);
  if (host === 'imds' || host === 'azure-arc') return json(status, metadataTrouble(status));
  if (host === 'app-service') return json(status, { statusCode: status, message: reasonOf(status) });
  return json(status, {
    error: { code: armCodes[status] ?? 'InternalServerError', message: reasonOf(status) },
  });
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: 90055, 90006 and 90033. */
function entraTrouble(status: number): EntraError {
  if (status === 429) {
    const message = 'There are too many incoming requests. This exception is thrown for blocked tenants.';
    return new EntraError('temporarily_unavailable', message, { number: 90055, status });
  }
  return status === 503
    ? new EntraError('temporarily_unavailable', 'A transient error has occurred. Please try again.', {
        ...{ number: 90033, status },
      })
    : new EntraError('server_error', 'The service is temporarily unavailable.', { number: 90006, status });
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling */
function metadataTrouble(status: number): object {
  const error = status === 404 ? 'not_found' : status === 429 ? 'too_many_requests' : 'unknown_error';
  return { error, error_description: reasonOf(status) };
}

const armCodes: Readonly<Record<number, string | undefined>> = {
  403: 'AuthorizationFailed',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

function reasonOf(status: number): string {
  if (status === 429) return 'The request is being throttled.';
  return status === 410 ? 'The service is going through updates.' : 'The service is unavailable now.';
}

/** The response of a load balancer or proxy in front of the service, with its own text. */
function gatewayPage(status: number): Reply {
  const title = `${String(status)} ${armCodes[status] ?? 'Error'}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
