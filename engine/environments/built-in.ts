// The public clouds, in Az.Accounts' stored form.
import type { Environment } from './environment.ts';
import { sameText } from '../text/same-text.ts';
import { galleryUrl, publicClouds, type PublicCloud } from './public-clouds/clouds.ts';

/**
 * Returns the built-in environments, in the order in which they are listed. New objects each time, so callers may
 * change them.
 */
export function builtInEnvironments(): Environment[] {
  return publicClouds.map(environmentOf);
}

/** Returns the built-in environment with a name, ignoring case, or undefined. A new object each time. */
export function builtInEnvironment(name: string): Environment | undefined {
  const cloud = publicClouds.find((candidate) => sameText(candidate.name, name));
  return cloud && environmentOf(cloud);
}

/** Whether a name belongs to a built-in environment, ignoring case. */
export function isBuiltIn(name: string): boolean {
  return publicClouds.some((cloud) => sameText(cloud.name, name));
}

function environmentOf(cloud: PublicCloud): Environment {
  return {
    Name: cloud.name,
    Type: 'Built-in',
    OnPremise: false,
    ServiceManagementUrl: cloud.serviceManagement,
    ResourceManagerUrl: cloud.resourceManager,
    ManagementPortalUrl: cloud.portal,
    PublishSettingsFileUrl: cloud.publishSettings,
    ActiveDirectoryAuthority: cloud.authority,
    GalleryUrl: galleryUrl,
    GraphUrl: cloud.graph,
    ActiveDirectoryServiceEndpointResourceId: cloud.serviceManagement,
    StorageEndpointSuffix: cloud.storage,
    SqlDatabaseDnsSuffix: cloud.sql,
    TrafficManagerDnsSuffix: cloud.trafficManager,
    AzureKeyVaultDnsSuffix: cloud.keyVault,
    AzureKeyVaultServiceEndpointResourceId: `https://${cloud.keyVault}`,
    GraphEndpointResourceId: cloud.graph,
    DataLakeEndpointResourceId: cloud.dataLake,
    BatchEndpointResourceId: cloud.batch,
    AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix: cloud.dataLakeAnalyticsSuffix,
    AzureDataLakeStoreFileSystemEndpointSuffix: cloud.dataLakeStoreSuffix,
    AdTenant: 'Common',
    ContainerRegistryEndpointSuffix: cloud.registry,
    VersionProfiles: [],
    ExtendedProperties: { ...cloud.extended },
  };
}
