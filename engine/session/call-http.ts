import { networkSettings } from '../config/network.ts';
import type { AgentPool } from '../http/agents.ts';
import { createHttpClient } from '../http/http-client.ts';
import type { NetworkSettings } from '../http/network-settings.ts';
import type { HttpClient } from '../http/types.ts';
import { moduleVersion } from '../protocol/version.ts';
import { countingDown } from '../signin/waiting.ts';
import type { Call } from './call.ts';

type HttpCall = Pick<Call, 'services' | 'interaction' | 'variables'>;

/** Returns an HTTP client for a call. -Debug shows its requests and responses; a bar counts down for a slow one. */
export function httpOf(call: HttpCall): HttpClient {
  const { services, interaction } = call;
  let agents: Promise<AgentPool> | undefined;
  const http = createHttpClient({
    // Read the configuration once for each client, and only if a request is sent.
    agents: () =>
      (agents ??= networkSettingsOf(call).then((settings) => services.connections.poolFor(settings))),
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
 * Returns the network settings for this call.
 * @throws EngineError `Storage.Read`
 */
export function networkSettingsOf({
  services,
  variables,
}: Pick<Call, 'services' | 'variables'>): Promise<NetworkSettings> {
  return networkSettings(services.config, variables);
}
