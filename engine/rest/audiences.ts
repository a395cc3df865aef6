// Finds the service that a URL belongs to, and so the token that may be sent there.
import type { Environment } from '../environments/environment.ts';
import { servicesOf } from '../environments/services.ts';

/** Returns the resource URI of the service that a URL belongs to, or undefined if it belongs to no known service. */
export function ownerOfHost(environment: Environment, url: URL): string | undefined {
  return servicesOf(environment).find(({ endpoint }) => isAt(endpoint, url))?.resource;
}

/** Returns the names of the services that `ownerOfHost` knows in a cloud, and Azure Resource Manager. */
export function serviceNames(environment: Environment): string[] {
  return ['Azure Resource Manager', ...servicesOf(environment).map(({ name }) => name)];
}

function isAt(endpoint: string, url: URL): boolean {
  if (endpoint.includes('://')) return URL.canParse(endpoint) && new URL(endpoint).host === url.host;
  // The match must start at a dot: evilvault.example is not in vault.example.
  const suffix = `.${endpoint.replace(/^\./, '').toLowerCase()}`;
  return url.port === '' && url.hostname.endsWith(suffix);
}
