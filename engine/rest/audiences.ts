// Which service of a cloud an address belongs to, and so which token may go there: the services that Az.Accounts
// knows by their hosts (InvokeAzRestMethodCommand.cs, MatchResourceId), and a few more.
import type { Environment } from '../environments/environment.ts';

interface Service {
  readonly name: string;
  /** An address, whose host alone is the service's; or a suffix, which its hosts end in. */
  readonly endpoint: string | null | undefined;
  readonly resource: string | null | undefined;
}

function services(environment: Environment): Service[] {
  const extended: Readonly<Record<string, string | undefined>> = environment.ExtendedProperties;
  const service = (name: string, endpoint: Service['endpoint'], resource: Service['resource']): Service => ({
    name,
    endpoint,
    resource,
  });
  return [
    service('Microsoft Graph', extended.MicrosoftGraphUrl, extended.MicrosoftGraphEndpointResourceId),
    service(
      'Key Vault',
      environment.AzureKeyVaultDnsSuffix,
      environment.AzureKeyVaultServiceEndpointResourceId,
    ),
    service(
      'Managed HSM',
      extended.ManagedHsmServiceEndpointSuffix,
      extended.ManagedHsmServiceEndpointResourceId,
    ),
    service(
      'Synapse Analytics',
      extended.AzureSynapseAnalyticsEndpointSuffix,
      extended.AzureSynapseAnalyticsEndpointResourceId,
    ),
    service(
      'Log Analytics',
      extended.OperationalInsightsEndpoint,
      extended.OperationalInsightsEndpointResourceId,
    ),
    service(
      'Attestation',
      extended.AzureAttestationServiceEndpointSuffix,
      extended.AzureAttestationServiceEndpointResourceId,
    ),
    service(
      'Analysis Services',
      extended.AzureAnalysisServicesEndpointSuffix,
      extended.AnalysisServicesEndpointResourceId,
    ),
    service(
      'Data Lake Analytics',
      environment.AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix,
      environment.DataLakeEndpointResourceId,
    ),
    service(
      'Data Lake Store',
      environment.AzureDataLakeStoreFileSystemEndpointSuffix,
      environment.DataLakeEndpointResourceId,
    ),
    service(
      'App Configuration',
      extended.AzureAppConfigurationEndpointSuffix,
      extended.AzureAppConfigurationEndpointResourceId,
    ),
    service(
      'Communication Services',
      extended.AzureCommunicationEmailEndpointSuffix,
      extended.AzureCommunicationEmailEndpointResourceId,
    ),
    service('Purview', extended.AzurePurviewEndpointSuffix, extended.AzurePurviewEndpointResourceId),
  ].filter(({ endpoint, resource }) => Boolean(endpoint) && Boolean(resource));
}

/** The resource URI of the service that an address belongs to; undefined where it is of none that is known. */
export function ownerOfHost(environment: Environment, url: URL): string | undefined {
  const owner = services(environment).find(({ endpoint }) => isAt(endpoint ?? '', url));
  return owner?.resource ?? undefined;
}

/** The services that `ownerOfHost` knows in a cloud, and Azure Resource Manager. */
export function serviceNames(environment: Environment): string[] {
  return ['Azure Resource Manager', ...services(environment).map(({ name }) => name)];
}

/** Azure Resource Manager's application ID, which an audience may be named by too. */
const armApplicationId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

/** Whether a token for this resource is one for Azure Resource Manager, which takes it by several names. */
export function isArmAudience(environment: Environment, resource: string): boolean {
  const plain = (text: string | null | undefined): string => (text ?? '').toLowerCase().replace(/\/+$/, '');
  return [
    environment.ActiveDirectoryServiceEndpointResourceId,
    environment.ResourceManagerUrl,
    'https://management.azure.com',
    'https://management.core.windows.net',
    armApplicationId,
  ].some((known) => plain(known) === plain(resource));
}

function isAt(endpoint: string, url: URL): boolean {
  if (endpoint.includes('://')) return URL.canParse(endpoint) && new URL(endpoint).host === url.host;
  // A suffix begins at a dot: evilvault.example is not in vault.example.
  const suffix = `.${endpoint.replace(/^\./, '').toLowerCase()}`;
  return url.port === '' && url.hostname.endsWith(suffix);
}
