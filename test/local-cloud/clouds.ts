// The names of clouds: the local cloud uses localhost or its own names, and Azure's clouds use Microsoft's. Sources
// are in docs/fidelity.md.

export type AzureCloudName = 'AzureCloud' | 'AzureChinaCloud' | 'AzureUSGovernment';

/** The names and identifiers by which one cloud differs from another. */
export interface CloudProfile {
  readonly name: AzureCloudName | 'LocalCloud';
  /** Entra ID's hosts, which are equivalent; clients should call the first one (`preferred_network`). */
  readonly loginHosts: readonly [string, ...string[]];
  /** The host in clients' lists of clouds. */
  readonly authorityHost: string;
  /** The host under which clients cache tokens (`preferred_cache`). */
  readonly cacheHost: string;
  /** The part before the tenant ID in the issuer of version 1.0 tokens, with a slash at the end. */
  readonly stsBase: string;
  /** The page on which a person enters a device code. */
  readonly deviceLoginUrl: string;
  readonly armHosts: readonly string[];
  readonly graphHosts: readonly string[];
  /** The services' identifier URIs, without a slash at the end; none for a service that the cloud does not have. */
  readonly identifiers: Readonly<Record<ServiceName, readonly string[]>>;
  /** The audience that an external identity token must have. */
  readonly exchangeAudience: string;
}

export type ServiceName =
  | 'arm'
  | 'graph'
  | 'aadGraph'
  | 'keyVault'
  | 'managedHsm'
  | 'storage'
  | 'sql'
  | 'batch'
  | 'dataLake'
  | 'logAnalytics'
  | 'synapse';

/** One for every cloud. */
const storage = ['https://storage.azure.com'];

export const azureClouds: Readonly<Record<AzureCloudName, CloudProfile>> = {
  AzureCloud: {
    name: 'AzureCloud',
    loginHosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    authorityHost: 'login.microsoftonline.com',
    cacheHost: 'login.windows.net',
    stsBase: 'https://sts.windows.net/',
    deviceLoginUrl: 'https://login.microsoft.com/device',
    armHosts: ['management.azure.com', 'management.core.windows.net'],
    graphHosts: ['graph.microsoft.com'],
    identifiers: {
      arm: ['https://management.core.windows.net', 'https://management.azure.com'],
      graph: ['https://graph.microsoft.com'],
      aadGraph: ['https://graph.windows.net'],
      keyVault: ['https://vault.azure.net'],
      managedHsm: ['https://managedhsm.azure.net'],
      storage,
      sql: ['https://database.windows.net'],
      batch: ['https://batch.core.windows.net'],
      dataLake: ['https://datalake.azure.net'],
      logAnalytics: ['https://api.loganalytics.io'],
      synapse: ['https://dev.azuresynapse.net'],
    },
    exchangeAudience: 'api://AzureADTokenExchange',
  },
  AzureChinaCloud: {
    name: 'AzureChinaCloud',
    loginHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
    authorityHost: 'login.chinacloudapi.cn',
    cacheHost: 'login.partner.microsoftonline.cn',
    stsBase: 'https://sts.chinacloudapi.cn/',
    deviceLoginUrl: 'https://microsoft.com/deviceloginchina',
    armHosts: ['management.chinacloudapi.cn', 'management.core.chinacloudapi.cn'],
    graphHosts: ['microsoftgraph.chinacloudapi.cn'],
    identifiers: {
      arm: ['https://management.core.chinacloudapi.cn', 'https://management.chinacloudapi.cn'],
      graph: ['https://microsoftgraph.chinacloudapi.cn'],
      aadGraph: ['https://graph.chinacloudapi.cn'],
      keyVault: ['https://vault.azure.cn'],
      managedHsm: ['https://managedhsm.azure.cn'],
      storage,
      sql: ['https://database.chinacloudapi.cn'],
      batch: ['https://batch.chinacloudapi.cn'],
      dataLake: [],
      logAnalytics: ['https://api.loganalytics.azure.cn'],
      synapse: ['https://dev.azuresynapse.azure.cn'],
    },
    exchangeAudience: 'api://AzureADTokenExchangeChina',
  },
  AzureUSGovernment: {
    name: 'AzureUSGovernment',
    loginHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    authorityHost: 'login.microsoftonline.us',
    cacheHost: 'login.microsoftonline.us',
    stsBase: 'https://sts.windows.net/',
    deviceLoginUrl: 'https://microsoft.com/deviceloginus',
    armHosts: ['management.usgovcloudapi.net', 'management.core.usgovcloudapi.net'],
    graphHosts: ['graph.microsoft.us'],
    identifiers: {
      arm: ['https://management.core.usgovcloudapi.net', 'https://management.usgovcloudapi.net'],
      graph: ['https://graph.microsoft.us'],
      aadGraph: ['https://graph.microsoftazure.us'],
      keyVault: ['https://vault.usgovcloudapi.net'],
      managedHsm: ['https://managedhsm.usgovcloudapi.net'],
      storage,
      sql: ['https://database.usgovcloudapi.net'],
      batch: ['https://batch.core.usgovcloudapi.net'],
      dataLake: [],
      logAnalytics: ['https://api.loganalytics.us'],
      synapse: ['https://dev.azuresynapse.usgovcloudapi.net'],
    },
    exchangeAudience: 'api://AzureADTokenExchangeUSGov',
  },
};

/** The audience of ARM tokens that the local cloud advertises; unlike the port, it stays the same over restarts. */
export const localArmAudience = 'https://management.local-cloud.example/';

/** The cloud without Azure's names. It has Azure's identifiers of services in addition to its own. */
export function localCloud(loginUrl: string, armUrl: string): CloudProfile {
  const { identifiers } = azureClouds.AzureCloud;
  const { host } = new URL(loginUrl);
  const local = (name: string): string => `https://${name}.local-cloud.example`;
  return {
    name: 'LocalCloud',
    loginHosts: [host],
    authorityHost: host,
    cacheHost: host,
    stsBase: `${loginUrl}/`,
    deviceLoginUrl: `${loginUrl}/devicelogin`,
    armHosts: [new URL(armUrl).host],
    graphHosts: [],
    identifiers: {
      ...identifiers,
      arm: [local('management'), armUrl, ...identifiers.arm],
      graph: [local('graph'), ...identifiers.graph],
      aadGraph: [local('aadgraph'), ...identifiers.aadGraph],
      keyVault: [local('vault'), ...identifiers.keyVault],
      batch: [local('batch'), ...identifiers.batch],
      dataLake: [local('datalake'), ...identifiers.dataLake],
      logAnalytics: [local('api.loganalytics'), ...identifiers.logAnalytics],
      synapse: [local('synapse'), ...identifiers.synapse],
    },
    exchangeAudience: azureClouds.AzureCloud.exchangeAudience,
  };
}

/** Every name of a cloud of Azure, by the service behind it; the name that clients start from comes first. */
export function namesOf(profile: CloudProfile): {
  readonly login: string[];
  readonly arm: string[];
  readonly graph: string[];
} {
  return {
    login: [...new Set([profile.authorityHost, ...profile.loginHosts, new URL(profile.deviceLoginUrl).host])],
    arm: [...profile.armHosts],
    graph: [...profile.graphHosts],
  };
}
