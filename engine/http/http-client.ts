// The only HTTP client, also used by MSAL: proxy, trusted authorities, retries, throttling, traces.
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import type { AgentPool, Route } from './agents.ts';
import { describeRequest, describeResponse } from './describe-exchange.ts';
import { decodeBody } from './body-text.ts';
import { ProxyError, silenceReason, toNetworkError } from '../errors/network-error.ts';
import { connectByThumbprint } from './pinned-certificate.ts';
import { isThrottled, mayBeRepeated, defaultRetries } from './retries.ts';
import { redact } from '../text/redact.ts';
import { retryAfterMs } from './retry-after.ts';
import type { ExchangeListener, HttpClient, HttpRequest, HttpResponse, HttpTrace, Outcome } from './types.ts';
import { onAbort } from '../waiting/before-abort.ts';

export const requestTimeoutMs = 30_000;
const largestBody = 64 * 1024 * 1024;

export interface HttpClientOptions {
  readonly trace?: HttpTrace;
  readonly onExchange?: ExchangeListener;
  readonly userAgent: string;
  /** Called for each request. Clients with the same settings share one pool, so that connections stay open. */
  readonly agents: () => Promise<AgentPool>;
}

/** Returns the HTTP client for one call. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return async (request, signal) => {
    const retries = request.retries ?? defaultRetries(request);
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const outcome = await tryOnce(request, options, signal);
      const wait = retries(outcome, attempt);
      if (wait === undefined) return answerOf(request, outcome, attempt);
      options.trace?.(`Trying again in ${String(wait)} ms (attempt ${String(attempt + 1)}).`);
      await delay(wait, undefined, { signal });
    }
  };
}

/** Returns the response, or throws the error, of the last attempt. */
function answerOf(request: HttpRequest, outcome: Outcome, attempts: number): HttpResponse {
  if ('error' in outcome) throw outcome.error;
  if (request.answerThrottled !== true && isThrottled(outcome))
    throw throttledError(request.url, outcome, attempts);
  return outcome;
}

/** Returns the error for a service that accepts no more requests for now. Its wait is in seconds. */
export function throttledError(url: string, { headers }: HttpResponse, attempts: number): EngineError {
  const seconds = Math.max(1, Math.ceil((retryAfterMs(headers['retry-after']) ?? 0) / 1000));
  return new EngineError('Throttled.Service', {
    facts: { host: new URL(url).host, attempts, seconds },
    retryAfterSeconds: seconds,
  });
}

async function tryOnce(
  request: HttpRequest,
  options: HttpClientOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const url = new URL(request.url);
  const started = Date.now();
  // The server may close a kept-alive connection at the moment we send on it. A request that must not be sent twice
  // gets a new connection, so that this cannot happen to it.
  const mayRepeat = mayBeRepeated(request);
  const route = await (await options.agents()).agentFor(url, mayRepeat, request.server);
  const traced = { method: request.method, url: redact(request.url) };
  const sending = { wasSent: false };
  options.trace?.(describeRequest(request));
  try {
    const response = await exchange(url, request, { userAgent: options.userAgent, route, signal, sending });
    options.trace?.(describeResponse(request, response, Date.now() - started));
    const { 'x-ms-request-id': requestId } = response.headers;
    options.onExchange?.({
      ...traced,
      status: response.status,
      ...(requestId === undefined ? {} : { requestId }),
    });
    return response;
  } catch (error) {
    signal.throwIfAborted();
    // A TypeError is a mistake of ours, such as a header that cannot be sent.
    if (isCancelled(error) || error instanceof TypeError) throw error;
    const found = toNetworkError(error, url, route.proxy);
    const failure = mayRepeat || !sending.wasSent ? found : outcomeUnknown(request, url, found);
    options.onExchange?.(traced);
    options.trace?.(
      `${traced.method} ${traced.url} -> ${failure.id} in ${String(Date.now() - started)} ms: ${failure.message}`,
    );
    return { error: failure, wasSent: sending.wasSent };
  }
}

function outcomeUnknown({ method }: HttpRequest, { host, pathname }: URL, cause: EngineError): EngineError {
  const reason = cause.message.replace(/\.$/, '');
  return new EngineError('Network.OutcomeUnknown', {
    facts: { host, request: `${method} ${pathname}`, reason },
    target: host,
    cause,
  });
}

interface Sending {
  readonly userAgent: string;
  readonly route: Route;
  readonly signal: AbortSignal;
  /** `wasSent` becomes true when some of the request may have left this machine. */
  readonly sending: { wasSent: boolean };
}

async function exchange(url: URL, request: HttpRequest, sent: Sending): Promise<HttpResponse> {
  const { userAgent, route, signal, sending } = sent;
  const { request: send } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  const timeoutMs = request.timeoutMs ?? requestTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const stopping = AbortSignal.any([signal, timeout]);
  const connection = await connectionFor(url, request, route, stopping).catch((error: unknown) => {
    throw timeout.aborted && !signal.aborted ? timeoutError(url, timeoutMs) : error;
  });
  const body = request.body === undefined ? undefined : Buffer.from(request.body, 'utf8');
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      ...connection,
      signal: stopping,
      headers: {
        'user-agent': userAgent,
        ...request.headers,
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      },
    });
    let hasConnection = false;
    const fail = (error: Error): void => {
      if (!timeout.aborted || signal.aborted) reject(error);
      else if (route.proxy === undefined || hasConnection) reject(timeoutError(url, timeoutMs));
      else reject(new ProxyError(silenceReason(timeoutMs)));
    };
    // Node.js reports an abort to the request only after it has a connection, and a silent proxy never provides one.
    const release = onAbort(stopping, () => {
      fail(stopping.reason as Error);
    });
    outgoing.once('close', release);
    outgoing.once('socket', (socket: Socket) => {
      hasConnection = true;
      onConnected(outgoing, socket, () => (sending.wasSent = true));
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed a kept-alive connection at the moment we sent on it. Whether it read the request is unknown
      // (Node.js, "request.reusedSocket"); only requests that may be repeated use such connections.
      const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !stopping.aborted;
      if (isStale && mayBeRepeated(request)) exchange(url, request, sent).then(resolve, reject);
      else fail(error);
    });
    outgoing.once('response', (incoming: IncomingMessage) => {
      readBody(incoming, url).then((bytes) => {
        const { text, isText } = decodeBody(bytes, incoming.headers['content-type']);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: flattenHeaders(incoming),
          url: request.url,
          rawHeaders: pairHeaders(incoming),
          version: incoming.httpVersion,
          body: text,
          isText,
        });
      }, fail);
    });
    outgoing.end(body);
  });
}

/** Calls `up` when the connection can carry the request. Before that, none of it has left this machine. */
function onConnected(
  outgoing: ClientRequest,
  socket: Socket & { secureConnecting?: boolean },
  onUp: () => void,
): void {
  if (outgoing.reusedSocket) onUp();
  else if (socket.secureConnecting === true) socket.once('secureConnect', onUp);
  else if (socket.connecting) socket.once('connect', onUp);
  else onUp();
}

function timeoutError({ host }: URL, milliseconds: number): EngineError {
  const seconds = Math.round(milliseconds / 1000);
  return new EngineError('Network.Timeout', { facts: { host, seconds }, target: host });
}

/** Returns the connection options for a request. */
async function connectionFor(
  url: URL,
  { serverThumbprint }: HttpRequest,
  { agent }: Route,
  signal: AbortSignal,
): Promise<RequestOptions> {
  if (serverThumbprint === undefined) return { agent };
  const socket = await connectByThumbprint(url, serverThumbprint, signal);
  return { createConnection: () => socket };
}

async function readBody(incoming: IncomingMessage, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) {
      throw new EngineError('Network.Response', { facts: { host: url.host, reason: 'it is too large' } });
    }
    chunks.push(chunk);
  }
  if (!incoming.complete) {
    throw new EngineError('Network.Response', {
      facts: { host: url.host, reason: 'it is incomplete' },
    });
  }
  return Buffer.concat(chunks);
}

function flattenHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function pairHeaders({ rawHeaders }: IncomingMessage): [string, string][] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => [name, rawHeaders[index * 2 + 1] ?? '']);
}
