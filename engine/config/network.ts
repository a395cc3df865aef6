import { type NetworkSettings } from '../http/network-settings.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import { processPlace, type ConfigStore } from './config-store.ts';
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
    httpsProxy: withScheme(await proxyOf(config, read)),
    httpProxy: withScheme(read('HTTP_PROXY') || read('ALL_PROXY')),
    noProxy: await config.get<string>('NoProxy'),
    caFile: String(caFile),
    caFilePlace,
    systemCaFile: variables.SSL_CERT_FILE ?? '',
    extraCaFile: variables.NODE_EXTRA_CA_CERTS ?? '',
  };
}

/**
 * The proxy for https addresses. A variable that names a SOCKS proxy counts, so that it can be refused where it would
 * be used: going past it would send what is meant for it into the open.
 */
async function proxyOf(config: ConfigStore, read: (name: string) => string): Promise<string> {
  const { value, place } = await config.setting('Proxy');
  const variable = read('HTTPS_PROXY') || read('ALL_PROXY');
  const isOfProcess = value !== '' && place === processPlace;
  return /^socks/i.test(variable) && !isOfProcess ? variable : String(value);
}
