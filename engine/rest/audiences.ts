// Which service of a cloud an address belongs to, and so which token may go there.
import type { Environment } from '../environments/environment.ts';
import { servicesOf } from '../environments/services.ts';

/** The resource URI of the service that an address belongs to; undefined where it is of none that is known. */
export function ownerOfHost(environment: Environment, url: URL): string | undefined {
  return servicesOf(environment).find(({ endpoint }) => isAt(endpoint, url))?.resource;
}

/** The services that `ownerOfHost` knows in a cloud, and Azure Resource Manager. */
export function serviceNames(environment: Environment): string[] {
  return ['Azure Resource Manager', ...servicesOf(environment).map(({ name }) => name)];
}

function isAt(endpoint: string, url: URL): boolean {
  if (endpoint.includes('://')) return URL.canParse(endpoint) && new URL(endpoint).host === url.host;
  // A suffix begins at a dot: evilvault.example is not in vault.example.
  const suffix = `.${endpoint.replace(/^\./, '').toLowerCase()}`;
  return url.port === '' && url.hostname.endsWith(suffix);
}
