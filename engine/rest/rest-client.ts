// Sends requests to one service with a token of the account. The token is sent only to URLs of that service, wherever
// an answer points.
import { randomUUID } from 'node:crypto';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/types.ts';
import { isRecord, jsonRecord } from '../protocol/shapes.ts';
import { challengeClaims } from '../signin/claims.ts';
import type { RequestTarget } from './request-target.ts';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: string;
}

/**
 * Sends a request. `signal` replaces the client's own. Any HTTP status is an answer, even if the service keeps
 * throttling.
 * @throws EngineError `Network.*`; `InteractionRequired.*`, `NotSignedIn.*` or `Authentication.*` for the token
 */
export type RestClient = (request: RestRequest, signal?: AbortSignal) => Promise<HttpResponse>;

/** Why a service rejected the last token. */
export type TokenRefusal =
  /** A claims challenge, as JSON. */
  | { readonly claims: string }
  /** The service considers it expired or not valid yet, regardless of this machine's clock. */
  | { readonly isOver: true };

export interface RestClientOptions {
  readonly http: HttpClient;
  readonly target: Pick<RequestTarget, 'owns'>;
  /** Returns a token; after a refusal, a new one that satisfies it. */
  readonly token: (refusal?: TokenRefusal) => Promise<string>;
  readonly signal: AbortSignal;
  /** How requests are sent. The default suits services with secret bodies and slow answers. */
  readonly sending?: Pick<HttpRequest, 'timeoutMs' | 'answerThrottled' | 'isPrivate'>;
}

/** Azure's front ends end a request after four minutes. */
const timeoutMs = 240_000;
const defaultSending = { timeoutMs, answerThrottled: true, isPrivate: true } as const;
const maxRedirects = 5;

/** Returns the client for one service: see `RestClient`. */
export function createRestClient({
  http,
  target,
  token,
  signal: usualSignal,
  sending = defaultSending,
}: RestClientOptions): RestClient {
  type Send = (request: RestRequest, accessToken: string | undefined) => Promise<HttpResponse>;

  const sendWithToken = async (send: Send, request: RestRequest): Promise<HttpResponse> => {
    const first = await token();
    const response = await send(request, first);
    const refusal = refusalIn(response);
    if (refusal === undefined) return response;
    const next = await token(refusal);
    return next === first ? response : send(request, next);
  };

  return async (request, signal = usualSignal) => {
    const send: Send = (asked, accessToken) =>
      http({ ...toHttpRequest(asked, accessToken), ...sending }, signal);
    let url = new URL(request.url);
    for (let redirects = 0; ; redirects++) {
      const asked = { ...request, url: url.href };
      const response = target.owns(url) ? await sendWithToken(send, asked) : await send(asked, undefined);
      const next = redirects < maxRedirects ? redirectOf(response, asked) : undefined;
      if (next === undefined) return response;
      url = next;
    }
  };
}

/**
 * Returns why a service rejected a token, or undefined if another token would not help. The codes are Azure Resource
 * Manager's for a token that is expired or not valid yet.
 */
function refusalIn({ status, headers, body }: HttpResponse): TokenRefusal | undefined {
  if (status !== 401) return undefined;
  const claims = challengeClaims(headers['www-authenticate']);
  if (claims !== undefined) return { claims };
  const { error } = jsonRecord(body);
  const code = isRecord(error) ? error.code : undefined;
  return code === 'ExpiredAuthenticationToken' || code === 'InvalidAuthenticationToken'
    ? { isOver: true }
    : undefined;
}

function toHttpRequest({ method, url, body }: RestRequest, accessToken: string | undefined): HttpRequest {
  return {
    method,
    url,
    headers: {
      accept: 'application/json, */*;q=0.8',
      'x-ms-client-request-id': randomUUID(),
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    },
    ...(body === undefined ? {} : { body }),
  };
}

/**
 * Returns the target of a redirect that is followed: only of a GET, and never to an unencrypted URL. Other redirects
 * are returned as the answer.
 */
function redirectOf(response: HttpResponse, { method, url }: RestRequest): URL | undefined {
  const { location } = response.headers;
  const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
  if (method !== 'GET' || !isRedirect || location === undefined || !URL.canParse(location, url))
    return undefined;
  const next = new URL(location, url);
  return next.protocol === 'https:' || next.origin === new URL(url).origin ? next : undefined;
}
