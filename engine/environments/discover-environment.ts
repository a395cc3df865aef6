// Reads descriptions of clouds from Azure Resource Manager's /metadata/endpoints: the cloud at an address, or a list.
import { JsonValue } from '../http/json-value.ts';
import type { HttpClient } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { builtInEnvironments } from './built-in.ts';
import { checkAddress, isAddressProperty, objectionToAddress, shownAddress } from './endpoint-address.ts';
import { armBaseOf } from './environment-store.ts';
import type { Environment } from './environment.ts';

/** The newer format is a list of clouds. Azure Stack Hub answers in the older one and describes only itself. */
const apiVersions = ['2022-09-01', '2015-01-01'] as const;

/** Az.Accounts' type for an environment that a user added, also if its endpoints were discovered. */
const userDefined = 'User-defined';

/** A cloud's description, with its members checked. */
interface CloudMetadata {
  readonly name: string | undefined;
  readonly resourceManager: string | undefined;
  readonly loginEndpoint: string | undefined;
  readonly audience: string | undefined;
  readonly tenant: string | undefined;
  /** Members that are text. */
  readonly texts: Readonly<Record<(typeof textMembers)[number], string | undefined>>;
  readonly suffixes: Readonly<Record<(typeof suffixMembers)[number], string | undefined>>;
}

const textMembers = [
  ...(['portal', 'gallery', 'galleryEndpoint', 'graph', 'graphEndpoint', 'portalEndpoint', 'batch'] as const),
  ...(['activeDirectoryDataLake', 'microsoftGraphResourceId', 'attestationResourceId'] as const),
  ...(['synapseAnalyticsResourceId', 'logAnalyticsResourceId', 'graphAudience'] as const),
] as const;
const suffixMembers = [
  ...(['keyVaultDns', 'keyVault', 'attestationEndpoint', 'synapseAnalytics', 'storage'] as const),
  ...(['sqlServerHostname', 'azureDataLakeAnalyticsCatalogAndJob', 'azureDataLakeStoreFileSystem'] as const),
  ...(['acrLoginServer'] as const),
] as const;

/**
 * Returns the environment of the cloud at an ARM endpoint.
 * @throws EngineError `InvalidArgument.Value` for an invalid or non-https address, `Network.*` if it cannot be
 * reached, `Network.Response` if it is not an ARM endpoint or names a non-https address
 */
export async function discoverEnvironment(
  name: string,
  armEndpoint: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Environment> {
  checkAddress('ARMEndpoint', armEndpoint, acceptedEndpoint);
  const { origin, pathname } = new URL(armEndpoint);
  const base = withSlash(`${origin}${pathname}`);
  const builtIn = builtInEnvironments().find((cloud) => armBaseOf(cloud) === base);
  if (builtIn !== undefined) return { ...builtIn, Name: name, Type: userDefined };
  for (const version of apiVersions) {
    const url = `${base}metadata/endpoints?api-version=${version}`;
    const response = await http({ method: 'GET', url, headers: { accept: 'application/json' } }, signal);
    if (response.status !== 200) continue;
    const cloud = pickCloud(JsonValue.parse(response.body, base), base);
    if (cloud?.loginEndpoint !== undefined)
      return {
        ...toEnvironment(name, base, withDerivedSuffixes(cloud, version, base), base),
        Type: userDefined,
      };
  }
  throw new EngineError('Network.Response', {
    facts: { host: new URL(base).host, reason: 'it does not describe a cloud at /metadata/endpoints' },
    target: armEndpoint,
  });
}

/**
 * Returns all clouds in a list, such as the one from ARM of the public cloud.
 * @throws EngineError `InvalidArgument.Value` for an invalid or non-https address, `Network.*` if it cannot be
 * reached, `Network.Response` if it is not such a list or names a non-https address
 */
export async function discoverEnvironments(
  address: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Environment[]> {
  checkAddress('Uri', address, acceptedList);
  const url = new URL(address).href;
  const response = await http({ method: 'GET', url, headers: { accept: 'application/json' } }, signal);
  const metadata = response.status === 200 ? JsonValue.parse(response.body, url) : undefined;
  const clouds = metadata?.isList === true ? metadata.list() : [];
  const found = clouds.flatMap((item) => {
    const cloud = item.optional(readCloud);
    if (cloud?.name === undefined || cloud.loginEndpoint === undefined) return [];
    const { name, resourceManager } = cloud;
    if (resourceManager === undefined || !URL.canParse(resourceManager)) return [];
    return [{ ...toEnvironment(name, withSlash(resourceManager), cloud, url), Type: 'Discovered' }];
  });
  if (found.length > 0) return found;
  throw new EngineError('Network.Response', {
    facts: {
      host: new URL(url).host,
      reason:
        response.status === 200 ? 'it is not a list of clouds' : `the status ${String(response.status)}`,
    },
    target: address,
  });
}

const acceptedList =
  'the https address of a list of clouds, such as https://management.azure.com/metadata/endpoints?api-version=2022-09-01';
const acceptedEndpoint =
  'the https address of an Azure Resource Manager, such as https://management.local.azurestack.external/';

/** @throws EngineError `Network.Response` for members with the wrong type */
function readCloud(cloud: JsonValue): CloudMetadata {
  const read = <Name extends string>(
    value: JsonValue | undefined,
    names: readonly Name[],
  ): Record<Name, string | undefined> =>
    Object.fromEntries(names.map((name) => [name, value?.textOf(name)])) as Record<Name, string | undefined>;
  const authentication = cloud.member('authentication');
  const suffixes = cloud.member('suffixes');
  const audiences = authentication.optional((value) =>
    value.member('audiences').optional((list) => list.list().map((item) => item.text())),
  );
  return {
    ...read(cloud, ['name', 'resourceManager']),
    ...read(authentication.isAbsent ? undefined : authentication, ['loginEndpoint', 'tenant']),
    audience: audiences?.[0],
    texts: read(cloud, textMembers),
    suffixes: read(suffixes.isAbsent ? undefined : suffixes, suffixMembers),
  };
}

/**
 * The old format contains no suffixes. For Azure Stack Hub they follow the first label of its Resource Manager's host
 * name; Azure's own tools derive them in the same way.
 */
function withDerivedSuffixes(
  cloud: CloudMetadata,
  version: (typeof apiVersions)[number],
  base: string,
): CloudMetadata {
  const domain = new URL(base).hostname.split('.').slice(1).join('.');
  if (version !== '2015-01-01' || domain === '') return cloud;
  const { storage = domain, keyVaultDns = `vault.${domain}` } = cloud.suffixes;
  return { ...cloud, suffixes: { ...cloud.suffixes, storage, keyVaultDns } };
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

function withoutSlash(address: string | undefined): string | undefined {
  return address?.replace(/\/$/, '');
}

/** Returns the cloud whose Resource Manager was asked. */
function pickCloud(metadata: JsonValue, base: string): CloudMetadata | undefined {
  if (!metadata.isList) return metadata.optional(readCloud);
  const host = new URL(base).host;
  return metadata
    .list()
    .map((item) => item.optional(readCloud))
    .find((cloud) => {
      const address = cloud?.resourceManager;
      return address !== undefined && URL.canParse(address) && new URL(address).host === host;
    });
}

/** Returns the described environment; `source` is the URL of the description. */
function toEnvironment(name: string, base: string, cloud: CloudMetadata, source: string): Environment {
  const { suffixes, texts, loginEndpoint: login = '', tenant = 'Common' } = cloud;
  const isAdfs = /\/adfs\/?$/i.test(login);
  const keyVault = suffixes.keyVaultDns ?? suffixes.keyVault ?? null;
  const audience = cloud.audience ?? base;
  const graphResource = texts.graphAudience ?? texts.graph ?? texts.graphEndpoint ?? null;
  const extended: Record<string, string | undefined> = {
    AzureAttestationServiceEndpointSuffix: suffixes.attestationEndpoint,
    AzureAttestationServiceEndpointResourceId: texts.attestationResourceId,
    AzureSynapseAnalyticsEndpointSuffix: suffixes.synapseAnalytics,
    AzureSynapseAnalyticsEndpointResourceId: texts.synapseAnalyticsResourceId,
    MicrosoftGraphEndpointResourceId: texts.microsoftGraphResourceId,
    MicrosoftGraphUrl: withoutSlash(texts.microsoftGraphResourceId),
    OperationalInsightsEndpointResourceId: texts.logAnalyticsResourceId,
    // ARM returns the audience; requests go to version 1 of the API there.
    OperationalInsightsEndpoint: withoutSlash(texts.logAnalyticsResourceId)?.concat('/v1'),
  };
  const environment: Environment = {
    Name: name,
    OnPremise: isAdfs,
    ServiceManagementUrl: withSlash(audience),
    ResourceManagerUrl: base,
    ManagementPortalUrl: texts.portal ?? texts.portalEndpoint ?? null,
    PublishSettingsFileUrl: null,
    ActiveDirectoryAuthority: isAdfs ? login.replace(/adfs\/?$/i, '') : withSlash(login),
    GalleryUrl: texts.gallery ?? texts.galleryEndpoint ?? null,
    GraphUrl: texts.graph ?? texts.graphEndpoint ?? null,
    ActiveDirectoryServiceEndpointResourceId: audience,
    StorageEndpointSuffix: suffixes.storage ?? null,
    // Az.Accounts' users append it to a server's name; ARM returns it without the dot.
    SqlDatabaseDnsSuffix: suffixes.sqlServerHostname?.replace(/^(?!\.)/, '.') ?? null,
    TrafficManagerDnsSuffix: null,
    AzureKeyVaultDnsSuffix: keyVault,
    AzureKeyVaultServiceEndpointResourceId:
      keyVault === null ? null : `https://${keyVault.replace(/^\./, '')}`,
    GraphEndpointResourceId: graphResource,
    DataLakeEndpointResourceId: texts.activeDirectoryDataLake ?? null,
    BatchEndpointResourceId: texts.batch ?? null,
    AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: suffixes.azureDataLakeAnalyticsCatalogAndJob ?? null,
    AzureDataLakeStoreFileSystemEndpointSuffix: suffixes.azureDataLakeStoreFileSystem ?? null,
    ContainerRegistryEndpointSuffix: suffixes.acrLoginServer ?? null,
    AdTenant: isAdfs ? 'adfs' : tenant,
    VersionProfiles: [],
    ExtendedProperties: Object.fromEntries(
      Object.entries(extended).filter((item): item is [string, string] => item[1] !== undefined),
    ),
  };
  checkAddresses(environment, source);
  return environment;
}

/** Rejects the whole description if one of its addresses is not https. */
function checkAddresses(environment: Environment, source: string): void {
  const { ExtendedProperties: extended, ...own } = environment;
  for (const [property, value] of Object.entries({ ...extended, ...own })) {
    if (typeof value !== 'string' || value === '' || !isAddressProperty(property)) continue;
    if (property === 'ServiceManagementUrl' || objectionToAddress(value) === undefined) continue;
    const reason = `the ${property} of the cloud '${environment.Name}' is '${shownAddress(value)}', where an https address was expected`;
    throw new EngineError('Network.Response', { facts: { host: new URL(source).host, reason } });
  }
}
