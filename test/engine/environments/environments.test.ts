import assert from 'node:assert/strict';
import {
  addEnvironment,
  armBaseOf,
  authorityFor,
  findEnvironment,
  listEnvironments,
} from '../../../engine/environments/environment-store.ts';
import { armScope, resourceFor, scopeOf } from '../../../engine/environments/resources.ts';

/** The endpoints that Az.Accounts has for its public clouds (AzureEnvironmentConstants.cs). */
const facts = {
  AzureCloud: {
    ManagementPortalUrl: 'https://portal.azure.com/',
    GraphEndpointResourceId: 'https://graph.windows.net/',
    ContainerRegistryEndpointSuffix: 'azurecr.io',
    ContainerRegistryEndpointResourceId: 'https://management.azure.com',
    AzureSshAuthScope: 'https://pas.windows.net/CheckMyAccess/Linux/.default',
  },
  AzureChinaCloud: {
    ManagementPortalUrl: 'https://portal.azure.cn/',
    GraphEndpointResourceId: 'https://graph.chinacloudapi.cn/',
    ContainerRegistryEndpointSuffix: 'azurecr.cn',
    ContainerRegistryEndpointResourceId: 'https://management.chinacloudapi.cn',
    AzureSshAuthScope: 'https://pas.chinacloudapi.cn/CheckMyAccess/Linux/.default',
  },
  AzureUSGovernment: {
    ManagementPortalUrl: 'https://portal.azure.us/',
    GraphEndpointResourceId: 'https://graph.microsoftazure.us/',
    ContainerRegistryEndpointSuffix: 'azurecr.us',
    ContainerRegistryEndpointResourceId: 'https://management.usgovcloudapi.net',
    AzureSshAuthScope: 'https://pasff.usgovcloudapi.net/CheckMyAccess/Linux/.default',
  },
};

const clouds: readonly [string, string, string, string][] = [
  [
    'AzureCloud',
    'https://login.microsoftonline.com/organizations',
    'https://management.azure.com/',
    'https://management.core.windows.net//.default',
  ],
  [
    'AzureChinaCloud',
    'https://login.chinacloudapi.cn/organizations',
    'https://management.chinacloudapi.cn/',
    'https://management.core.chinacloudapi.cn//.default',
  ],
  [
    'AzureUSGovernment',
    'https://login.microsoftonline.us/organizations',
    'https://management.usgovcloudapi.net/',
    'https://management.core.usgovcloudapi.net//.default',
  ],
];

describe('environments', () => {
  for (const [name, authority, arm, scope] of clouds) {
    it(`${name} has its own authority, ARM endpoint and audience`, () => {
      const environment = findEnvironment({}, name.toUpperCase());
      assert.equal(authorityFor(environment, 'organizations'), authority);
      assert.equal(armBaseOf(environment), arm);
      assert.equal(armScope(environment), scope);
    });
  }

  for (const [name, known] of Object.entries(facts)) {
    it(`${name} has Az.Accounts' endpoints, in the same properties`, () => {
      const { ExtendedProperties: extended, ...own } = findEnvironment({}, name);
      const { ContainerRegistryEndpointResourceId, AzureSshAuthScope, ...others } = known;
      assert.deepEqual(
        Object.fromEntries(Object.keys(others).map((property) => [property, own[property]])),
        others,
      );
      assert.deepEqual(
        [extended.ContainerRegistryEndpointResourceId, extended.AzureSshAuthScope],
        [ContainerRegistryEndpointResourceId, AzureSshAuthScope],
      );
    });
  }

  for (const address of ['https://adfs.stack.example', 'https://adfs.stack.example/adfs/']) {
    it(`with AD FS at ${address} have one authority for every tenant`, () => {
      const stack = {
        Name: 'Stack',
        OnPremise: true,
        ActiveDirectoryAuthority: address,
        ExtendedProperties: {},
      };
      assert.equal(authorityFor(stack, 'organizations'), 'https://adfs.stack.example/adfs');
    });
  }

  it('that are unknown raise an error', () => {
    assert.throws(() => findEnvironment({}, 'AzureMoon'), /'AzureMoon' is not known/);
  });

  it('can be added and replaced in any case, but cannot take a built-in name', () => {
    const file = {};
    const stack = { Name: 'Stack', OnPremise: false, ExtendedProperties: {} };
    addEnvironment(file, stack);
    addEnvironment(file, { ...stack, Name: 'STACK' });
    assert.deepEqual(
      listEnvironments(file)
        .map(({ Name }) => Name)
        .slice(3),
      ['STACK'],
    );
    assert.throws(
      () => {
        addEnvironment(file, { ...stack, Name: 'azurecloud' });
      },
      {
        id: 'InvalidArgument.Value',
        action: 'Accepted: a name other than AzureCloud, AzureChinaCloud, AzureUSGovernment.',
      },
    );
  });

  it('resolve the services of Get-AzAccessToken and report a service that the cloud does not have', () => {
    const china = findEnvironment({}, 'AzureChinaCloud');
    assert.equal(resourceFor(china, 'keyvault'), 'https://vault.azure.cn');
    assert.equal(scopeOf('https://vault.azure.net'), 'https://vault.azure.net/.default');
    assert.throws(() => resourceFor(china, 'DataLake'), /has no such service/);
    assert.throws(() => resourceFor(china, 'Teapot'), { id: 'InvalidArgument.Value' });
  });
});
