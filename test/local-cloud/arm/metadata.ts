// ARM's metadata/endpoints, from which a client learns about a cloud with only the address of its resource manager.
import { localArmAudience } from '../clouds.ts';
import { json, type Handler } from '../router.ts';
import type { CloudState } from '../state.ts';

/** One object until api-version 2018, and a list of clouds from 2019-05-01 on. Needs no token. */
export const metadataEndpoints: Handler = (exchange, cloud) => {
  const version = exchange.query.get('api-version') ?? '';
  if (version < '2019') return json(200, describeOld(cloud));
  return json(200, [version < '2022' ? describe(cloud) : describeNew(cloud)]);
};

function authentication(cloud: CloudState): object {
  return { loginEndpoint: `${cloud.loginUrl}/`, audiences: [localArmAudience, `${cloud.armUrl}/`] };
}

function describeOld(cloud: CloudState): object {
  return {
    galleryEndpoint: 'https://gallery.local-cloud.example/',
    graphEndpoint: 'https://aadgraph.local-cloud.example/',
    portalEndpoint: 'https://portal.local-cloud.example/',
    graphAudience: 'https://aadgraph.local-cloud.example/',
    authentication: authentication(cloud),
  };
}

function describe(cloud: CloudState): Readonly<Record<string, unknown>> & { readonly suffixes: object } {
  return {
    portal: 'https://portal.local-cloud.example/',
    authentication: { ...authentication(cloud), tenant: 'common', identityProvider: 'AAD' },
    media: 'https://media.local-cloud.example',
    graphAudience: 'https://aadgraph.local-cloud.example/',
    graph: 'https://aadgraph.local-cloud.example/',
    name: 'LocalCloud',
    suffixes: {
      azureDataLakeStoreFileSystem: 'datalakestore.local-cloud.example',
      acrLoginServer: 'registry.local-cloud.example',
      sqlServerHostname: 'database.local-cloud.example',
      azureDataLakeAnalyticsCatalogAndJob: 'datalakeanalytics.local-cloud.example',
      keyVaultDns: 'vault.local-cloud.example',
      storage: 'core.local-cloud.example',
      azureFrontDoorEndpointSuffix: 'frontdoor.local-cloud.example',
    },
    batch: 'https://batch.local-cloud.example/',
    resourceManager: `${cloud.armUrl}/`,
    vmImageAliasDoc: 'https://images.local-cloud.example/aliases.json',
    activeDirectoryDataLake: 'https://datalake.local-cloud.example/',
    sqlManagement: 'https://sqlmanagement.local-cloud.example/',
    gallery: 'https://gallery.local-cloud.example/',
  };
}

function describeNew(cloud: CloudState): object {
  const { suffixes, ...known } = describe(cloud);
  return { ...known, ...newer, suffixes: { ...suffixes, ...newerSuffixes } };
}

const newer = {
  microsoftGraphResourceId: 'https://graph.local-cloud.example/',
  appInsightsResourceId: 'https://api.applicationinsights.local-cloud.example',
  logAnalyticsResourceId: 'https://api.loganalytics.local-cloud.example',
  attestationResourceId: 'https://attest.local-cloud.example',
  synapseAnalyticsResourceId: 'https://synapse.local-cloud.example',
};

const newerSuffixes = {
  attestationEndpoint: 'attest.local-cloud.example',
  synapseAnalytics: 'synapse.local-cloud.example',
};
