import type { ConfigStore } from '../config/config-store.ts';
import { networkSettings } from '../config/network.ts';
import type { AgentPool } from '../http/agents.ts';
import { createHttpClient } from '../http/http-client.ts';
import type { NetworkSettings } from '../http/network-settings.ts';
import type { Environment } from '../environments/environment.ts';
import { armBaseOf } from '../environments/environment-store.ts';
import type { HttpClient } from '../http/types.ts';
import { moduleVersion } from '../protocol/version.ts';
import { countingDown } from '../signin/waiting.ts';
import type { Call } from './call.ts';

type HttpCall = Pick<Call, 'services' | 'interaction' | 'variables'>;

/** The pool of each call, by its configuration: a search over a hundred tenants makes hundreds of clients. */
const pools = new WeakMap<ConfigStore, Promise<AgentPool>>();

/** Returns an HTTP client for a call. -Debug shows its requests and responses; a bar counts down for a slow one. */
export function httpOf(call: HttpCall): HttpClient {
  const { interaction } = call;
  const http = createHttpClient({
    agents: () => poolOf(call),
    userAgent: `Az.LoginTs/${moduleVersion}`,
    onExchange: (exchange) => interaction.exchange?.(exchange),
    ...(interaction.showsDebug
      ? {
          trace: (lines: string) => {
            interaction.debug(lines);
          },
        }
      : {}),
  });
  return countingDown(http, interaction);
}

/**
 * Connects to Azure Resource Manager for requests that follow a token, while the token is fetched: see
 * `AgentPool.connectEarly`. If that fails, the requests report why. Returns a function that closes what was not used.
 */
export function connectToArmEarly(environment: Environment, count: number, call: HttpCall): () => void {
  const nothing = (): void => undefined;
  if (count === 0) return nothing;
  const opened = poolOf(call)
    .then((pool) => pool.connectEarly(new URL(armBaseOf(environment)), count))
    .catch(() => nothing);
  return () => {
    void opened.then((close) => {
      close();
    });
  };
}

/** Returns the pool for a call. The configuration is read once for each call, and only if a request is sent. */
function poolOf(call: HttpCall): Promise<AgentPool> {
  const { config, connections } = call.services;
  let pool = pools.get(config);
  if (pool === undefined) {
    pool = networkSettingsOf(call).then((settings) => connections.poolFor(settings));
    pools.set(config, pool);
  }
  return pool;
}

/**
 * Returns the network settings for this call.
 * @throws EngineError `Storage.Read`
 */
export function networkSettingsOf({
  services,
  variables,
}: Pick<Call, 'services' | 'variables'>): Promise<NetworkSettings> {
  return networkSettings(services.config, variables);
}
