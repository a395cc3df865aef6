// The endpoints of an environment as parameters: each names the property of the environment that it sets.
import type { ParameterDeclaration, SetMembership } from '../declaration/parameter-types.ts';
import { builtInEnvironments } from '../environments/built-in.ts';

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
  /** Beside -ARMEndpoint it is typed: it says that the user knows to whom tokens of another cloud go. */
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
    help: 'What the host names of storage accounts end in.',
    aliases: ['StorageEndpointSuffix'],
    position: 4,
    besideArm: true,
    byNameOnly: true,
  },
  ActiveDirectoryEndpoint: {
    property: 'ActiveDirectoryAuthority',
    help: 'The authority that signs people and applications in: Entra ID of the cloud, or its AD FS.',
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
    help: 'The address of the gallery of templates.',
    aliases: ['Gallery', 'GalleryUrl'],
    position: 7,
  },
  ActiveDirectoryServiceEndpointResourceId: {
    property: 'ActiveDirectoryServiceEndpointResourceId',
    help: 'The audience of tokens for Azure Resource Manager: what Get-AzAccessToken asks for where no service is named.',
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
    help: 'What the host names of key vaults end in.',
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
    help: 'What the host names of Traffic Manager profiles end in.',
    position: 12,
  },
  SqlDatabaseDnsSuffix: {
    property: 'SqlDatabaseDnsSuffix',
    help: 'What the host names of SQL servers end in.',
    position: 13,
  },
  AzureDataLakeStoreFileSystemEndpointSuffix: {
    property: 'AzureDataLakeStoreFileSystemEndpointSuffix',
    help: 'What the host names of Data Lake stores end in.',
    position: 14,
  },
  AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: {
    property: 'AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix',
    help: 'What the host names of Data Lake Analytics accounts end in, for catalogues and jobs.',
    position: 15,
  },
  AdTenant: {
    property: 'AdTenant',
    help: 'Kept for other Az modules: the tenant that stands for all in this cloud. Connect-AzAccount follows -Tenant instead.',
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
    help: 'What the host names of Analysis Services servers end in.',
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
    help: 'What the host names of attestation providers end in.',
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
    help: 'What the host names of Synapse workspaces end in.',
    besideArm: true,
  },
  ContainerRegistryEndpointSuffix: {
    property: 'ContainerRegistryEndpointSuffix',
    help: 'What the host names of container registries end in.',
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
    help: 'What the host names of App Configuration stores end in.',
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
    help: 'Kept with the environment, and has no effect: since Az.Accounts 5.3.4 the scope for SSH follows from the cloud.',
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
    help: 'The cloud signs in with AD FS of its own, not with Entra ID. There are no tenants then.',
    aliases: ['OnPremise'],
    sets: { Name: { position: 16, pipeline: 'propertyName' } },
  };
  return { ...Object.fromEntries(entries), EnableAdfsAuthentication: adfs };
}

/** An address says more with the one that everybody knows. */
function inPublicCloud(property: string): string {
  const [cloud] = builtInEnvironments();
  const value = cloud?.[property] ?? cloud?.ExtendedProperties[property];
  return typeof value === 'string' && property !== 'AdTenant'
    ? ` In ${cloud?.Name ?? ''} it is '${value}'.`
    : '';
}

export const environmentNameParameter = {
  type: 'string',
  help: 'The name of the environment: a short one of your own, for Connect-AzAccount -Environment. Upper and lower case are the same.',
  sets: {
    Name: { mandatory: true, position: 0, pipeline: 'propertyName' },
    ARMEndpoint: { mandatory: true, position: 0, pipeline: 'propertyName' },
  },
  notEmpty: true,
} as const;

export const armEndpointParameter = {
  type: 'string',
  help: 'The address of the Azure Resource Manager of the cloud. The cloud is asked there for the rest of its endpoints.',
  aliases: ['ArmUrl'],
  sets: { ARMEndpoint: { mandatory: true, position: 1, pipeline: 'propertyName' } },
  notEmpty: true,
} as const;
