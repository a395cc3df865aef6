import type { Agent } from 'node:http';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import { trustedAuthorities } from './certificates.ts';

export interface Route {
  readonly agent: Agent;
  readonly proxy: string | undefined;
  /** For the request itself too: a tunnel through a proxy takes its trust from there. */
  readonly trust: { readonly ca?: string[] };
}

export interface AgentPool {
  /** The agent for an address, and the proxy it goes through, without its credentials. */
  agentFor(url: URL): Promise<Route>;
}

/** Addresses that are never behind a proxy: this machine, and the metadata service of a virtual machine. */
const direct = new Set(['localhost', '127.0.0.1', '[::1]', '169.254.169.254']);

/** Connections that stay open, by proxy. Reads the environment when it is first used. */
export function createAgentPool(environment: EnvironmentVariables): AgentPool {
  const agents = new Map<string, Agent>();
  let trust: Route['trust'] | undefined;
  return {
    async agentFor(url) {
      const proxy = direct.has(url.hostname) ? '' : await proxyFor(url, environment);
      const key = `${url.protocol}|${proxy}`;
      let agent = agents.get(key);
      if (trust === undefined) {
        const ca = trustedAuthorities(environment);
        trust = ca === undefined ? {} : { ca };
      }
      if (agent === undefined) {
        agent = await createAgent(url.protocol, proxy, trust);
        agents.set(key, agent);
      }
      return { agent, proxy: proxy === '' ? undefined : new URL(proxy).host, trust };
    },
  };
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

/** HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, as curl reads them. */
async function proxyFor(url: URL, environment: EnvironmentVariables): Promise<string> {
  const read = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const proxy = read(url.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY') || read('ALL_PROXY');
  if (proxy === '') return '';
  const { shouldProxy } = await import('./no-proxy.ts');
  return shouldProxy(url, read('NO_PROXY')) ? (proxy.includes('://') ? proxy : `http://${proxy}`) : '';
}
