import { OutgoingDictionary, type TypedObject } from '../protocol/values.ts';
import type { Environment } from './environment.ts';

/** Extended properties that PSAzureEnvironment has as separate properties. */
const shownFromExtended: Readonly<Record<string, string>> = {
  AzureOperationalInsightsEndpointResourceId: 'OperationalInsightsEndpointResourceId',
  AzureOperationalInsightsEndpoint: 'OperationalInsightsEndpoint',
  AzureAnalysisServicesEndpointSuffix: 'AzureAnalysisServicesEndpointSuffix',
  AnalysisServicesEndpointResourceId: 'AnalysisServicesEndpointResourceId',
  AzureAttestationServiceEndpointSuffix: 'AzureAttestationServiceEndpointSuffix',
  AzureAttestationServiceEndpointResourceId: 'AzureAttestationServiceEndpointResourceId',
  AzureSynapseAnalyticsEndpointSuffix: 'AzureSynapseAnalyticsEndpointSuffix',
  AzureSynapseAnalyticsEndpointResourceId: 'AzureSynapseAnalyticsEndpointResourceId',
};

/** Returns an environment as an output object, with the properties of Az.Accounts' PSAzureEnvironment. */
export function toEnvironmentOutput(environment: Environment): TypedObject {
  const extended = environment.ExtendedProperties;
  return {
    $type: 'Microsoft.Azure.Commands.Profile.Models.PSAzureEnvironment',
    Name: environment.Name,
    Type: environment.Type ?? 'User-defined',
    EnableAdfsAuthentication: environment.OnPremise,
    OnPremise: environment.OnPremise,
    ActiveDirectoryServiceEndpointResourceId: environment.ActiveDirectoryServiceEndpointResourceId,
    AdTenant: environment.AdTenant,
    GalleryUrl: environment.GalleryUrl,
    ManagementPortalUrl: environment.ManagementPortalUrl,
    ServiceManagementUrl: environment.ServiceManagementUrl,
    PublishSettingsFileUrl: environment.PublishSettingsFileUrl,
    ResourceManagerUrl: environment.ResourceManagerUrl,
    SqlDatabaseDnsSuffix: environment.SqlDatabaseDnsSuffix,
    StorageEndpointSuffix: environment.StorageEndpointSuffix,
    ActiveDirectoryAuthority: environment.ActiveDirectoryAuthority,
    GraphUrl: environment.GraphUrl,
    GraphEndpointResourceId: environment.GraphEndpointResourceId,
    TrafficManagerDnsSuffix: environment.TrafficManagerDnsSuffix,
    AzureKeyVaultDnsSuffix: environment.AzureKeyVaultDnsSuffix,
    DataLakeEndpointResourceId: environment.DataLakeEndpointResourceId,
    AzureDataLakeStoreFileSystemEndpointSuffix: environment.AzureDataLakeStoreFileSystemEndpointSuffix,
    AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix:
      environment.AzureDataLakeAnalyticsCatalogAndJobEndpointSuffix,
    AzureKeyVaultServiceEndpointResourceId: environment.AzureKeyVaultServiceEndpointResourceId,
    BatchEndpointResourceId: environment.BatchEndpointResourceId,
    ContainerRegistryEndpointSuffix: environment.ContainerRegistryEndpointSuffix,
    ...Object.fromEntries(
      Object.entries(shownFromExtended).map(([property, key]) => [property, extended[key] ?? null]),
    ),
    VersionProfiles: environment.VersionProfiles ?? [],
    ExtendedProperties: new OutgoingDictionary(extended),
  };
}

/** Properties that only the output object has. */
const shownOnly = new Set(['$type', 'EnableAdfsAuthentication', ...Object.keys(shownFromExtended)]);

/** Returns the environment of an output object. */
export function fromEnvironmentOutput(shown: Readonly<Record<string, unknown>>): Partial<Environment> {
  return Object.fromEntries(Object.entries(shown).filter(([property]) => !shownOnly.has(property)));
}
