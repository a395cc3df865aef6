// Finds the service that a URL belongs to, and so the token that may be sent there. Covers the services that
// Az.Accounts recognises by host (InvokeAzRestMethodCommand.cs, MatchResourceId), and a few more.
import { builtInEnvironments } from '../environments/built-in.ts';
import type { Environment } from '../environments/environment.ts';

export interface Service {
  readonly name: string;
  /** A URL, whose host is the service's only one, or a suffix that all of its hosts end with. */
  readonly endpoint: string;
  readonly resource: string;
  /** The environment's properties, or extended properties, that contain the two. */
  readonly properties: readonly [endpoint: string, resource: string];
}

/** Names of services, with the properties or extended properties that contain their endpoint and resource URI. */
const table: readonly (readonly [name: string, endpoint: string, resource: string])[] = [
  ['Microsoft Graph', 'MicrosoftGraphUrl', 'MicrosoftGraphEndpointResourceId'],
  ['Key Vault', 'AzureKeyVaultDnsSuffix', 'AzureKeyVaultServiceEndpointResourceId'],
  ['Managed HSM', 'ManagedHsmServiceEndpointSuffix', 'ManagedHsmServiceEndpointResourceId'],
  ['Synapse Analytics', 'AzureSynapseAnalyticsEndpointSuffix', 'AzureSynapseAnalyticsEndpointResourceId'],
  ['Log Analytics', 'OperationalInsightsEndpoint', 'OperationalInsightsEndpointResourceId'],
  ['Attestation', 'AzureAttestationServiceEndpointSuffix', 'AzureAttestationServiceEndpointResourceId'],
  ['Analysis Services', 'AzureAnalysisServicesEndpointSuffix', 'AnalysisServicesEndpointResourceId'],
  ['Data Lake Analytics', 'AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix', 'DataLakeEndpointResourceId'],
  ['Data Lake Store', 'AzureDataLakeStoreFileSystemEndpointSuffix', 'DataLakeEndpointResourceId'],
  ['App Configuration', 'AzureAppConfigurationEndpointSuffix', 'AzureAppConfigurationEndpointResourceId'],
  [
    'Communication Services',
    'AzureCommunicationEmailEndpointSuffix',
    'AzureCommunicationEmailEndpointResourceId',
  ],
  ['Purview', 'AzurePurviewEndpointSuffix', 'AzurePurviewEndpointResourceId'],
];

/** Returns the services of a cloud in addition to Azure Resource Manager, with their hosts and resource URIs. */
export function servicesOf(environment: Environment): Service[] {
  const read = (property: string): string => {
    const value = environment[property] ?? environment.ExtendedProperties[property];
    return typeof value === 'string' ? value : '';
  };
  return table
    .map(([name, endpoint, resource]) => ({
      name,
      endpoint: read(endpoint),
      resource: read(resource),
      properties: [endpoint, resource] as const,
    }))
    .filter(({ endpoint, resource }) => endpoint !== '' && resource !== '');
}

/** Returns the resource URI of the service that a URL belongs to, or undefined if it belongs to no known service. */
export function ownerOfHost(environment: Environment, url: URL): string | undefined {
  return servicesOf(environment).find(({ endpoint }) => isAt(endpoint, url))?.resource;
}

/** Returns the names of the services that `ownerOfHost` knows in a cloud, and Azure Resource Manager. */
export function serviceNames(environment: Environment): string[] {
  return ['Azure Resource Manager', ...servicesOf(environment).map(({ name }) => name)];
}

/** Azure Resource Manager's application ID, which an audience may contain instead of a URI. */
export const armApplicationId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/**
 * Whether a token for this resource is valid for Azure Resource Manager in any known cloud. ARM accepts several
 * audiences.
 */
export function isArmAudience(environment: Environment, resource: string): boolean {
  if (resource.toLowerCase().includes(armApplicationId)) return true;
  return [environment, ...builtInEnvironments()]
    .flatMap((cloud) => [cloud.ActiveDirectoryServiceEndpointResourceId, cloud.ResourceManagerUrl])
    .some((known) => Boolean(known) && placeOf(known ?? '') === placeOf(resource));
}

/**
 * Returns the place of a resource URI or endpoint in a canonical form: the host of a URL, whatever its path,
 * otherwise the text.
 */
export function placeOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return text.toLowerCase().replace(/\/+$/, '');
  const { hostname, port } = new URL(text);
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
}

function isAt(endpoint: string, url: URL): boolean {
  if (endpoint.includes('://')) return URL.canParse(endpoint) && new URL(endpoint).host === url.host;
  // The match must start at a dot: evilvault.example is not in vault.example.
  const suffix = `.${endpoint.replace(/^\./, '').toLowerCase()}`;
  return url.port === '' && url.hostname.endsWith(suffix);
}
