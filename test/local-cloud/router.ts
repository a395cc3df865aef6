import type { IncomingHttpHeaders } from 'node:http';
import type { CloudState } from './state.ts';

/** A request with its body read. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as a form; empty for other content. */
  readonly form: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
  /** The `:name` parts of the route. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handler = (exchange: Exchange, cloud: CloudState) => Reply | Promise<Reply>;

export interface Route {
  readonly method: string;
  /** `/:tenant/oauth2/v2.0/token`: `:name` matches one segment. Case does not matter, as in Azure. */
  readonly pattern: string;
  readonly handler: Handler;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  const always = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store, no-cache' };
  return { status, headers: { ...always, ...headers }, body: JSON.stringify(value) };
}

export function redirect(location: string, headers: Record<string, string> = {}): Reply {
  return { status: 302, headers: { location, 'cache-control': 'no-store', ...headers }, body: '' };
}

/** The reply with additional headers. */
export function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** The first route that matches the request, and the values of its `:name` parts. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { handler: Handler; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.pattern, path) : undefined;
    if (params !== undefined) return { handler: route.handler, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(actual);
    else if (part.toLowerCase() !== actual.toLowerCase()) return undefined;
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
