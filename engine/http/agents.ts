import type { Agent } from 'node:http';
import { EngineError } from '../errors/engine-error.ts';
import type { EarlyConnections } from './early-connections.ts';
import type { NetworkSettings } from './network-settings.ts';
import type { Trust } from './tunnel.ts';
import type { ServerIdentity } from './types.ts';

export interface Route {
  readonly agent: Agent;
  readonly proxy: string | undefined;
}

export interface AgentPool {
  /**
   * Returns the agent for a URL, and its proxy (host and port, without credentials) if it uses one. With `mayReuse`,
   * an open connection may be reused. `server` says how the server proves its identity.
   */
  agentFor(url: URL, mayReuse?: boolean, server?: ServerIdentity): Promise<Route>;
  /**
   * Opens connections (TLS) to a server, for requests that will come soon. Does nothing if a proxy leads there. Returns a
   * function that closes those that were not used.
   * @throws EngineError as `agentFor`
   */
  connectEarly(url: URL, count: number): Promise<() => void>;
}

/** Hosts that are never behind a proxy: this machine, and the metadata service of a virtual machine. */
const directHosts = new Set(['localhost', '127.0.0.1', '[::1]', '169.254.169.254']);

/**
 * Returns a pool of connections that stay open, one agent for each proxy. The trusted authorities are read on first
 * use.
 */
export function createAgentPool(settings: Partial<NetworkSettings> = {}): AgentPool {
  const agents = new Map<string, Promise<Agent>>();
  const early = new WeakMap<Agent, EarlyConnections>();
  let trust: Promise<Trust> | undefined;
  const pool: AgentPool = {
    async connectEarly(url, count) {
      const { agent, proxy } = await pool.agentFor(url);
      if (proxy !== undefined || url.protocol !== 'https:') return () => undefined;
      const { EarlyConnections } = await import('./early-connections.ts');
      const connections = early.get(agent) ?? new EarlyConnections(agent);
      early.set(agent, connections);
      return connections.open(url, count);
    },
    async agentFor(url, mayReuse = true, server) {
      const proxy = directHosts.has(url.hostname) ? '' : await proxyFor(url, settings);
      if (proxy !== '') requireHttp(proxy, url);
      const key = JSON.stringify([url.protocol, proxy, mayReuse, server]);
      trust ??= trustOf(settings);
      // The user may repair an unusable file before the next request.
      trust.catch(() => (trust = undefined));
      const trusted = await trust;
      let agent = agents.get(key);
      if (agent === undefined) {
        // Without waiting: requests that are sent at the same time share the agent.
        agent = trustInServer(server, trusted).then((own) =>
          createAgent(url, proxy, trusted, { keepAlive: mayReuse, ...own }),
        );
        agents.set(key, agent);
        agent.catch(() => agents.delete(key));
      }
      return {
        agent: await agent,
        proxy: proxy === '' ? undefined : new URL(proxy).host,
      };
    },
  };
  return pool;
}

/** Reads the hundreds of certificates once for all connections. */
async function trustOf(settings: Partial<NetworkSettings>): Promise<Trust> {
  const { trustedAuthorities } = await import('./certificates.ts');
  const ca = trustedAuthorities(settings);
  if (ca === undefined) return { rejectUnauthorized: true };
  const { createSecureContext } = await import('node:tls');
  return { rejectUnauthorized: true, secureContext: createSecureContext({ ca }) };
}

/** Returns what a connection to a server with this identity trusts. */
async function trustInServer(server: ServerIdentity | undefined, usual: Trust): Promise<Trust> {
  if (server === undefined) return usual;
  const { authorities: ca, name: servername } = server;
  const { createSecureContext } = await import('node:tls');
  return {
    ...usual,
    ...(ca === undefined ? {} : { secureContext: createSecureContext({ ca }) }),
    ...(servername === undefined ? {} : { servername }),
  };
}

/** `usual` is what a proxy with TLS must prove. */
async function createAgent(
  { protocol }: URL,
  proxy: string,
  usual: Trust,
  options: Trust & { readonly keepAlive: boolean },
): Promise<Agent> {
  if (proxy !== '') {
    const { createTunnelAgent } = await import('./tunnel.ts');
    return createTunnelAgent(protocol, proxy, usual, options);
  }
  const { keepAlive } = options;
  if (protocol === 'http:') return new (await import('node:http')).Agent({ keepAlive });
  return new (await import('node:https')).Agent(options);
}

/**
 * Refuses a proxy that does not understand CONNECT, such as SOCKS (RFC 1928). Connecting directly instead would bypass
 * the proxy that the user set, so this is an error.
 * @throws EngineError `Network.Proxy`
 */
function requireHttp(address: string, { host }: URL): void {
  if (/^https?:/i.test(address) && URL.canParse(address)) return;
  const reason = /^socks/i.test(address)
    ? 'it is a SOCKS proxy, and Az.LoginTs supports only HTTP proxies'
    : 'that is not the address of an HTTP proxy';
  throw new EngineError('Network.Proxy', {
    facts: {
      // Without user name and password.
      proxy: address.replace(/^(?:[a-z][a-z\d+.-]*:\/\/)?(?:.*@)?/is, ''),
      host,
      reason,
    },
    target: host,
  });
}

async function proxyFor(
  url: URL,
  { httpProxy = '', httpsProxy = '', noProxy = '' }: Partial<NetworkSettings>,
): Promise<string> {
  const proxy = url.protocol === 'http:' ? httpProxy : httpsProxy;
  if (proxy === '') return '';
  const { shouldProxy } = await import('./no-proxy.ts');
  return shouldProxy(url, noProxy) ? proxy : '';
}
