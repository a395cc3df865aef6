// Connections that are opened before there is a request for them. While a token is fetched, the engine connects to the
// service that the token is for, so the first request there need not wait for a connection.
import type { Agent, AgentOptions } from 'node:http';
import { isIP, type Socket } from 'node:net';

/** What an agent passes to `createConnection`. */
interface Target {
  readonly host: string;
  readonly port: number;
  /** Under which name Node.js keeps the TLS session, so that later connections resume it. */
  readonly _agentKey: string;
}

/** Lets an agent use connections that were opened early. Only for agents that connect directly. */
export class EarlyConnections {
  readonly #agent: Agent;
  readonly #connect: Agent['createConnection'];
  readonly #waiting = new Map<string, Socket[]>();

  constructor(agent: Agent) {
    this.#agent = agent;
    this.#connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) =>
      this.#take(options as Partial<Target>) ?? this.#connect(options, callback);
  }

  /**
   * Opens connections to a server, unless the agent has some. Never fails: without them, a request connects as usual and
   * reports what is wrong. Returns a function that closes those that no request has used.
   */
  open(url: URL, count: number): () => void {
    const target = this.#targetOf(url);
    const kept = this.#agent.freeSockets[target._agentKey]?.length ?? 0;
    const opened = Array.from({ length: Math.max(0, count - kept) }, () => this.#open(target));
    return () => {
      for (const socket of opened) if (this.#forget(keyOf(target), socket)) socket.destroy();
    };
  }

  #targetOf({ hostname, port }: URL): Target {
    const host = hostname.replace(/^\[|\]$/g, '');
    const { options } = this.#agent as Agent & { readonly options: AgentOptions };
    const target = {
      ...options,
      host,
      port: port === '' ? 443 : Number(port),
      // A name, never an address (RFC 6066, section 3).
      ...{ servername: isIP(host) === 0 ? host : '', encoding: null },
    };
    return { ...target, _agentKey: this.#agent.getName(target) };
  }

  #open(target: Target): Socket {
    const key = keyOf(target);
    const socket = this.#connect(target, undefined) as Socket;
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), socket]);
    const forget = (): void => {
      this.#forget(key, socket);
    };
    socket.once('close', forget);
    // The request that would have used it reports the same failure.
    socket.on('error', forget);
    return socket;
  }

  #take(target: Partial<Target>): Socket | undefined {
    const key = keyOf(target);
    const socket = this.#waiting.get(key)?.find(({ destroyed }) => !destroyed);
    if (socket === undefined) return undefined;
    this.#forget(key, socket);
    return socket;
  }

  /** Returns whether it was waiting for a request. */
  #forget(key: string, socket: Socket): boolean {
    const waiting = this.#waiting.get(key) ?? [];
    const others = waiting.filter((one) => one !== socket);
    this.#waiting.set(key, others);
    return others.length < waiting.length;
  }
}

function keyOf({ host, port }: Partial<Target>): string {
  return `${host ?? ''}:${String(port)}`;
}
