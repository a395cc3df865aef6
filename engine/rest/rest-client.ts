// Sends requests to one service with a token of the account. The token is sent only to URLs of that service, wherever
// an answer points.
import { randomUUID } from 'node:crypto';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/types.ts';
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

export interface RestClientOptions {
  readonly http: HttpClient;
  readonly target: Pick<RequestTarget, 'owns'>;
  /** Returns a token; if claims (JSON) are given, one that satisfies them. */
  readonly token: (claims?: string) => Promise<string>;
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
    const response = await send(request, await token());
    const claims =
      response.status === 401 ? challengeClaims(response.headers['www-authenticate']) : undefined;
    return claims === undefined ? response : send(request, await token(claims));
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
