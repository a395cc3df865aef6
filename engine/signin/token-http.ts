// The HTTP client as MSAL is given it: requests to an authority are sent again where that can help, and what is no
// answer of an authority becomes the error of the network that it is. MSAL would make a refused sign-in of it.
import { throttledError } from '../http/http-client.ts';
import { maxAttempts, tokenRetries } from '../http/retries.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { anyJson, isRecord, jsonRecord } from '../protocol/shapes.ts';

/**
 * A client for the requests of one sign-in. What fails below OAuth goes to `failures`; a token request is answered all
 * the same, since it may be for a token that MSAL only renews early: then MSAL gives the one that it has.
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
      if (!(error instanceof EngineError)) throw error;
      // Nobody can look whether a code was redeemed: a new sign-in is the way on, as where nothing was sent.
      const isUnknown = error.catalogueId === 'Network.OutcomeUnknown' && error.cause instanceof EngineError;
      failures.push(isUnknown ? (error.cause as EngineError) : error);
      throw error;
    }
  };
}

function isTokenRequest({ body = '' }: HttpRequest): boolean {
  return new URLSearchParams(body).has('grant_type');
}

/** OpenID Connect Discovery 1.0, section 3. */
const requiredOfDiscovery = ['issuer', 'authorization_endpoint', 'token_endpoint'];

function isDiscovery({ method, url }: HttpRequest): boolean {
  return method === 'GET' && new URL(url).pathname.endsWith('/.well-known/openid-configuration');
}

/** Texts in an answer with tokens (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3) and of a discovery document (OpenID Connect Discovery, section 3). */
const textMembers = [
  ...['token_type', 'refresh_token', 'id_token', 'scope', 'client_info', 'foci', 'key_id'],
  ...['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri', 'end_session_endpoint'],
  ...['device_code', 'user_code', 'verification_uri', 'message'],
];

/** Why an answer is none of an authority; undefined where it is one, be it a refusal. */
function faultOf(response: HttpResponse, request: HttpRequest): EngineError | undefined {
  const { status, body } = response;
  if (status === 429) return throttledError(request.url, response, maxAttempts);
  const answer = anyJson(body);
  if (status >= 500) return statusError(response, request.url);
  if (status >= 400) {
    const isRefusal = isRecord(answer) && typeof answer.error === 'string';
    if (isRefusal && answer.error === 'temporarily_unavailable') return statusError(response, request.url);
    // An authority without a document for this tenant may say so in any way.
    return isRefusal || (request.method === 'GET' && status === 404)
      ? undefined
      : statusError(response, request.url);
  }
  if (!isRecord(answer)) return unexpected(request.url, 'the answer is not JSON with members');
  // MSAL calls methods of texts on them, and its own TypeError is what a person would be told.
  const odd = textMembers.find(
    (name) => !['string', 'undefined'].includes(typeof (answer[name] ?? undefined)),
  );
  if (odd !== undefined) return unexpected(request.url, `'${odd}' in the answer is no text`);
  // Of a document without these MSAL says that the tenant does not exist.
  const missing = isDiscovery(request) ? requiredOfDiscovery.find((name) => !answer[name]) : undefined;
  if (missing !== undefined) return unexpected(request.url, `'${missing}' is missing in its document`);
  const isGiven = typeof answer.access_token === 'string' && answer.access_token !== '';
  return isTokenRequest(request) && !isGiven
    ? unexpected(request.url, 'there is no token in the answer')
    : undefined;
}

/** The error for a status that is no word of OAuth. */
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
          : 'Try again later. If it goes on, check the proxy and the environment: something else may have answered.',
    },
    target: host,
  });
}

function unexpected(url: string, reason: string): EngineError {
  const { host } = new URL(url);
  return new EngineError('Network.Response', { facts: { host, reason }, target: host });
}

/** The members of a refusal are texts (RFC 6749, section 5.2), but for Entra ID's numbers: MSAL looks into them unchecked. */
function withTexts(response: HttpResponse): HttpResponse {
  const members = Object.entries(jsonRecord(response.body)).filter(
    ([name, value]) => typeof value === 'string' || (name === 'error_codes' && Array.isArray(value)),
  );
  return { ...response, body: JSON.stringify(Object.fromEntries(members)) };
}

/** In the form of RFC 6749, section 5.2, which MSAL understands, with the status that it looks at. */
function asRefusal(response: HttpResponse, { message }: EngineError): HttpResponse {
  const status = response.status >= 400 ? response.status : 502;
  // Retry-After would make MSAL refuse the next request by itself; the waiting was done here.
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => name !== 'retry-after'),
  );
  // With a number in it the fault would be taken for a refused sign-in.
  const description = message.replace(/AADSTS(?=\d)/g, '');
  const body = JSON.stringify({ error: 'temporarily_unavailable', error_description: description });
  return { ...response, status, headers, body };
}
