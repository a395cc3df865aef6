// The public clouds, in Az.Accounts' stored form.
import type { Environment } from './environment.ts';
import { galleryUrl, publicClouds } from './public-clouds/clouds.ts';

/**
 * Returns the built-in environments, in the order in which they are listed. New objects each time, so callers may
 * change them.
 */
export function builtInEnvironments(): Environment[] {
  return publicClouds.map((cloud) => ({
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
  }));
}
