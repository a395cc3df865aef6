import type { CloudState } from '../state.ts';

/** A service that tokens are issued for. */
export interface Resource {
  readonly appId: string;
  readonly displayName: string;
  /** Identifier URIs, without a trailing slash. */
  readonly identifiers: readonly string[];
  readonly permissions: readonly string[];
}

export const graphAppId = '00000003-0000-0000-c000-000000000000';
export const armAppId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
/** The audience of ARM tokens that this cloud advertises; it stays the same over restarts, unlike the port. */
export const armAudience = 'https://management.local-cloud.example/';

const impersonation = ['user_impersonation'];

const resources: readonly Resource[] = [
  {
    appId: armAppId,
    displayName: 'Windows Azure Service Management API',
    identifiers: [
      'https://management.local-cloud.example',
      'https://management.core.windows.net',
      'https://management.azure.com',
    ],
    permissions: impersonation,
  },
  {
    appId: graphAppId,
    displayName: 'Microsoft Graph',
    identifiers: ['https://graph.microsoft.com', 'https://graph.local-cloud.example'],
    permissions: ['email', 'openid', 'profile', 'User.Read'],
  },
  {
    appId: '00000002-0000-0000-c000-000000000000',
    displayName: 'Windows Azure Active Directory',
    identifiers: ['https://graph.windows.net', 'https://aadgraph.local-cloud.example'],
    permissions: impersonation,
  },
  {
    appId: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
    displayName: 'Azure Key Vault',
    identifiers: ['https://vault.azure.net', 'https://vault.local-cloud.example'],
    permissions: impersonation,
  },
  service('e406a681-f3d4-42a8-90b6-c2b029497af1', 'Azure Storage', 'https://storage.azure.com'),
  service('022907d3-0f1b-48f7-badc-1ba6abab6d66', 'Azure SQL Database', 'https://database.windows.net'),
  service(
    'ddbf3205-c6bd-46ae-8127-60eb93363864',
    'Microsoft Azure Batch',
    'https://batch.core.windows.net',
    'https://batch.local-cloud.example',
  ),
  service(
    'e9f49c6b-5ce5-44c8-925d-015017e9f7ad',
    'Azure Data Lake',
    'https://datalake.azure.net',
    'https://datalake.local-cloud.example',
  ),
  service(
    'ca7f3f0b-7d91-482c-8e09-c5d840d0eac5',
    'Log Analytics API',
    'https://api.loganalytics.io',
    'https://api.loganalytics.local-cloud.example',
  ),
  service(
    'ac52dde4-f2f6-4e7b-8b4b-6a1a1c2bd1b1',
    'Azure Synapse',
    'https://dev.azuresynapse.net',
    'https://synapse.local-cloud.example',
  ),
  service('589d5083-6f11-4d30-a62a-a4b316a14abf', 'Azure Managed HSM', 'https://managedhsm.azure.net'),
];

function service(appId: string, displayName: string, ...identifiers: string[]): Resource {
  return { appId, displayName, identifiers, permissions: impersonation };
}

/** The resource with this identifier URI (a trailing slash makes no difference) or app ID. */
export function findResource(cloud: Pick<CloudState, 'armUrl'>, identifier: string): Resource | undefined {
  const name = identifier.toLowerCase().replace(/\/+$/, '');
  if (name === cloud.armUrl) return resources[0];
  return resources.find((resource) => resource.appId === name || resource.identifiers.includes(name));
}
