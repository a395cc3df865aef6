// The proxy to a cloud with its own names and without ports, like real clouds: an HTTP proxy (RFC 9110, section
// 9.3.6) that connects each name to its listener, and nothing else.
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Gateway {
  /** The value for HTTPS_PROXY. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a gateway. `ports` contains the loopback port of each name. */
export async function openGateway(ports: ReadonlyMap<string, number>): Promise<Gateway> {
  const sockets = new Set<Duplex>();
  const server: Server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Duplex) => {
    const [name = '', port] = (request.url ?? '').split(':');
    const target = port === '443' ? ports.get(name) : undefined;
    if (target === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
