// The public clouds: all of their hosts, suffixes and audiences that the engine knows. The endpoints are Az.Accounts'
// (azure-powershell-common, AzureEnvironment.cs and AzureEnvironmentConstants.cs).

export interface PublicCloud {
  readonly name: string;
  /**
   * The hosts of its Entra ID, which are aliases of each other. The first one receives the requests (MSAL's preferred
   * network). In the public cloud, tokens are cached under the second. From
   * AzureAD/microsoft-authentication-library-for-dotnet, TestConstants.cs (`DiscoveryJsonResponse`).
   */
  readonly loginHosts: readonly string[];
  /**
   * The audience that an identity token of another issuer must have
   * (https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity).
   */
  readonly exchangeAudience: string;
  /**
   * The domains of the cloud. Subdomains that customers can register, such as `cloudapp.azure.com`, are harmless: an
   * authority or audience there is refused although no cloud uses it, and receivers of tokens are not looked up here.
   */
  readonly domains: readonly string[];
  readonly portal: string;
  readonly serviceManagement: string;
  readonly resourceManager: string;
  readonly authority: string;
  readonly graph: string;
  readonly publishSettings: string;
  readonly storage: string;
  readonly sql: string;
  readonly trafficManager: string;
  readonly keyVault: string;
  readonly batch: string;
  readonly dataLake: string | null;
  readonly dataLakeAnalyticsSuffix: string | null;
  readonly dataLakeStoreSuffix: string | null;
  readonly registry: string;
  readonly extended: Readonly<Record<string, string>>;
}

/** All clouds share the template gallery. */
export const galleryUrl = 'https://gallery.azure.com/';

/** All clouds have the same audience for storage accounts. */
export const storageResource = 'https://storage.azure.com/';

export const azureCloud: PublicCloud = {
  name: 'AzureCloud',
  loginHosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  exchangeAudience: 'api://AzureADTokenExchange',
  domains: [
    ...['azure.com', 'azure.net', 'windows.net', 'microsoft.com', 'microsoftonline.com', 'azuresynapse.net'],
    ...[
      'loganalytics.io',
      'azconfig.io',
      'azuredatalakestore.net',
      'azuredatalakeanalytics.net',
      'office.com',
    ],
  ],
  portal: 'https://portal.azure.com/',
  serviceManagement: 'https://management.core.windows.net/',
  resourceManager: 'https://management.azure.com/',
  authority: 'https://login.microsoftonline.com/',
  graph: 'https://graph.windows.net/',
  publishSettings: 'https://go.microsoft.com/fwlink/?LinkID=301775',
  storage: 'core.windows.net',
  sql: '.database.windows.net',
  trafficManager: 'trafficmanager.net',
  keyVault: 'vault.azure.net',
  batch: 'https://batch.core.windows.net/',
  dataLake: 'https://datalake.azure.net/',
  dataLakeAnalyticsSuffix: 'azuredatalakeanalytics.net',
  dataLakeStoreSuffix: 'azuredatalakestore.net',
  registry: 'azurecr.io',
  extended: {
    OperationalInsightsEndpointResourceId: 'https://api.loganalytics.io',
    OperationalInsightsEndpoint: 'https://api.loganalytics.io/v1',
    AzureAnalysisServicesEndpointSuffix: 'asazure.windows.net',
    AnalysisServicesEndpointResourceId: 'https://region.asazure.windows.net',
    AzureAttestationServiceEndpointSuffix: 'attest.azure.net',
    AzureAttestationServiceEndpointResourceId: 'https://attest.azure.net',
    AzureSynapseAnalyticsEndpointSuffix: 'dev.azuresynapse.net',
    AzureSynapseAnalyticsEndpointResourceId: 'https://dev.azuresynapse.net',
    ContainerRegistryEndpointResourceId: 'https://management.azure.com',
    AzureSshAuthScope: 'https://pas.windows.net/CheckMyAccess/Linux/.default',
    ManagedHsmServiceEndpointResourceId: 'https://managedhsm.azure.net',
    ManagedHsmServiceEndpointSuffix: 'managedhsm.azure.net',
    MicrosoftGraphEndpointResourceId: 'https://graph.microsoft.com/',
    MicrosoftGraphUrl: 'https://graph.microsoft.com',
    AzurePurviewEndpointSuffix: 'purview.azure.net',
    AzurePurviewEndpointResourceId: 'https://purview.azure.net',
    AzureAppConfigurationEndpointSuffix: 'azconfig.io',
    AzureAppConfigurationEndpointResourceId: 'https://azconfig.io',
    AzureCommunicationEmailEndpointSuffix: 'communication.azure.com',
    AzureCommunicationEmailEndpointResourceId: 'https://communication.azure.com',
  },
};

export const azureChinaCloud: PublicCloud = {
  name: 'AzureChinaCloud',
  loginHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  exchangeAudience: 'api://AzureADTokenExchangeChina',
  domains: ['azure.cn', 'chinacloudapi.cn', 'microsoftonline.cn'],
  portal: 'https://portal.azure.cn/',
  serviceManagement: 'https://management.core.chinacloudapi.cn/',
  resourceManager: 'https://management.chinacloudapi.cn/',
  authority: 'https://login.chinacloudapi.cn/',
  graph: 'https://graph.chinacloudapi.cn/',
  publishSettings: 'https://go.microsoft.com/fwlink/?LinkID=301776',
  storage: 'core.chinacloudapi.cn',
  sql: '.database.chinacloudapi.cn',
  trafficManager: 'trafficmanager.cn',
  keyVault: 'vault.azure.cn',
  batch: 'https://batch.chinacloudapi.cn/',
  dataLake: null,
  dataLakeAnalyticsSuffix: null,
  dataLakeStoreSuffix: null,
  registry: 'azurecr.cn',
  extended: {
    OperationalInsightsEndpointResourceId: 'https://api.loganalytics.azure.cn',
    OperationalInsightsEndpoint: 'https://api.loganalytics.azure.cn/v1',
    AzureAnalysisServicesEndpointSuffix: 'asazure.chinacloudapi.cn',
    AnalysisServicesEndpointResourceId: 'https://region.asazure.chinacloudapi.cn',
    AzureSynapseAnalyticsEndpointSuffix: 'dev.azuresynapse.azure.cn',
    AzureSynapseAnalyticsEndpointResourceId: 'https://dev.azuresynapse.azure.cn',
    ContainerRegistryEndpointResourceId: 'https://management.chinacloudapi.cn',
    AzureSshAuthScope: 'https://pas.chinacloudapi.cn/CheckMyAccess/Linux/.default',
    ManagedHsmServiceEndpointResourceId: 'https://managedhsm.azure.cn',
    ManagedHsmServiceEndpointSuffix: 'managedhsm.azure.cn',
    MicrosoftGraphEndpointResourceId: 'https://microsoftgraph.chinacloudapi.cn/',
    MicrosoftGraphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    AzureAppConfigurationEndpointSuffix: 'azconfig.azure.cn',
    AzureAppConfigurationEndpointResourceId: 'https://azconfig.azure.cn',
  },
};

export const azureUSGovernment: PublicCloud = {
  name: 'AzureUSGovernment',
  loginHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  exchangeAudience: 'api://AzureADTokenExchangeUSGov',
  domains: ['azure.us', 'usgovcloudapi.net', 'microsoft.us', 'microsoftonline.us', 'microsoftazure.us'],
  portal: 'https://portal.azure.us/',
  serviceManagement: 'https://management.core.usgovcloudapi.net/',
  resourceManager: 'https://management.usgovcloudapi.net/',
  authority: 'https://login.microsoftonline.us/',
  graph: 'https://graph.microsoftazure.us/',
  publishSettings: 'https://manage.windowsazure.us/publishsettings/index',
  storage: 'core.usgovcloudapi.net',
  sql: '.database.usgovcloudapi.net',
  trafficManager: 'usgovtrafficmanager.net',
  keyVault: 'vault.usgovcloudapi.net',
  batch: 'https://batch.core.usgovcloudapi.net/',
  dataLake: null,
  dataLakeAnalyticsSuffix: null,
  dataLakeStoreSuffix: null,
  registry: 'azurecr.us',
  extended: {
    OperationalInsightsEndpointResourceId: 'https://api.loganalytics.us',
    OperationalInsightsEndpoint: 'https://api.loganalytics.us/v1',
    AzureAnalysisServicesEndpointSuffix: 'asazure.usgovcloudapi.net',
    AnalysisServicesEndpointResourceId: 'https://region.asazure.usgovcloudapi.net',
    AzureSynapseAnalyticsEndpointSuffix: 'dev.azuresynapse.usgovcloudapi.net',
    AzureSynapseAnalyticsEndpointResourceId: 'https://dev.azuresynapse.usgovcloudapi.net',
    ContainerRegistryEndpointResourceId: 'https://management.usgovcloudapi.net',
    AzureSshAuthScope: 'https://pasff.usgovcloudapi.net/CheckMyAccess/Linux/.default',
    ManagedHsmServiceEndpointResourceId: 'https://managedhsm.usgovcloudapi.net',
    ManagedHsmServiceEndpointSuffix: 'managedhsm.usgovcloudapi.net',
    MicrosoftGraphEndpointResourceId: 'https://graph.microsoft.us/',
    MicrosoftGraphUrl: 'https://graph.microsoft.us',
    AzureAppConfigurationEndpointSuffix: 'azconfig.azure.us',
    AzureAppConfigurationEndpointResourceId: 'https://azconfig.azure.us',
  },
};

/** In the order in which environments are listed. */
export const publicClouds: readonly PublicCloud[] = [azureCloud, azureChinaCloud, azureUSGovernment];
