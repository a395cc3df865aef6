/**
 * A cloud, in the format of Az.Accounts (AzureRmContext.json, EnvironmentTable). Endpoints are URLs or DNS suffixes;
 * unknown properties are kept.
 */
export interface Environment {
  Name: string;
  Type?: string | null;
  OnPremise: boolean;
  ServiceManagementUrl?: string | null;
  ResourceManagerUrl?: string | null;
  ManagementPortalUrl?: string | null;
  PublishSettingsFileUrl?: string | null;
  /** The authority's base with a trailing slash: `https://login.microsoftonline.com/`. */
  ActiveDirectoryAuthority?: string | null;
  GalleryUrl?: string | null;
  GraphUrl?: string | null;
  /** The audience of ARM tokens: `https://management.core.windows.net/`. */
  ActiveDirectoryServiceEndpointResourceId?: string | null;
  StorageEndpointSuffix?: string | null;
  SqlDatabaseDnsSuffix?: string | null;
  TrafficManagerDnsSuffix?: string | null;
  AzureKeyVaultDnsSuffix?: string | null;
  AzureKeyVaultServiceEndpointResourceId?: string | null;
  GraphEndpointResourceId?: string | null;
  DataLakeEndpointResourceId?: string | null;
  BatchEndpointResourceId?: string | null;
  AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix?: string | null;
  AzureDataLakeStoreFileSystemEndpointSuffix?: string | null;
  AdTenant?: string | null;
  ContainerRegistryEndpointSuffix?: string | null;
  VersionProfiles?: string[];
  ExtendedProperties: Record<string, string>;
  [unknown: string]: unknown;
}
