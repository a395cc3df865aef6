// Where the browser comes back to: a listener on loopback only, for one answer (RFC 8252, section 7.3).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../errors/engine-error.ts';
import { pageHeaders, signInPage, type PageKind } from './sign-in-pages.ts';

export interface LoopbackListener {
  /** `http://localhost:<port>`, without a slash at the end: so it is registered for Azure PowerShell. */
  readonly redirectUri: string;
  /**
   * The parameters of the first answer that `judge` does not call unrelated; what it says is shown to the browser.
   */
  readonly answer: Promise<URLSearchParams>;
  /** Frees the port at once. */
  close(): void;
}

/**
 * Cookies are kept by host, not by port: a browser sends those of every program that runs on localhost.
 */
const maxHeaderSize = 256 * 1024;
/** Far more than a browser on this machine takes, in milliseconds. */
const requestTimeout = 30_000;

/** The ports of redirect addresses that AD FS registers for Azure PowerShell: azure-powershell, InteractiveUserAuthenticator.cs. */
export const adfsPorts: readonly number[] = [8405, 8406, 8407];

/**
 * Starts listening on 127.0.0.1 and, where there is IPv6, the same port of ::1: the first free one of those given, any
 * free one where none are. Any program and any page on this machine can send to it: what is not the answer is told so
 * (400) and changes nothing.
 * @throws EngineError `Platform.NoBrowser` where none is free
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
    // The flow goes on, and may close us, once the browser has its page, or is gone.
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
 * The query of a request that a browser sends when it comes back; undefined for any other. The address is taken apart
 * by hand because URL throws for what anybody may send, such as `//`.
 */
function queryOf({ method, url = '', headers, socket }: IncomingMessage): URLSearchParams | undefined {
  if (method !== 'GET' || !isLoopbackHost(headers.host, socket.localPort)) return undefined;
  const [path, query = ''] = url.split(/\?(.*)/s);
  return path === '/' ? new URLSearchParams(query) : undefined;
}

/** A page elsewhere whose name was made to resolve to loopback must not get through (DNS rebinding). */
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
    // One is enough where there is no other; a port that is taken on the other side is not ours to use.
    if (!servers.includes('taken') && servers.length > 0) return servers as Server[];
    first?.close();
  }
  const reason = `no port is free for the browser to come back on${ports.includes(0) ? '' : ` (of ${ports.join(', ')})`}`;
  throw new EngineError('Platform.NoBrowser', { facts: { reason } });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Listens; undefined where this machine has no such address. */
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
    // One that comes up later, such as too many open files, must not end the engine; the listener goes on.
    server.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRINUSE' ? 'taken' : undefined);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}
