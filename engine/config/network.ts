import { type NetworkSettings } from '../http/network-settings.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { ConfigStore } from './config-store.ts';
import { withScheme } from './config-values.ts';

/**
 * How to reach the network, as the configuration and the environment say now. All that Az.LoginTs speaks to over plain
 * HTTP are identity endpoints nearby: only the variables that every program follows put a proxy before those.
 * @throws EngineError `Storage.Read`
 */
export async function networkSettings(
  config: ConfigStore,
  variables: EnvironmentVariables,
): Promise<NetworkSettings> {
  const { value: caFile, place: caFilePlace } = await config.setting('CaFile');
  const read = (name: string): string => variables[name.toLowerCase()] ?? variables[name] ?? '';
  return {
    httpsProxy: withScheme(await config.get<string>('Proxy')),
    httpProxy: withScheme(read('HTTP_PROXY') || read('ALL_PROXY')),
    noProxy: await config.get<string>('NoProxy'),
    caFile: String(caFile),
    caFilePlace,
    systemCaFile: variables.SSL_CERT_FILE ?? '',
    extraCaFile: variables.NODE_EXTRA_CA_CERTS ?? '',
  };
}
