// The services of a cloud: by which hosts they are reached, and which audience their tokens are for. The values are
// properties of an environment; what they are in the public clouds is in public-clouds/clouds.ts. The services that
// have hosts are those that Az.Accounts knows (InvokeAzRestMethodCommand.cs, MatchResourceId), and a few more.
import type { Environment } from './environment.ts';
import { storageResource } from './public-clouds/clouds.ts';

interface ServiceRow {
  readonly name: string;
  /** As `-ResourceTypeName` takes them. */
  readonly shortNames?: readonly string[];
  /** The property, extended ones included, with its address or the suffix of its hosts. */
  readonly endpoint?: string;
  /** The property, extended ones included, with its resource URI. */
  readonly resource: string;
}

export interface Service {
  readonly name: string;
  /** An address, whose host alone is the service's; or a suffix, which its hosts end in. */
  readonly endpoint: string;
  readonly resource: string;
  /** The properties of the environment, or extended ones, that hold the two. */
  readonly properties: readonly [endpoint: string, resource: string];
}

const table: readonly ServiceRow[] = [
  {
    name: 'Microsoft Graph',
    shortNames: ['MSGraph'],
    endpoint: 'MicrosoftGraphUrl',
    resource: 'MicrosoftGraphEndpointResourceId',
  },
  {
    name: 'Key Vault',
    shortNames: ['KeyVault'],
    endpoint: 'AzureKeyVaultDnsSuffix',
    resource: 'AzureKeyVaultServiceEndpointResourceId',
  },
  {
    name: 'Managed HSM',
    shortNames: ['ManagedHsm'],
    endpoint: 'ManagedHsmServiceEndpointSuffix',
    resource: 'ManagedHsmServiceEndpointResourceId',
  },
  {
    name: 'Synapse Analytics',
    shortNames: ['Synapse'],
    endpoint: 'AzureSynapseAnalyticsEndpointSuffix',
    resource: 'AzureSynapseAnalyticsEndpointResourceId',
  },
  {
    name: 'Log Analytics',
    shortNames: ['OperationalInsights'],
    endpoint: 'OperationalInsightsEndpoint',
    resource: 'OperationalInsightsEndpointResourceId',
  },
  {
    name: 'Attestation',
    shortNames: ['Attestation'],
    endpoint: 'AzureAttestationServiceEndpointSuffix',
    resource: 'AzureAttestationServiceEndpointResourceId',
  },
  {
    name: 'Analysis Services',
    shortNames: ['AnalysisServices'],
    endpoint: 'AzureAnalysisServicesEndpointSuffix',
    resource: 'AnalysisServicesEndpointResourceId',
  },
  {
    name: 'Data Lake Analytics',
    endpoint: 'AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix',
    resource: 'DataLakeEndpointResourceId',
  },
  {
    name: 'Data Lake Store',
    shortNames: ['DataLake'],
    endpoint: 'AzureDataLakeStoreFileSystemEndpointSuffix',
    resource: 'DataLakeEndpointResourceId',
  },
  {
    name: 'App Configuration',
    shortNames: ['AppConfiguration'],
    endpoint: 'AzureAppConfigurationEndpointSuffix',
    resource: 'AzureAppConfigurationEndpointResourceId',
  },
  {
    name: 'Communication Services',
    shortNames: ['CommunicationEmail'],
    endpoint: 'AzureCommunicationEmailEndpointSuffix',
    resource: 'AzureCommunicationEmailEndpointResourceId',
  },
  {
    name: 'Purview',
    endpoint: 'AzurePurviewEndpointSuffix',
    resource: 'AzurePurviewEndpointResourceId',
  },
  // Without hosts of their own here: Azure Resource Manager is told by its address.
  {
    name: 'Azure Resource Manager',
    shortNames: ['Arm', 'ResourceManager'],
    resource: 'ActiveDirectoryServiceEndpointResourceId',
  },
  { name: 'Azure AD Graph', shortNames: ['AadGraph'], resource: 'GraphEndpointResourceId' },
  { name: 'Batch', shortNames: ['Batch'], resource: 'BatchEndpointResourceId' },
];

/** Returns the services that a cloud has beside Azure Resource Manager, by their hosts and their resource URIs. */
export function servicesOf(environment: Environment): Service[] {
  return table
    .map(({ name, endpoint = '', resource }) => ({
      name,
      endpoint: valueOf(environment, endpoint),
      resource: valueOf(environment, resource),
      properties: [endpoint, resource] as const,
    }))
    .filter(({ endpoint, resource }) => endpoint !== '' && resource !== '');
}

/** Short names of services in alphabetical order, as `-ResourceTypeName` takes them. */
export const resourceTypeNames: readonly string[] = [
  'Storage',
  ...table.flatMap(({ shortNames = [] }) => shortNames),
].sort((one, other) => one.localeCompare(other, 'en'));

/** Returns the resource URI of each service by its short name; empty if the cloud does not have it. */
export function resourcesOf(environment: Environment): Readonly<Record<string, string>> {
  const resourceOf = (shortName: string): string => {
    const row = table.find(({ shortNames }) => shortNames?.includes(shortName));
    return row === undefined ? storageResource : valueOf(environment, row.resource);
  };
  return Object.fromEntries(resourceTypeNames.map((name) => [name, resourceOf(name)]));
}

function valueOf(environment: Environment, property: string): string {
  const value = environment[property] ?? environment.ExtendedProperties[property];
  return typeof value === 'string' ? value : '';
}
