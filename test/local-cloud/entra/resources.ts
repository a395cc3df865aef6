// The services that tokens are issued for.
import type { ServiceName } from '../clouds.ts';
import type { CloudState } from '../state.ts';

/** A service that tokens are issued for. */
export interface Resource {
  readonly appId: string;
  readonly displayName: string;
  readonly permissions: readonly string[];
}

export const graphAppId = '00000003-0000-0000-c000-000000000000';
export const armAppId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

const service = (appId: string, displayName: string, ...permissions: string[]): Resource => ({
  ...{ appId, displayName },
  permissions: permissions.length === 0 ? ['user_impersonation'] : permissions,
});

const resources: Readonly<Record<ServiceName, Resource>> = {
  arm: service(armAppId, 'Windows Azure Service Management API'),
  graph: service(
    graphAppId,
    'Microsoft Graph',
    'email',
    'openid',
    'profile',
    'User.Read',
    'Mail.Read',
    'Directory.Read.All',
  ),
  aadGraph: service('00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'),
  keyVault: service('cfa8b339-82a2-471a-a3c9-0fc0be7a4093', 'Azure Key Vault'),
  storage: service('e406a681-f3d4-42a8-90b6-c2b029497af1', 'Azure Storage'),
  sql: service('022907d3-0f1b-48f7-badc-1ba6abab6d66', 'Azure SQL Database'),
  batch: service('ddbf3205-c6bd-46ae-8127-60eb93363864', 'Microsoft Azure Batch'),
  dataLake: service('e9f49c6b-5ce5-44c8-925d-015017e9f7ad', 'Azure Data Lake'),
  logAnalytics: service('ca7f3f0b-7d91-482c-8e09-c5d840d0eac5', 'Log Analytics API'),
  synapse: service('ac52dde4-f2f6-4e7b-8b4b-6a1a1c2bd1b1', 'Azure Synapse'),
  managedHsm: service('589d5083-6f11-4d30-a62a-a4b316a14abf', 'Azure Managed HSM'),
};

/** This cloud's resource with the given identifier URI (with or without a trailing slash) or app ID. */
export function findResource(cloud: Pick<CloudState, 'profile'>, identifier: string): Resource | undefined {
  const name = identifier.toLowerCase().replace(/\/+$/, '');
  const services = Object.keys(resources) as ServiceName[];
  const found = services.find(
    (one) => resources[one].appId === name || cloud.profile.identifiers[one].includes(name),
  );
  return found === undefined ? undefined : resources[found];
}

/** The audiences that Azure Resource Manager accepts, compared exactly: each name with and without a slash. */
export function armAudiences({ profile }: Pick<CloudState, 'profile'>): string[] {
  return profile.identifiers.arm.flatMap((name) => [`${name}/`, name]);
}
