// Stands between an engine and the session bus, and tells when the engine asks it for something.
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

export interface BusBetween {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  readonly busAddress: string;
  /** Resolves once something has been sent to the bus from now on. */
  nextSent(): Promise<void>;
  stop(): void;
}

/** Starts one, with its socket in `folder`, before the bus at an address such as `unix:path=/tmp/dbus-1,guid=…`. */
export async function startBusBetween(folder: string, busAddress: string): Promise<BusBetween> {
  const [, kind, place = ''] = /unix:(path|abstract)=([^,;]+)/.exec(busAddress) ?? [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const server = createServer((client) => {
    const bus = createConnection(kind === 'abstract' ? `\0${place}` : place);
    for (const [one, other] of [
      [client, bus],
      [bus, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    client.on('data', () => {
      for (const tell of waiting) tell();
      waiting.clear();
    });
  });
  const path = join(folder, 'bus-between');
  server.listen(path);
  await once(server, 'listening');
  return {
    busAddress: `unix:path=${path}`,
    nextSent: () => new Promise((resolve) => waiting.add(resolve)),
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
