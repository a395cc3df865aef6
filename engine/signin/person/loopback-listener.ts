// The redirect target of the browser: a listener on loopback, for one answer (RFC 8252, section 7.3).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../errors/engine-error.ts';
import { pageHeaders, signInPage, type PageKind } from './sign-in-pages.ts';

export interface LoopbackListener {
  /** `http://localhost:<port>` without a trailing slash, as registered for Azure PowerShell. */
  readonly redirectUri: string;
  /**
   * Resolves with the parameters of the first answer that `judge` does not call unrelated. The browser shows the page
   * that `judge` returns.
   */
  readonly answer: Promise<URLSearchParams>;
  /** Closes the listener and frees the port immediately. */
  close(): void;
}

/** Cookies belong to a host and not to a port, so a browser sends those of every program on localhost. In bytes. */
const maxHeaderSize = 256 * 1024;
/** In milliseconds; far more than a local browser needs. */
const requestTimeout = 30_000;

/** The redirect ports that AD FS registers for Azure PowerShell (azure-powershell, InteractiveUserAuthenticator.cs). */
export const adfsPorts: readonly number[] = [8405, 8406, 8407];

/**
 * Listens on 127.0.0.1 and, with IPv6, on the same port of ::1: on the first free port of `ports`, or on any free
 * port. Every local program and web page can send requests here; those that are not the answer get status 400 and
 * change nothing.
 * @throws EngineError `Platform.NoBrowser` if no port is free
 */
export async function startLoopbackListener(
  judge: (answer: URLSearchParams) => PageKind,
  ports?: readonly number[],
): Promise<LoopbackListener> {
  let settle: (answer: URLSearchParams) => void = () => undefined;
  const answer = new Promise<URLSearchParams>((resolve) => {
    settle = resolve;
  });
  let answered = false;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const query = answered ? undefined : queryOf(request);
    const kind = query === undefined ? 'unrelated' : judge(query);
    if (query === undefined || kind === 'unrelated') {
      response.writeHead(400, pageHeaders).end(signInPage('unrelated'));
      return;
    }
    answered = true;
    // Continue only when the browser has its page or is gone, because the flow may then close this server.
    response.once('close', () => {
      settle(query);
    });
    response.writeHead(200, pageHeaders).end(signInPage(kind));
  };
  const servers = await listenOnLoopback(handle, ports);
  const { port } = servers[0]?.address() as AddressInfo;
  return {
    redirectUri: `http://localhost:${String(port)}`,
    answer,
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/**
 * Returns the query of a browser's redirect, or undefined for any other request. The URL is split by hand, because
 * anyone may send one for which `URL` throws, such as `//`.
 */
function queryOf({ method, url = '', headers, socket }: IncomingMessage): URLSearchParams | undefined {
  if (method !== 'GET' || !isLoopbackHost(headers.host, socket.localPort)) return undefined;
  const [path, query = ''] = url.split(/\?(.*)/s);
  return path === '/' ? new URLSearchParams(query) : undefined;
}

/** Whether the Host is loopback. Rejects pages whose name was made to resolve to loopback (DNS rebinding). */
function isLoopbackHost(host: string | undefined, port: number | undefined): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${String(port)}`);
}

async function listenOnLoopback(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  ports: readonly number[] = Array<number>(10).fill(0),
): Promise<Server[]> {
  for (const port of ports) {
    const first = await listen(handle, '127.0.0.1', port);
    if (first === 'taken') continue;
    const second = await listen(handle, '::1', first === undefined ? port : portOf(first));
    const servers = [first, second].filter((server) => server !== undefined);
    // One address is enough if the machine lacks the other. A port that another program uses on one of them is not
    // usable.
    if (!servers.includes('taken') && servers.length > 0) return servers as Server[];
    first?.close();
  }
  const reason = `no port is free for the browser to come back on${ports.includes(0) ? '' : ` (of ${ports.join(', ')})`}`;
  throw new EngineError('Platform.NoBrowser', { facts: { reason } });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Listens on an address and port. Returns undefined if this machine does not have the address. */
function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  host: string,
  port: number,
): Promise<Server | 'taken' | undefined> {
  const server = createServer({ maxHeaderSize, requestTimeout, headersTimeout: requestTimeout }, handle);
  server.on('connect', (_request, socket) => {
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  return new Promise((resolve) => {
    // A later error, such as too many open files, must not end the engine; the listener continues.
    server.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRINUSE' ? 'taken' : undefined);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}
