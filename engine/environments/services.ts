// The services of a cloud: their hosts, and the audience of their tokens. The values are properties of an
// environment; public-clouds/clouds.ts has those of the public clouds. The services with hosts are those that
// Az.Accounts recognises (InvokeAzRestMethodCommand.cs, MatchResourceId), and a few more.
import type { Environment } from './environment.ts';
import { storageResource } from './public-clouds/clouds.ts';

interface ServiceRow {
  readonly name: string;
  /** The short names that `-ResourceTypeName` accepts. */
  readonly shortNames?: readonly string[];
  /** The property or extended property that contains its URL or the suffix of its hosts. */
  readonly endpoint?: string;
  /** The property or extended property that contains its resource URI. */
  readonly resource: string;
}

export interface Service {
  readonly name: string;
  /** A URL, whose host is the service's only one, or a suffix that all of its hosts end with. */
  readonly endpoint: string;
  readonly resource: string;
  /** The environment's properties, or extended properties, that contain the two. */
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
  // These have no `endpoint`: Azure Resource Manager is recognised by its own URL.
  {
    name: 'Azure Resource Manager',
    shortNames: ['Arm', 'ResourceManager'],
    resource: 'ActiveDirectoryServiceEndpointResourceId',
  },
  { name: 'Azure AD Graph', shortNames: ['AadGraph'], resource: 'GraphEndpointResourceId' },
  { name: 'Batch', shortNames: ['Batch'], resource: 'BatchEndpointResourceId' },
];

/** Returns the services of a cloud in addition to Azure Resource Manager, with their hosts and resource URIs. */
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

/**
 * The short names that `-ResourceTypeName` accepts, in alphabetical order. Compared without `localeCompare`, whose first
 * call takes several milliseconds.
 */
export const resourceTypeNames: readonly string[] = [
  'Storage',
  ...table.flatMap(({ shortNames = [] }) => shortNames),
].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));

/** Returns the resource URI of each service by its short name; empty if the cloud does not have the service. */
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
