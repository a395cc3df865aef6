// The endpoints of an environment as parameters: each names the property of the environment that it sets.
import type { ParameterDeclaration, SetMembership } from '../declaration/parameter-types.ts';

interface Endpoint {
  readonly property: string;
  /** The property is one of the environment's extended ones. */
  readonly extended?: true;
  readonly help: string;
  readonly aliases?: readonly string[];
  readonly position?: number;
  /** It can be given beside -ARMEndpoint, for what the cloud does not tell. */
  readonly besideArm?: true;
  /** It is not taken from the properties of an object in the pipeline. */
  readonly byNameOnly?: true;
}

const endpoints = {
  PublishSettingsFileUrl: {
    property: 'PublishSettingsFileUrl',
    help: 'The address of publish settings.',
    position: 1,
  },
  ServiceEndpoint: {
    property: 'ServiceManagementUrl',
    help: 'The address of the classic service management.',
    aliases: ['ServiceManagement', 'ServiceManagementUrl'],
    position: 2,
  },
  ManagementPortalUrl: { property: 'ManagementPortalUrl', help: 'The address of the portal.', position: 3 },
  StorageEndpoint: {
    property: 'StorageEndpointSuffix',
    help: 'The DNS suffix of storage accounts.',
    aliases: ['StorageEndpointSuffix'],
    position: 4,
    besideArm: true,
    byNameOnly: true,
  },
  ActiveDirectoryEndpoint: {
    property: 'ActiveDirectoryAuthority',
    help: 'The authority that signs in.',
    aliases: ['AdEndpointUrl', 'ActiveDirectory', 'ActiveDirectoryAuthority'],
    position: 5,
  },
  ResourceManagerEndpoint: {
    property: 'ResourceManagerUrl',
    help: 'The address of Azure Resource Manager.',
    aliases: ['ResourceManager', 'ResourceManagerUrl'],
    position: 6,
  },
  GalleryEndpoint: {
    property: 'GalleryUrl',
    help: 'The address of the gallery.',
    aliases: ['Gallery', 'GalleryUrl'],
    position: 7,
  },
  ActiveDirectoryServiceEndpointResourceId: {
    property: 'ActiveDirectoryServiceEndpointResourceId',
    help: 'The audience of tokens for Azure Resource Manager.',
    position: 8,
  },
  GraphEndpoint: {
    property: 'GraphUrl',
    help: 'The address of Azure AD Graph.',
    aliases: ['Graph', 'GraphUrl'],
    position: 9,
  },
  AzureKeyVaultDnsSuffix: {
    property: 'AzureKeyVaultDnsSuffix',
    help: 'The DNS suffix of key vaults.',
    position: 10,
    besideArm: true,
  },
  AzureKeyVaultServiceEndpointResourceId: {
    property: 'AzureKeyVaultServiceEndpointResourceId',
    help: 'The audience of tokens for key vaults.',
    position: 11,
    besideArm: true,
  },
  TrafficManagerDnsSuffix: {
    property: 'TrafficManagerDnsSuffix',
    help: 'The DNS suffix of traffic managers.',
    position: 12,
  },
  SqlDatabaseDnsSuffix: {
    property: 'SqlDatabaseDnsSuffix',
    help: 'The DNS suffix of SQL databases.',
    position: 13,
  },
  AzureDataLakeStoreFileSystemEndpointSuffix: {
    property: 'AzureDataLakeStoreFileSystemEndpointSuffix',
    help: 'The DNS suffix of data lake stores.',
    position: 14,
  },
  AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: {
    property: 'AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix',
    help: 'The DNS suffix of data lake analytics.',
    position: 15,
  },
  AdTenant: { property: 'AdTenant', help: 'The tenant to sign in to where none is named.', position: 17 },
  GraphAudience: {
    property: 'GraphEndpointResourceId',
    help: 'The audience of tokens for Azure AD Graph.',
    aliases: ['GraphEndpointResourceId', 'GraphResourceId'],
    position: 18,
  },
  DataLakeAudience: {
    property: 'DataLakeEndpointResourceId',
    help: 'The audience of tokens for data lakes.',
    aliases: ['DataLakeEndpointResourceId', 'DataLakeResourceId'],
    position: 19,
    besideArm: true,
  },
  BatchEndpointResourceId: {
    property: 'BatchEndpointResourceId',
    help: 'The audience of tokens for Batch.',
    aliases: ['BatchResourceId', 'BatchAudience'],
    position: 20,
    besideArm: true,
  },
  AzureOperationalInsightsEndpointResourceId: {
    property: 'OperationalInsightsEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for Log Analytics.',
    position: 21,
    besideArm: true,
  },
  AzureOperationalInsightsEndpoint: {
    property: 'OperationalInsightsEndpoint',
    extended: true,
    help: 'The address of Log Analytics.',
    position: 22,
    besideArm: true,
  },
  AzureAnalysisServicesEndpointSuffix: {
    property: 'AzureAnalysisServicesEndpointSuffix',
    extended: true,
    help: 'The DNS suffix of Analysis Services.',
    besideArm: true,
    byNameOnly: true,
  },
  AzureAnalysisServicesEndpointResourceId: {
    property: 'AnalysisServicesEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for Analysis Services.',
    besideArm: true,
    byNameOnly: true,
  },
  AzureAttestationServiceEndpointSuffix: {
    property: 'AzureAttestationServiceEndpointSuffix',
    extended: true,
    help: 'The DNS suffix of attestation services.',
    besideArm: true,
  },
  AzureAttestationServiceEndpointResourceId: {
    property: 'AzureAttestationServiceEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for attestation services.',
    besideArm: true,
  },
  AzureSynapseAnalyticsEndpointSuffix: {
    property: 'AzureSynapseAnalyticsEndpointSuffix',
    extended: true,
    help: 'The DNS suffix of Synapse workspaces.',
    besideArm: true,
  },
  ContainerRegistryEndpointSuffix: {
    property: 'ContainerRegistryEndpointSuffix',
    help: 'The DNS suffix of container registries.',
    besideArm: true,
  },
  AzureSynapseAnalyticsEndpointResourceId: {
    property: 'AzureSynapseAnalyticsEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for Synapse.',
    besideArm: true,
  },
  MicrosoftGraphEndpointResourceId: {
    property: 'MicrosoftGraphEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for Microsoft Graph.',
  },
  MicrosoftGraphUrl: {
    property: 'MicrosoftGraphUrl',
    extended: true,
    help: 'The address of Microsoft Graph.',
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointParameter = keyof typeof endpoints;

/** Which property each endpoint parameter sets. */
export const endpointProperties: Readonly<Record<EndpointParameter, Endpoint>> = endpoints;

/** The endpoint parameters as declarations, for the sets of Add- and Set-AzEnvironment. */
export function endpointParameters(): Record<string, ParameterDeclaration> {
  const entries = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => {
    const membership: SetMembership = {
      ...(endpoint.byNameOnly === undefined ? { pipeline: 'propertyName' } : {}),
      ...(endpoint.position === undefined ? {} : { position: endpoint.position }),
    };
    const declaration: ParameterDeclaration = {
      type: 'string',
      help: endpoint.help,
      ...(endpoint.aliases === undefined ? {} : { aliases: endpoint.aliases }),
      sets: { Name: membership, ...(endpoint.besideArm === undefined ? {} : { ARMEndpoint: membership }) },
    };
    return [name, declaration] as const;
  });
  const adfs: ParameterDeclaration = {
    type: 'switch',
    help: 'The cloud signs in with AD FS.',
    aliases: ['OnPremise'],
    sets: { Name: { position: 16, pipeline: 'propertyName' } },
  };
  const ssh: ParameterDeclaration = {
    type: 'string',
    help: 'Has no effect any more, as in Az.Accounts: the scope for SSH follows from the cloud.',
    sets: { Name: { pipeline: 'propertyName' } },
  };
  return { ...Object.fromEntries(entries), EnableAdfsAuthentication: adfs, SshAuthScope: ssh };
}

export const environmentNameParameter = {
  type: 'string',
  help: 'The name of the environment.',
  sets: {
    Name: { mandatory: true, position: 0, pipeline: 'propertyName' },
    ARMEndpoint: { mandatory: true, position: 0, pipeline: 'propertyName' },
  },
  notEmpty: true,
} as const;

export const armEndpointParameter = {
  type: 'string',
  help: 'The address of the Azure Resource Manager of the cloud, which describes the rest.',
  aliases: ['ArmUrl'],
  sets: { ARMEndpoint: { mandatory: true, position: 1, pipeline: 'propertyName' } },
  notEmpty: true,
} as const;
