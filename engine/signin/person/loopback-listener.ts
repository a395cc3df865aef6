// Where the browser comes back to: a listener on loopback only, for one answer (RFC 8252, section 7.3).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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
 * @throws Error `EADDRINUSE` where all of those given are taken
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
  for (const [index, port] of ports.entries()) {
    const isLast = index === ports.length - 1;
    const first = await listen(handle, '127.0.0.1', port).catch(
      (error: unknown) => error as NodeJS.ErrnoException,
    );
    if (first instanceof Error && first.code === 'EADDRINUSE' && !isLast) continue;
    if (first instanceof Error) return [await listen(handle, '::1', port)];
    try {
      const second = await listen(handle, '::1', (first.address() as AddressInfo).port);
      return [first, second];
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // Without IPv6 one is enough; a port that is taken on the other side is not ours to use.
      if (code !== 'EADDRINUSE' || isLast) return [first];
      first.close();
    }
  }
  throw new Error('There is no port to listen on.');
}

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
