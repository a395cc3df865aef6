// A connection to the session bus (D-Bus Specification, "Authentication Protocol" and "Server Addresses").
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import type { EnvironmentVariables } from '../../../protocol/methods.ts';
import {
  decodeReply,
  encodeCall,
  maxMessageBytes,
  messageLength,
  type DBusCall,
  type DBusValue,
} from './dbus-message.ts';
import { onAbort } from '../../../waiting/before-abort.ts';

/** The bus or one of its services answered a call with an error. */
export class DBusError extends Error {
  /** For example `org.freedesktop.DBus.Error.ServiceUnknown`. */
  readonly errorName: string;

  constructor(errorName: string, text: string) {
    super(text === '' ? errorName : text);
    this.name = 'DBusError';
    this.errorName = errorName;
  }
}

interface PendingCall {
  readonly resolve: (body: readonly DBusValue[]) => void;
  readonly reject: (error: Error) => void;
}

/** An authenticated connection to the session bus; keeps the process alive only while a call waits for its reply. */
export class DBusConnection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, PendingCall>();
  #received = Buffer.alloc(0);
  #serial = 0;
  #failure: Error | undefined;

  private constructor(socket: Socket, rest: Buffer) {
    this.#socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#receive(data);
    });
    socket.on('error', (error) => {
      this.#fail(error);
    });
    socket.on('close', () => {
      this.#fail(new Error('the session bus closed the connection'));
    });
    this.#receive(rest);
  }

  /** Connects to the session bus and authenticates. Rejects if there is no bus, or when the signal aborts. */
  static async open(variables: EnvironmentVariables, signal: AbortSignal): Promise<DBusConnection> {
    const socket = createConnection(sessionBusPath(variables));
    const release = onAbort(signal, () => {
      socket.destroy(new Error('the session bus did not answer in time'));
    });
    try {
      signal.throwIfAborted();
      const connection = new DBusConnection(socket, await authenticate(socket));
      void connection
        .call({
          destination: 'org.freedesktop.DBus',
          path: '/org/freedesktop/DBus',
          interface: 'org.freedesktop.DBus',
          member: 'Hello',
        })
        .catch(() => undefined);
      return connection;
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      release();
    }
  }

  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /**
   * Calls a method and returns its output values.
   * @throws DBusError if the call was answered with an error; the connection's error if it is closed
   */
  call(call: DBusCall): Promise<readonly DBusValue[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const serial = ++this.#serial;
      this.#pending.set(serial, { resolve, reject });
      // Only a pending reply keeps the process alive.
      this.#socket.ref();
      this.#socket.write(encodeCall(call, serial));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    try {
      for (;;) {
        const length = messageLength(this.#received);
        if (length === undefined) return;
        if (length > maxMessageBytes) throw new Error('the session bus sent too long a message');
        if (this.#received.length < length) return;
        const message = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        this.#settle(message);
      }
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #settle(message: Buffer): void {
    const reply = decodeReply(message);
    const pending = reply === undefined ? undefined : this.#pending.get(reply.replySerial);
    if (reply === undefined || pending === undefined) return;
    this.#pending.delete(reply.replySerial);
    if (this.#pending.size === 0) this.#socket.unref();
    if (reply.error === undefined) pending.resolve(reply.body);
    else pending.reject(new DBusError(reply.error, typeof reply.body[0] === 'string' ? reply.body[0] : ''));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#failure);
    this.#pending.clear();
  }
}

/** Returns the path of the session bus's socket: the one in DBUS_SESSION_BUS_ADDRESS, otherwise systemd's default. */
function sessionBusPath(variables: EnvironmentVariables): string {
  const addresses = variables.DBUS_SESSION_BUS_ADDRESS ?? '';
  for (const address of addresses.split(';')) {
    if (!address.startsWith('unix:')) continue;
    const parts = new Map(
      address
        .slice('unix:'.length)
        .split(',')
        .map((part) => splitPair(part)),
    );
    const path = parts.get('path');
    if (path !== undefined) return path;
    const abstract = parts.get('abstract');
    if (abstract !== undefined) return `\0${abstract}`;
  }
  if (addresses === '' && (variables.XDG_RUNTIME_DIR ?? '') !== '')
    return join(variables.XDG_RUNTIME_DIR ?? '', 'bus');
  throw new Error(
    addresses === ''
      ? 'there is no session bus, so no keyring'
      : `the session bus at '${addresses}' cannot be used`,
  );
}

function splitPair(part: string): [string, string] {
  const [key = '', value = ''] = part.split('=', 2);
  return [key, decodeURIComponent(value)];
}

/**
 * Authenticates with the EXTERNAL mechanism: the bus reads the user from the socket's credentials. Returns the bytes
 * that came after the bus's answer.
 */
function authenticate(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const onData = (data: Buffer): void => {
      received = Buffer.concat([received, data]);
      const end = received.indexOf('\r\n');
      if (end < 0) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      socket.off('error', reject);
      if (!received.toString('latin1', 0, end).startsWith('OK')) {
        reject(new Error('the session bus refused this user'));
        return;
      }
      socket.write('BEGIN\r\n');
      resolve(received.subarray(end + 2));
    };
    const onClose = (): void => {
      reject(new Error('the session bus closed the connection'));
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.once('close', onClose);
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
}
