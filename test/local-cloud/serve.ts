// From a request on a socket to a reply: reading, recording, faults, routing, errors.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ArmError } from './arm/errors.ts';
import { EntraError, describeError, errorReply } from './entra/errors.ts';
import { faultReply } from './fault-bodies.ts';
import type { Fault } from './faults.ts';
import type { HostName } from './hosts.ts';
import { errorPage } from './pages/message-pages.ts';
import { findRoute, json, parseCookies, type Exchange, type Reply, type Route } from './router.ts';
import type { CloudState } from './state.ts';

export interface RecordedRequest {
  readonly host: HostName;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** When it arrived, ms since 1970. */
  readonly at: number;
}

export interface Origin {
  readonly host: HostName;
  readonly routes: readonly Route[];
  readonly cloud: () => CloudState;
  readonly record: (request: RecordedRequest) => void;
  readonly latencyMs: number;
}

const longestBody = 1024 * 1024;

/** Answers one request. */
export async function serve(
  origin: Origin,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const cloud = origin.cloud();
  const { method = 'GET', url = '/', headers } = request;
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  const body = await readBody(request);
  const { host } = origin;
  origin.record({ host, method, path: pathname, query: searchParams, headers, body, at: Date.now() });
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const exchange: Exchange = {
    ...{ method, path: pathname, query: searchParams, headers, body, params: {} },
    form: new URLSearchParams(isForm ? body : ''),
    cookies: parseCookies(headers.cookie),
  };
  const isAdmin = pathname.startsWith('/_local-cloud/');
  const faults = isAdmin ? [] : cloud.faults.strike({ host, method, path: pathname });
  await delay(origin.latencyMs + latencyOf(faults));
  const failure = faults.find(({ kind }) => kind !== 'latency');
  if (failure?.kind === 'hang' && failure.after === undefined) return;
  if (failure?.kind === 'reset') {
    request.socket.destroy();
    return;
  }
  const planted = cloud.planted.get(`${host} ${method} ${pathname}`);
  const laidOut = planted === undefined ? undefined : { status: 200, headers: {}, body: '', ...planted };
  const reply =
    faultReply(failure, host, exchange, cloud) ?? laidOut ?? (await answer(origin, cloud, exchange));
  if (failure?.kind === 'lost-answer') request.socket.destroy();
  else send(response, cloud, failure, reply);
}

async function answer(origin: Origin, cloud: CloudState, exchange: Exchange): Promise<Reply> {
  const route = findRoute(origin.routes, exchange.method, exchange.path);
  try {
    if (route === undefined)
      return json(404, { error: { code: 'NotFound', message: 'There is nothing here.' } });
    if (origin.host === 'arm') checkApiVersion(exchange);
    return await route.handler({ ...exchange, params: route.params }, cloud);
  } catch (error) {
    if (error instanceof ArmError) return error.toReply();
    if (error instanceof EntraError) return entraErrorReply(error, exchange, cloud);
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return json(500, {
      error: 'server_error',
      error_description: `The local cloud itself failed: ${message}`,
    });
  }
}

/** Returns a page for a person's browser, and JSON for a program. */
function entraErrorReply(error: EntraError, exchange: Exchange, cloud: CloudState): Reply {
  const isPage = /\/(authorize|login|devicelogin)$/i.test(exchange.path);
  return isPage
    ? errorPage(error, describeError(error, exchange, cloud))
    : errorReply(error, exchange, cloud);
}

function checkApiVersion(exchange: Exchange): void {
  if (exchange.path.startsWith('/_local-cloud/') || exchange.query.has('api-version')) return;
  const message = 'The api-version query parameter (?api-version=) is required for all requests.';
  throw new ArmError(400, 'MissingApiVersionParameter', message);
}

function latencyOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'latency' ? fault.milliseconds : 0), 0);
}

function send(
  response: ServerResponse,
  cloud: CloudState,
  failure: Fault | undefined,
  reply: Omit<Reply, 'body'> & { readonly body: string | Buffer },
): void {
  const body = failure?.kind === 'wrong-json' ? '{"value":[{"id":42},null],"expires_in":{}}' : reply.body;
  response.writeHead(reply.status, {
    date: new Date(cloud.now()).toUTCString(),
    ...reply.headers,
    'content-length': Buffer.byteLength(body),
  });
  const half = Math.ceil(body.length / 2);
  switch (failure?.kind) {
    case 'hang':
      response.flushHeaders();
      return;
    case 'slow-body':
      response.write(body.slice(0, half));
      setTimeout(() => response.end(body.slice(half)), failure.milliseconds);
      return;
    case 'truncate':
      // The announced length is never reached: the connection ends in the middle of the text.
      response.write(body.slice(0, half), () => response.destroy());
      return;
    default:
      response.end(body);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new Error('The request is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
