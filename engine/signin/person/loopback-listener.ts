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

/** The ports of redirect addresses that AD FS registers for Azure PowerShell: azure-powershell, InteractiveUserAuthenticator.cs. */
export const adfsPorts: readonly number[] = [8405, 8406, 8407];

/**
 * Starts listening on 127.0.0.1 and, where there is IPv6, the same port of ::1: the first free one of those given, any
 * free one where none are.
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
    const port = (request.socket.address() as AddressInfo).port;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const ours =
      request.method === 'GET' && url.pathname === '/' && isLoopbackHost(request.headers.host, port);
    const kind = ours && !answered ? judge(url.searchParams) : 'unrelated';
    response.writeHead(kind === 'unrelated' ? 400 : 200, pageHeaders);
    // The flow goes on, and may close us, once the browser has its page.
    response.end(signInPage(kind), () => {
      if (kind !== 'unrelated') settle(url.searchParams);
    });
    if (kind !== 'unrelated') answered = true;
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

/** A page elsewhere whose name was made to resolve to loopback must not get through (DNS rebinding). */
function isLoopbackHost(host: string | undefined, port: number): boolean {
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
  const server = createServer(handle);
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRINUSE' ? 'taken' : undefined);
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}
