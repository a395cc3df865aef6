// The endpoints of an environment as parameters, each with the property of the environment that it sets.
import type { ParameterDeclaration, SetMembership } from '../declaration/parameter-types.ts';
import { builtInEnvironments } from '../environments/built-in.ts';

interface Endpoint {
  readonly property: string;
  /** The property is in ExtendedProperties. */
  readonly extended?: true;
  readonly help: string;
  readonly aliases?: readonly string[];
  readonly position?: number;
  /** Allowed beside -ARMEndpoint, because the cloud's own description lacks it. */
  readonly besideArm?: true;
  /** Not bound from a property of a pipeline object. */
  readonly byNameOnly?: true;
  /** Beside -ARMEndpoint, never bound from the pipeline: only a user who typed it knows where tokens go. */
  readonly typedBesideArm?: true;
}

const endpoints = {
  PublishSettingsFileUrl: {
    property: 'PublishSettingsFileUrl',
    help: 'The address from which classic publish settings are downloaded.',
    position: 1,
  },
  ServiceEndpoint: {
    property: 'ServiceManagementUrl',
    help: 'The address of the classic service management API.',
    aliases: ['ServiceManagement', 'ServiceManagementUrl'],
    position: 2,
  },
  ManagementPortalUrl: {
    property: 'ManagementPortalUrl',
    help: 'The address of the portal, which people open in a browser.',
    position: 3,
  },
  StorageEndpoint: {
    property: 'StorageEndpointSuffix',
    help: 'The suffix of storage account host names.',
    aliases: ['StorageEndpointSuffix'],
    position: 4,
    besideArm: true,
    byNameOnly: true,
  },
  ActiveDirectoryEndpoint: {
    property: 'ActiveDirectoryAuthority',
    help: 'The authority that signs in people and applications: the Entra ID of the cloud, or its AD FS.',
    aliases: ['AdEndpointUrl', 'ActiveDirectory', 'ActiveDirectoryAuthority'],
    position: 5,
    typedBesideArm: true,
  },
  ResourceManagerEndpoint: {
    property: 'ResourceManagerUrl',
    help: 'The address of Azure Resource Manager, where subscriptions and resources are managed.',
    aliases: ['ResourceManager', 'ResourceManagerUrl'],
    position: 6,
  },
  GalleryEndpoint: {
    property: 'GalleryUrl',
    help: 'The address of the template gallery.',
    aliases: ['Gallery', 'GalleryUrl'],
    position: 7,
  },
  ActiveDirectoryServiceEndpointResourceId: {
    property: 'ActiveDirectoryServiceEndpointResourceId',
    help: 'The audience of tokens for Azure Resource Manager. Get-AzAccessToken uses it unless you name a service.',
    position: 8,
    typedBesideArm: true,
  },
  GraphEndpoint: {
    property: 'GraphUrl',
    help: 'The address of Azure AD Graph, the predecessor of Microsoft Graph.',
    aliases: ['Graph', 'GraphUrl'],
    position: 9,
  },
  AzureKeyVaultDnsSuffix: {
    property: 'AzureKeyVaultDnsSuffix',
    help: 'The suffix of key vault host names.',
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
    help: 'The suffix of Traffic Manager profile host names.',
    position: 12,
  },
  SqlDatabaseDnsSuffix: {
    property: 'SqlDatabaseDnsSuffix',
    help: 'The suffix of SQL server host names.',
    position: 13,
  },
  AzureDataLakeStoreFileSystemEndpointSuffix: {
    property: 'AzureDataLakeStoreFileSystemEndpointSuffix',
    help: 'The suffix of Data Lake store host names.',
    position: 14,
  },
  AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: {
    property: 'AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix',
    help: 'The suffix of Data Lake Analytics host names, for catalogs and jobs.',
    position: 15,
  },
  AdTenant: {
    property: 'AdTenant',
    help: 'Kept for other Az modules: the name that means all tenants in this cloud. Connect-AzAccount uses -Tenant instead.',
    position: 17,
  },
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
    help: 'The suffix of Analysis Services server host names.',
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
    help: 'The suffix of attestation provider host names.',
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
    help: 'The suffix of Synapse workspace host names.',
    besideArm: true,
  },
  ContainerRegistryEndpointSuffix: {
    property: 'ContainerRegistryEndpointSuffix',
    help: 'The suffix of container registry host names.',
    besideArm: true,
  },
  AzureSynapseAnalyticsEndpointResourceId: {
    property: 'AzureSynapseAnalyticsEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for Synapse.',
    besideArm: true,
  },
  AzureAppConfigurationEndpointSuffix: {
    property: 'AzureAppConfigurationEndpointSuffix',
    extended: true,
    help: 'The suffix of App Configuration store host names.',
    besideArm: true,
  },
  AzureAppConfigurationEndpointResourceId: {
    property: 'AzureAppConfigurationEndpointResourceId',
    extended: true,
    help: 'The audience of tokens for App Configuration.',
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
  SshAuthScope: {
    property: 'AzureSshAuthScope',
    extended: true,
    help: 'Stored with the environment, but without effect: as in Az.Accounts since 5.3.4, the scope for SSH follows from the cloud.',
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointParameter = keyof typeof endpoints;

/** The property that each endpoint parameter sets. */
export const endpointProperties: Readonly<Record<EndpointParameter, Endpoint>> = endpoints;

/** Returns the endpoint parameters as declarations, for the parameter sets of Add- and Set-AzEnvironment. */
export function endpointParameters(): Record<string, ParameterDeclaration> {
  const entries = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => {
    const membership: SetMembership = {
      ...(endpoint.byNameOnly === undefined ? { pipeline: 'propertyName' } : {}),
      ...(endpoint.position === undefined ? {} : { position: endpoint.position }),
    };
    const declaration: ParameterDeclaration = {
      type: 'string',
      help: `${endpoint.help}${inPublicCloud(endpoint.property)}`,
      ...(endpoint.aliases === undefined ? {} : { aliases: endpoint.aliases }),
      sets: {
        Name: membership,
        ...(endpoint.besideArm === undefined ? {} : { ARMEndpoint: membership }),
        ...(endpoint.typedBesideArm === undefined ? {} : { ARMEndpoint: {} }),
      },
    };
    return [name, declaration] as const;
  });
  const adfs: ParameterDeclaration = {
    type: 'switch',
    help: 'The cloud signs in with its own AD FS, not with Entra ID. It has no tenants.',
    aliases: ['OnPremise'],
    sets: { Name: { position: 16, pipeline: 'propertyName' } },
  };
  return { ...Object.fromEntries(entries), EnableAdfsAuthentication: adfs };
}

/** Returns a sentence with the value in the public cloud, as an example. */
function inPublicCloud(property: string): string {
  const [cloud] = builtInEnvironments();
  const value = cloud?.[property] ?? cloud?.ExtendedProperties[property];
  return typeof value === 'string' && property !== 'AdTenant'
    ? ` In ${cloud?.Name ?? ''} it is '${value}'.`
    : '';
}

export const environmentNameParameter = {
  type: 'string',
  help: 'The name of the environment: a short name of your choice, for Connect-AzAccount -Environment. Case is ignored.',
  sets: {
    Name: { mandatory: true, position: 0, pipeline: 'propertyName' },
    ARMEndpoint: { mandatory: true, position: 0, pipeline: 'propertyName' },
  },
  notEmpty: true,
} as const;

export const armEndpointParameter = {
  type: 'string',
  help: "The address of the cloud's Azure Resource Manager. The other endpoints are read from there.",
  aliases: ['ArmUrl'],
  sets: { ARMEndpoint: { mandatory: true, position: 1, pipeline: 'propertyName' } },
  notEmpty: true,
} as const;
