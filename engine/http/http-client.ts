// The one HTTP client: proxy, trusted authorities, retries, throttling, traces. MSAL uses it too.
import type { IncomingMessage, RequestOptions } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import type { AgentPool, Route } from './agents.ts';
import { describeRequest, describeResponse } from './describe-exchange.ts';
import { decodeBody } from './body-text.ts';
import { toNetworkError } from '../errors/network-error.ts';
import { connectByThumbprint } from './pinned-certificate.ts';
import { redact } from '../text/redact.ts';
import { retryAfterMs } from './retry-after.ts';
import type { ExchangeListener, HttpClient, HttpRequest, HttpResponse, HttpTrace } from './types.ts';

const defaultTimeoutMs = 30_000;
const attempts = 4;
/** The longest wait that a server may ask for before the caller is told instead. */
const longestWaitMs = 60_000;
const largestBody = 64 * 1024 * 1024;

export interface HttpClientOptions {
  readonly trace?: HttpTrace;
  readonly onExchange?: ExchangeListener;
  readonly userAgent: string;
  /** Asked for with each request. Shared between clients of the same settings, so that connections stay open. */
  readonly agents: () => Promise<AgentPool>;
}

/** The HTTP client of one call. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const outcome = await tryOnce(request, options, signal);
      const wait = waitBeforeNext(request, outcome, attempt);
      if (wait === undefined) {
        if (outcome instanceof EngineError) throw outcome;
        return outcome;
      }
      options.trace?.(
        `Trying again in ${String(wait)} ms (attempt ${String(attempt + 1)} of ${String(attempts)}).`,
      );
      await delay(wait, undefined, { signal });
    }
  };
}

async function tryOnce(
  request: HttpRequest,
  options: HttpClientOptions,
  signal: AbortSignal,
): Promise<HttpResponse | EngineError> {
  const url = new URL(request.url);
  const started = Date.now();
  const route = await (await options.agents()).agentFor(url);
  const told = { method: request.method, url: redact(request.url) };
  options.trace?.(describeRequest(request));
  try {
    const response = await exchange(url, request, options.userAgent, route, signal);
    options.trace?.(describeResponse(request, response, Date.now() - started));
    const { 'x-ms-request-id': requestId } = response.headers;
    options.onExchange?.({
      ...told,
      status: response.status,
      ...(requestId === undefined ? {} : { requestId }),
    });
    return response;
  } catch (error) {
    signal.throwIfAborted();
    if (isCancelled(error)) throw error;
    const failure = toNetworkError(error, url, route.proxy);
    options.onExchange?.(told);
    options.trace?.(
      `${told.method} ${told.url} -> ${failure.id} in ${String(Date.now() - started)} ms: ${failure.message}`,
    );
    return failure;
  }
}

/** Milliseconds to wait before the next attempt; undefined where the outcome stands. */
function waitBeforeNext(
  request: HttpRequest,
  outcome: HttpResponse | EngineError,
  attempt: number,
): number | undefined {
  const last = attempt >= attempts;
  const backoff = Math.round(200 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
  if (outcome instanceof EngineError) {
    // A name that does not resolve or a certificate that is not trusted will not change in a second.
    const passing = outcome.catalogueId === 'Network.Refused' && /reset|closed|aborted/.test(outcome.message);
    return passing && request.method !== 'POST' && !last ? backoff : undefined;
  }
  const { status } = outcome;
  const throttled = status === 429 || (status === 503 && outcome.headers['retry-after'] !== undefined);
  if (throttled) {
    const asked = retryAfterMs(outcome.headers['retry-after']) ?? backoff;
    if (last || asked > longestWaitMs) {
      if (request.answerThrottled === true) return undefined;
      const seconds = Math.ceil(asked / 1000);
      throw new EngineError('Throttled.Service', {
        facts: { host: new URL(request.url).host, attempts: attempt, seconds },
        retryAfterSeconds: seconds,
      });
    }
    return asked;
  }
  const serverFault = status >= 500 && status !== 501 && status !== 505;
  return serverFault && request.method !== 'POST' && !last ? backoff : undefined;
}

async function exchange(
  url: URL,
  request: HttpRequest,
  userAgent: string,
  route: Route,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { request: send } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const stopping = AbortSignal.any([signal, timeout]);
  const way = await wayTo(url, request, route, stopping);
  const body = request.body === undefined ? undefined : Buffer.from(request.body, 'utf8');
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      ...way,
      signal: stopping,
      headers: {
        'user-agent': userAgent,
        ...request.headers,
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      },
    });
    const fail = (error: Error): void => {
      if (timeout.aborted && !signal.aborted) {
        const seconds = Math.round(timeoutMs / 1000);
        reject(new EngineError('Network.Timeout', { facts: { host: url.host, seconds }, target: url.host }));
      } else {
        reject(error);
      }
    };
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed a connection that was kept open just as this request went out: it was not read, and goes
      // out again on another (Node.js, "request.reusedSocket").
      const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
      if (isStale) exchange(url, request, userAgent, route, signal).then(resolve, reject);
      else fail(error);
    });
    outgoing.once('response', (incoming: IncomingMessage) => {
      readBody(incoming, url).then((bytes) => {
        const { text, isText } = decodeBody(bytes, incoming.headers['content-type']);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: flattenHeaders(incoming),
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

/** By which connection the request goes out. */
async function wayTo(
  url: URL,
  { serverThumbprint }: HttpRequest,
  { agent, trust }: Route,
  signal: AbortSignal,
): Promise<RequestOptions> {
  if (serverThumbprint === undefined) return { agent, ...trust };
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
      facts: { host: url.host, reason: 'it broke off in the middle' },
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
