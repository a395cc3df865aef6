import type { Agent } from 'node:http';
import type { SecureContext } from 'node:tls';
import type { NetworkSettings } from './network-settings.ts';

/** Stated on each connection: where it is left out, NODE_TLS_REJECT_UNAUTHORIZED decides. */
interface Trust {
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
}

export interface Route {
  readonly agent: Agent;
  readonly proxy: string | undefined;
  /** For the request itself too: a tunnel through a proxy takes its trust from there. */
  readonly trust: Trust;
}

export interface AgentPool {
  /** The agent for an address, and the proxy it goes through, without its credentials. */
  agentFor(url: URL): Promise<Route>;
}

/** Addresses that are never behind a proxy: this machine, and the metadata service of a virtual machine. */
const direct = new Set(['localhost', '127.0.0.1', '[::1]', '169.254.169.254']);

/** Connections that stay open, by proxy. Reads the trusted authorities when it is first used. */
export function createAgentPool(settings: Partial<NetworkSettings> = {}): AgentPool {
  const agents = new Map<string, Promise<Agent>>();
  let trust: Promise<Trust> | undefined;
  return {
    async agentFor(url) {
      const proxy = direct.has(url.hostname) ? '' : await proxyFor(url, settings);
      const key = `${url.protocol}|${proxy}`;
      trust ??= trustOf(settings);
      // A file that cannot be used may be mended before the next request.
      trust.catch(() => (trust = undefined));
      const trusted = await trust;
      let agent = agents.get(key);
      if (agent === undefined) {
        agent = createAgent(url.protocol, proxy, trusted);
        agents.set(key, agent);
      }
      return {
        agent: await agent,
        proxy: proxy === '' ? undefined : new URL(proxy).host,
        trust: trusted,
      };
    },
  };
}

/** Some hundred certificates are read once for all connections, not once for each. */
async function trustOf(settings: Partial<NetworkSettings>): Promise<Trust> {
  const { trustedAuthorities } = await import('./certificates.ts');
  const ca = trustedAuthorities(settings);
  if (ca === undefined) return { rejectUnauthorized: true };
  const { createSecureContext } = await import('node:tls');
  return { rejectUnauthorized: true, secureContext: createSecureContext({ ca }) };
}

async function createAgent(protocol: string, proxy: string, trust: object): Promise<Agent> {
  const options = { keepAlive: true, ...trust };
  if (proxy !== '') {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(proxy, options);
  }
  if (protocol === 'http:') return new (await import('node:http')).Agent(options);
  return new (await import('node:https')).Agent(options);
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
