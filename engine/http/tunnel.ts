// A tunnel through a proxy (RFC 9110, section 9.3.6). The answer to CONNECT comes from the proxy, so it is never
// treated as an answer of the service.
import { Agent as HttpAgent, STATUS_CODES, type AgentOptions, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { ProxyError, refusedConnections, silenceReason } from '../errors/network-error.ts';

/**
 * What a connection trusts. `rejectUnauthorized` is always set, because otherwise NODE_TLS_REJECT_UNAUTHORIZED would
 * decide.
 */
export interface Trust {
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
  /** The server's name, if it differs from the host of the URL. */
  readonly servername?: string;
}

/** The time that a proxy has to open a tunnel. A request with a shorter timeout fails earlier. */
const tunnelTimeoutMs = 30_000;

/**
 * Returns an agent whose connections go through a proxy. `trust` applies to the service, and to the proxy if it uses
 * TLS.
 */
export function createTunnelAgent(
  protocol: string,
  proxyAddress: string,
  trust: Trust,
  options: AgentOptions,
): HttpAgent {
  const proxy = new URL(proxyAddress);
  const agent = protocol === 'http:' ? new HttpAgent(options) : new HttpsAgent({ ...trust, ...options });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const { host = '', port } = target;
    openTunnel(proxy, `${isIPv6(host ?? '') ? `[${host ?? ''}]` : (host ?? '')}:${String(port)}`, trust).then(
      (socket) => {
        callback?.(
          null,
          agent instanceof HttpsAgent ? (overTunnel(connect, target, socket) as Socket) : socket,
        );
      },
      (error: unknown) => {
        // Node.js accepts a call with only the error; its types do not.
        (callback as ((error: unknown) => void) | undefined)?.(error);
      },
    );
    return undefined;
  };
  return agent;
}

function overTunnel(connect: HttpAgent['createConnection'], target: object, socket: Socket): unknown {
  // TLS uses the given socket instead of connecting to a host.
  return connect({ ...target, socket } as Parameters<typeof connect>[0]);
}

/**
 * Returns a connection to a host and port through a proxy.
 * @throws ProxyError
 */
async function openTunnel(proxy: URL, authority: string, trust: Trust): Promise<Socket> {
  const { request } = proxy.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const asking = request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
      path: authority,
      headers: { host: authority, ...credentialsOf(proxy) },
      agent: false,
      ...(proxy.protocol === 'https:' ? { ...trust, ALPNProtocols: ['http/1.1'] } : {}),
    });
    const timer = setTimeout(() => {
      asking.destroy();
      reject(new ProxyError(silenceReason(tunnelTimeoutMs)));
    }, tunnelTimeoutMs);
    asking.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new ProxyError(reasonOf(error), error));
    });
    // Node.js emits 'connect' for any answer to CONNECT, whatever its status.
    asking.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const objection = objectionTo(answer, head);
      if (objection === undefined) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(new ProxyError(objection));
      }
    });
    asking.end();
  });
}

/** Returns why the proxy did not open the tunnel, as a clause, or undefined if it did. */
function objectionTo({ statusCode = 0, headers }: IncomingMessage, head: Buffer): string | undefined {
  if (statusCode === 407) {
    // RFC 9110, section 11.7.1: one or more challenges, each starting with its scheme.
    const schemes = [
      ...(headers['proxy-authenticate'] ?? '').matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s|,|$)/g),
    ];
    const accepted = schemes.length === 0 ? '' : `; it accepts ${schemes.map(([, name]) => name).join(', ')}`;
    return `it asks for a user name and password (status 407)${accepted}`;
  }
  if (statusCode < 200 || statusCode > 299) {
    const { [statusCode]: meaning } = STATUS_CODES;
    return `it answered with the status ${String(statusCode)}${meaning === undefined ? '' : ` (${meaning})`}`;
  }
  // In TLS and HTTP the client sends first, so data that is already here does not come from the service.
  return head.length === 0 ? undefined : 'it sent data of its own before the service answered';
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be resolved';
  if (code.startsWith('HPE_')) return `its answer cannot be read (${code})`;
  return refusedConnections[code] ?? message;
}

/** RFC 7617. A part with an invalid percent escape is used as it is. */
function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const plain = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const pair = Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}
