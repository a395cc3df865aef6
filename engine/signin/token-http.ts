// The HTTP client for MSAL. Requests to an authority are repeated if that can help. An answer that does not come from
// an authority becomes a network error; MSAL would report it as a failed sign-in.
import { objectionToAddress } from '../environments/endpoint-address.ts';
import { headerFault } from '../http/header-value.ts';
import { throttledError } from '../http/http-client.ts';
import { maxAttempts, tokenRetries } from '../http/retries.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/types.ts';
import { EngineError, toEngineError } from '../errors/engine-error.ts';
import { anyJson, isRecord, jsonRecord } from '../protocol/shapes.ts';

/**
 * Returns a client for the requests of one sign-in. Network failures and cancellations are added to `failures`: MSAL
 * would report them as a tenant that does not exist. A token request still gets an answer, because MSAL may be renewing
 * a token early: it then uses the token that it has.
 */
export function tokenHttp(http: HttpClient, failures: EngineError[]): HttpClient {
  return async (request, signal) => {
    try {
      const again = request.method === 'POST' ? tokenRetries(request) : {};
      const response = await http({ ...again, ...request, answerThrottled: true }, signal);
      const fault = faultOf(response, request);
      if (fault === undefined) return response.status < 400 ? response : withTexts(response);
      if (!isTokenRequest(request)) throw fault;
      failures.push(fault);
      return asRefusal(response, fault);
    } catch (error) {
      const failure = toEngineError(error);
      // No one can check whether a code was redeemed, so the user must sign in again, as if the request had not been
      // sent.
      const isUnknown =
        failure.catalogueId === 'Network.OutcomeUnknown' && failure.cause instanceof EngineError;
      failures.push(isUnknown ? (failure.cause as EngineError) : failure);
      throw error;
    }
  };
}

function isTokenRequest({ body = '' }: HttpRequest): boolean {
  return new URLSearchParams(body).has('grant_type');
}

/** OpenID Connect Discovery 1.0, section 3. */
const endpointsOfDiscovery = ['authorization_endpoint', 'token_endpoint'];
const requiredOfDiscovery = ['issuer', ...endpointsOfDiscovery];

function isDiscovery({ method, url }: HttpRequest): boolean {
  return method === 'GET' && new URL(url).pathname.endsWith('/.well-known/openid-configuration');
}

/**
 * Members that must be text, in token responses (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3),
 * discovery documents (OpenID Connect Discovery, section 3) and errors (RFC 6749, section 5.2), for which MSAL looks in
 * every response.
 */
const textMembers = [
  ...['token_type', 'refresh_token', 'id_token', 'scope', 'client_info', 'foci', 'key_id'],
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'],
  ...['device_code', 'user_code', 'verification_uri', 'message'],
  ...['error', 'error_description', 'suberror', 'claims', 'timestamp', 'trace_id', 'correlation_id'],
];

/** Whether a value can be the `error_codes` of Entra ID. */
function areErrorCodes(value: unknown): boolean {
  return Array.isArray(value) && value.every((code) => typeof code === 'number');
}

/** Returns why an answer does not come from an authority, or undefined if it does, even if it is an error. */
function faultOf(response: HttpResponse, request: HttpRequest): EngineError | undefined {
  const { status, body } = response;
  if (status === 429) return throttledError(request.url, response, maxAttempts);
  const answer = anyJson(body);
  if (status >= 500) return statusError(response, request.url);
  if (status >= 400) {
    const isRefusal = isRecord(answer) && typeof answer.error === 'string';
    if (isRefusal && answer.error === 'temporarily_unavailable') return statusError(response, request.url);
    // An authority without a document for this tenant may answer 404 with any body.
    return isRefusal || (request.method === 'GET' && status === 404)
      ? undefined
      : statusError(response, request.url);
  }
  if (!isRecord(answer)) return unexpected(request.url, 'the answer is not JSON with members');
  // MSAL calls string methods on these members, and the user would see its TypeError.
  const odd = textMembers.find(
    (name) => !['string', 'undefined'].includes(typeof (answer[name] ?? undefined)),
  );
  if (odd !== undefined) return unexpected(request.url, `'${odd}' in the answer is not a text`);
  if (!areErrorCodes(answer.error_codes ?? []))
    return unexpected(request.url, "'error_codes' in the answer is not a list of numbers");
  if (isDiscovery(request)) return faultOfDiscovery(answer, request);
  const isGiven = typeof answer.access_token === 'string' && answer.access_token !== '';
  if (!isTokenRequest(request)) return undefined;
  if (!isGiven) return unexpected(request.url, 'there is no token in the answer');
  const fault = headerFault(answer.access_token as string);
  return fault === undefined
    ? undefined
    : unexpected(request.url, `the token in the answer cannot be used: ${fault}`);
}

/** MSAL reports that the tenant does not exist, or sends a secret to any address. */
function faultOfDiscovery(
  document: Readonly<Record<string, unknown>>,
  { url }: HttpRequest,
): EngineError | undefined {
  const missing = requiredOfDiscovery.find((name) => !document[name]);
  if (missing !== undefined) return unexpected(url, `'${missing}' is missing in its document`);
  const odd = endpointsOfDiscovery.find((name) => objectionToAddress(String(document[name])) !== undefined);
  return odd === undefined ? undefined : unexpected(url, `'${odd}' in its document is not an https address`);
}

/** Returns the error for a status that is not an OAuth answer. */
export function statusError({ status, body }: HttpResponse, url: string): EngineError {
  const { host } = new URL(url);
  const answer = anyJson(body);
  const { error, error_description: description, message } = isRecord(answer) ? answer : {};
  const said = [error, description, message].filter((part) => typeof part === 'string').join(': ');
  return new EngineError('Network.Status', {
    facts: {
      host,
      status,
      reason: said === '' ? 'it says nothing more.' : said,
      advice:
        status >= 500
          ? 'The service is out of order for now: try again later.'
          : 'Try again later. If that fails too, check the proxy and the environment: something else may have answered.',
    },
    target: host,
  });
}

function unexpected(url: string, reason: string): EngineError {
  const { host } = new URL(url);
  return new EngineError('Network.Response', { facts: { host, reason }, target: host });
}

/**
 * Keeps only valid members of an error response. They must be texts (RFC 6749, section 5.2), except Entra ID's
 * numbers; MSAL uses them without a check. MSAL would also take an error for a discovery document that has its members.
 */
function withTexts(response: HttpResponse): HttpResponse {
  const members = Object.entries(jsonRecord(response.body)).filter(
    ([name, value]) =>
      (typeof value === 'string' && !requiredOfDiscovery.includes(name)) ||
      (name === 'error_codes' && areErrorCodes(value)),
  );
  return { ...response, body: JSON.stringify(Object.fromEntries(members)) };
}

/** Converts a failure to the form of RFC 6749, section 5.2, which MSAL understands, with a status that MSAL accepts. */
function asRefusal(response: HttpResponse, { message }: EngineError): HttpResponse {
  const status = response.status >= 400 ? response.status : 502;
  // With Retry-After, MSAL would reject the next request itself, but we have already waited.
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => name !== 'retry-after'),
  );
  // With an AADSTS number the failure would be taken for a failed sign-in.
  const description = message.replace(/AADSTS(?=\d)/g, '');
  const body = JSON.stringify({ error: 'temporarily_unavailable', error_description: description });
  return { ...response, status, headers, body };
}
