import { type NetworkSettings } from '../http/network-settings.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import { processPlace, type ConfigStore } from './config-store.ts';
import { proxyUrl } from './config-values.ts';

/**
 * Returns the network settings from the configuration and the environment. Plain HTTP is used only for identity
 * endpoints nearby, so only the variables that all programs follow can set a proxy for it.
 * @throws EngineError `Storage.Read`
 */
export async function networkSettings(
  config: ConfigStore,
  variables: EnvironmentVariables,
): Promise<NetworkSettings> {
  const { value: caFile, place: caFilePlace } = await config.setting('CaFile');
  const read = (name: string): string => variables[name.toLowerCase()] ?? variables[name] ?? '';
  return {
    httpsProxy: proxyUrl(await proxyOf(config, read)),
    httpProxy: proxyUrl(read('HTTP_PROXY') || read('ALL_PROXY')),
    noProxy: await config.get<string>('NoProxy'),
    caFile: String(caFile),
    caFilePlace,
    systemCaFile: variables.SSL_CERT_FILE ?? '',
    extraCaFile: variables.NODE_EXTRA_CA_CERTS ?? '',
  };
}

/**
 * Returns the proxy for https URLs. A variable that is no HTTP proxy is returned too, so that its use fails: connecting
 * without it would bypass the proxy that the user set.
 */
async function proxyOf(config: ConfigStore, read: (name: string) => string): Promise<string> {
  const { value, place, scope } = await config.setting('Proxy');
  const variable = read('HTTPS_PROXY') || read('ALL_PROXY');
  const isOfProcess = value !== '' && place === processPlace;
  const isSocks = /^socks/i.test(variable) && !isOfProcess;
  return isSocks || scope === 'Default' ? variable : String(value);
}
