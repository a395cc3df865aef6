// Clouds as Azure Resource Manager describes them at /metadata/endpoints: the one behind an address, or a list.
import type { HttpClient } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { builtInEnvironments } from './built-in.ts';
import { armBaseOf } from './environment-store.ts';
import type { Environment } from './environment.ts';

/** The newer shape lists clouds; Azure Stack Hub answers the older one, which describes itself. */
const apiVersions = ['2022-09-01', '2015-01-01'] as const;

/** Az.Accounts' type of an environment that a user added, also with its endpoints asked from the cloud. */
const userDefined = 'User-defined';

interface CloudMetadata {
  readonly name?: string;
  readonly portal?: string;
  readonly gallery?: string;
  readonly galleryEndpoint?: string;
  readonly graph?: string;
  readonly graphEndpoint?: string;
  readonly portalEndpoint?: string;
  readonly batch?: string;
  readonly activeDirectoryDataLake?: string;
  readonly resourceManager?: string;
  readonly microsoftGraphResourceId?: string;
  readonly attestationResourceId?: string;
  readonly synapseAnalyticsResourceId?: string;
  readonly logAnalyticsResourceId?: string;
  readonly graphAudience?: string;
  readonly authentication?: {
    readonly loginEndpoint?: string;
    readonly audiences?: readonly string[];
    readonly tenant?: string;
  };
  readonly suffixes?: Readonly<Record<string, string | undefined>>;
}

/**
 * Describes the cloud behind an ARM endpoint.
 * @throws EngineError `InvalidArgument.Value` for an address that is none or not https (except on loopback),
 * `Network.*` where it cannot be reached, `Network.Response` where it is no ARM endpoint
 */
export async function discoverEnvironment(
  name: string,
  armEndpoint: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Environment> {
  const base = withSlash(checkAddress('ARMEndpoint', armEndpoint));
  const builtIn = builtInEnvironments().find((cloud) => armBaseOf(cloud) === base);
  if (builtIn !== undefined) return { ...builtIn, Name: name, Type: userDefined };
  for (const version of apiVersions) {
    const url = `${base}metadata/endpoints?api-version=${version}`;
    const response = await http({ method: 'GET', url, headers: { accept: 'application/json' } }, signal);
    if (response.status !== 200) continue;
    const cloud = pickCloud(parse(response.body, base), base);
    if (cloud?.authentication?.loginEndpoint !== undefined)
      return { ...toEnvironment(name, base, cloud), Type: userDefined };
  }
  throw new EngineError('Network.Response', {
    facts: { host: new URL(base).host, reason: 'it does not describe a cloud at /metadata/endpoints' },
    target: armEndpoint,
  });
}

/**
 * All clouds that a list names, such as ARM of the public cloud gives.
 * @throws EngineError `InvalidArgument.Value` for an address that is none or not https (except on loopback),
 * `Network.*` where it cannot be reached, `Network.Response` where it gives no such list
 */
export async function discoverEnvironments(
  address: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Environment[]> {
  const url = checkAddress('Uri', address);
  const response = await http({ method: 'GET', url, headers: { accept: 'application/json' } }, signal);
  const metadata = response.status === 200 ? parse(response.body, url) : undefined;
  const clouds = (Array.isArray(metadata) ? metadata : []) as readonly (CloudMetadata | null)[];
  const found = clouds.flatMap((cloud) => {
    const { name, resourceManager, authentication } = cloud ?? {};
    if (cloud === null || name === undefined || authentication?.loginEndpoint === undefined) return [];
    if (resourceManager === undefined || !URL.canParse(resourceManager)) return [];
    return [{ ...toEnvironment(name, withSlash(resourceManager), cloud), Type: 'Discovered' }];
  });
  if (found.length > 0) return found;
  throw new EngineError('Network.Response', {
    facts: {
      host: new URL(url).host,
      reason:
        response.status === 200 ? 'it gives no list of clouds' : `the status ${String(response.status)}`,
    },
    target: address,
  });
}

function checkAddress(parameter: 'ARMEndpoint' | 'Uri', text: string): string {
  const refuse = (reason: string): never => {
    throw new EngineError('InvalidArgument.Value', {
      facts: {
        parameter,
        value: text,
        reason,
        accepted:
          parameter === 'Uri'
            ? 'the https address of a list of clouds, such as https://management.azure.com/metadata/endpoints?api-version=2022-09-01'
            : 'the https address of an Azure Resource Manager, such as https://management.local.azurestack.external/',
      },
      target: text,
    });
  };
  if (!URL.canParse(text)) refuse('It is not an address.');
  const url = new URL(text);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    refuse('It is not an https address.');
  return parameter === 'Uri' ? url.href : `${url.origin}${url.pathname}`;
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

function withoutSlash(address: string | undefined): string | undefined {
  return address?.replace(/\/$/, '');
}

function parse(body: string, base: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new EngineError('Network.Response', {
      facts: { host: new URL(base).host, reason: 'it is not JSON' },
      cause,
    });
  }
}

/** Of several clouds, the one whose Resource Manager was asked. */
function pickCloud(metadata: unknown, base: string): CloudMetadata | undefined {
  if (!Array.isArray(metadata)) return metadata as CloudMetadata | undefined;
  const clouds = metadata as readonly CloudMetadata[];
  const host = new URL(base).host;
  return clouds.find(({ resourceManager }) => {
    return (
      resourceManager !== undefined && URL.canParse(resourceManager) && new URL(resourceManager).host === host
    );
  });
}

function toEnvironment(name: string, base: string, cloud: CloudMetadata): Environment {
  const { authentication, suffixes = {} } = cloud;
  const login = authentication?.loginEndpoint ?? '';
  const isAdfs = /\/adfs\/?$/i.test(login);
  const keyVault = suffixes.keyVaultDns ?? suffixes.keyVault ?? null;
  const audience = authentication?.audiences?.[0] ?? base;
  const graphResource = cloud.graphAudience ?? cloud.graph ?? cloud.graphEndpoint ?? null;
  const extended: Record<string, string | undefined> = {
    AzureAttestationServiceEndpointSuffix: suffixes.attestationEndpoint,
    AzureAttestationServiceEndpointResourceId: cloud.attestationResourceId,
    AzureSynapseAnalyticsEndpointSuffix: suffixes.synapseAnalytics,
    AzureSynapseAnalyticsEndpointResourceId: cloud.synapseAnalyticsResourceId,
    MicrosoftGraphEndpointResourceId: cloud.microsoftGraphResourceId,
    MicrosoftGraphUrl: withoutSlash(cloud.microsoftGraphResourceId),
    OperationalInsightsEndpointResourceId: cloud.logAnalyticsResourceId,
    // What ARM names is the audience; requests go to the first version of the API there.
    OperationalInsightsEndpoint: withoutSlash(cloud.logAnalyticsResourceId)?.concat('/v1'),
  };
  return {
    Name: name,
    OnPremise: isAdfs,
    ServiceManagementUrl: withSlash(audience),
    ResourceManagerUrl: base,
    ManagementPortalUrl: cloud.portal ?? cloud.portalEndpoint ?? null,
    PublishSettingsFileUrl: null,
    ActiveDirectoryAuthority: isAdfs ? login.replace(/adfs\/?$/i, '') : withSlash(login),
    GalleryUrl: cloud.gallery ?? cloud.galleryEndpoint ?? null,
    GraphUrl: cloud.graph ?? cloud.graphEndpoint ?? null,
    ActiveDirectoryServiceEndpointResourceId: audience,
    StorageEndpointSuffix: suffixes.storage ?? null,
    // Az.Accounts' users put it behind a server's name as it is; ARM tells it without the dot.
    SqlDatabaseDnsSuffix: suffixes.sqlServerHostname?.replace(/^(?!\.)/, '.') ?? null,
    TrafficManagerDnsSuffix: null,
    AzureKeyVaultDnsSuffix: keyVault,
    AzureKeyVaultServiceEndpointResourceId:
      keyVault === null ? null : `https://${keyVault.replace(/^\./, '')}`,
    GraphEndpointResourceId: graphResource,
    DataLakeEndpointResourceId: cloud.activeDirectoryDataLake ?? null,
    BatchEndpointResourceId: cloud.batch ?? null,
    AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: suffixes.azureDataLakeAnalyticsCatalogAndJob ?? null,
    AzureDataLakeStoreFileSystemEndpointSuffix: suffixes.azureDataLakeStoreFileSystem ?? null,
    ContainerRegistryEndpointSuffix: suffixes.acrLoginServer ?? null,
    AdTenant: isAdfs ? 'adfs' : (authentication?.tenant ?? 'Common'),
    VersionProfiles: [],
    ExtendedProperties: Object.fromEntries(
      Object.entries(extended).filter((item): item is [string, string] => item[1] !== undefined),
    ),
  };
}
