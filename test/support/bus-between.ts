// A relay between an engine and the session bus, which reports when the engine sends something.
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

export interface BusBetween {
  /** The value for DBUS_SESSION_BUS_ADDRESS. */
  readonly busAddress: string;
  /** Resolves when something has been sent to the bus after the call. */
  nextSent(): Promise<void>;
  stop(): void;
}

/** Starts a relay with its socket in `folder`, to the bus at an address such as `unix:path=/tmp/dbus-1,guid=…`. */
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
