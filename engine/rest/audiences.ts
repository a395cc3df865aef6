// Which service of a cloud an address belongs to, and so which token may go there: the services that Az.Accounts
// knows by their hosts (InvokeAzRestMethodCommand.cs, MatchResourceId), and a few more.
import { builtInEnvironments } from '../environments/built-in.ts';
import type { Environment } from '../environments/environment.ts';

export interface Service {
  readonly name: string;
  /** An address, whose host alone is the service's; or a suffix, which its hosts end in. */
  readonly endpoint: string;
  readonly resource: string;
  /** The properties of the environment, or extended ones, that hold the two. */
  readonly properties: readonly [endpoint: string, resource: string];
}

/** Names of services with the properties, extended ones among them, that hold their endpoint and resource URI. */
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

/** The services that a cloud has beside Azure Resource Manager, by their hosts and their resource URIs. */
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

/** The resource URI of the service that an address belongs to; undefined where it is of none that is known. */
export function ownerOfHost(environment: Environment, url: URL): string | undefined {
  return servicesOf(environment).find(({ endpoint }) => isAt(endpoint, url))?.resource;
}

/** The services that `ownerOfHost` knows in a cloud, and Azure Resource Manager. */
export function serviceNames(environment: Environment): string[] {
  return ['Azure Resource Manager', ...servicesOf(environment).map(({ name }) => name)];
}

/** Azure Resource Manager's application ID, which an audience may be named by too. */
export const armApplicationId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/** Whether a token for this resource is one for Azure Resource Manager of any known cloud, which takes it by several names. */
export function isArmAudience(environment: Environment, resource: string): boolean {
  if (resource.toLowerCase().includes(armApplicationId)) return true;
  return [environment, ...builtInEnvironments()]
    .flatMap((cloud) => [cloud.ActiveDirectoryServiceEndpointResourceId, cloud.ResourceManagerUrl])
    .some((known) => Boolean(known) && placeOf(known ?? '') === placeOf(resource));
}

/**
 * Where a resource URI or an endpoint points, in one form for all ways of writing it: the host of an address, which
 * stands for the service whatever its path is, else the text.
 */
export function placeOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return text.toLowerCase().replace(/\/+$/, '');
  const { hostname, port } = new URL(text);
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
}

function isAt(endpoint: string, url: URL): boolean {
  if (endpoint.includes('://')) return URL.canParse(endpoint) && new URL(endpoint).host === url.host;
  // A suffix begins at a dot: evilvault.example is not in vault.example.
  const suffix = `.${endpoint.replace(/^\./, '').toLowerCase()}`;
  return url.port === '' && url.hostname.endsWith(suffix);
}
