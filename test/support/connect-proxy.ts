// A company-style proxy: it answers CONNECT and nothing else.
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  /** `host:port`. */
  readonly address: string;
  /** The hosts that clients asked for, in order. */
  readonly asked: readonly string[];
  /** The user names and passwords that clients sent (RFC 7617), in order. */
  readonly credentials: readonly string[];
  stop(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** Returns what it writes in answer to CONNECT instead of opening a tunnel; it writes nothing if that is empty. */
  readonly answer?: () => string;
  /** What it writes directly after the response headers that open a tunnel. */
  readonly smuggled?: string;
}

/** Starts a proxy on a free port that connects every tunnel to one port of this machine. */
export async function startConnectProxy(
  port: number,
  { answer, smuggled = '' }: ConnectProxyOptions = {},
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const credentials: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // A client that disconnects also closes its tunnel; that is not a failure of the proxy.
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', keep);
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const [, pair = ''] = request.headers['proxy-authorization']?.split(' ') ?? [];
    credentials.push(Buffer.from(pair, 'base64').toString());
    if (answer !== undefined) {
      socket.write(answer());
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write(`HTTP/1.1 200 OK\r\n\r\n${smuggled}`);
      upstream.pipe(socket).pipe(upstream);
    });
    keep(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    credentials,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
