// One origin of the cloud: a server on loopback, with the same port on 127.0.0.1 and ::1.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listener {
  readonly port: number;
  /** The number of connections so far, with those that sent no request. */
  readonly connections: () => number;
  close(): Promise<void>;
}

const attempts = 20;

/** Listens on a free port, or on the given one; over plain HTTP if there is no certificate. */
export async function listen(
  tls: ServerOptions | undefined,
  respond: Respond,
  wantedPort = 0,
): Promise<Listener> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await start(tls, respond, '127.0.0.1', wantedPort);
    const { port } = first.address() as AddressInfo;
    try {
      return asListener(port, [first, await start(tls, respond, '::1', port)]);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A machine without IPv6 has only the one address.
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return asListener(port, [first]);
      await stop(first);
      if (code !== 'EADDRINUSE' || wantedPort !== 0 || attempt === attempts) throw error;
    }
  }
}

function start(
  tls: ServerOptions | undefined,
  respond: Respond,
  host: string,
  port: number,
): Promise<Server | TlsServer> {
  const server = tls === undefined ? createServer(respond) : createTlsServer(tls, respond);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function asListener(port: number, servers: readonly (Server | TlsServer)[]): Listener {
  let connections = 0;
  for (const server of servers) server.on('connection', () => connections++);
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => stop(server)));
  };
  return { port, connections: () => connections, close };
}

function stop(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
