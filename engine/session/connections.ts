import { createAgentPool, type AgentPool } from '../http/agents.ts';
import type { NetworkSettings } from '../http/network-settings.ts';

/** The connections of one process. They stay open between calls as long as the network settings stay the same. */
export class Connections {
  #latest: { readonly key: string; readonly pool: AgentPool } | undefined;

  poolFor(settings: NetworkSettings): AgentPool {
    const key = JSON.stringify(settings);
    if (this.#latest?.key !== key) this.#latest = { key, pool: createAgentPool(settings) };
    return this.#latest.pool;
  }
}
