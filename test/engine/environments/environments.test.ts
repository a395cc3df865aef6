import assert from 'node:assert/strict';
import {
  addEnvironment,
  armBaseOf,
  authorityFor,
  findEnvironment,
  listEnvironments,
} from '../../../engine/environments/environment-store.ts';
import { armScope, resourceFor, scopeOf } from '../../../engine/environments/resources.ts';

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
    it(`${name} uses its own authority, ARM endpoint and audience`, () => {
      const environment = findEnvironment({}, name.toUpperCase());
      assert.equal(authorityFor(environment, 'organizations'), authority);
      assert.equal(armBaseOf(environment), arm);
      assert.equal(armScope(environment), scope);
    });
  }

  for (const address of ['https://adfs.stack.example', 'https://adfs.stack.example/adfs/']) {
    it(`of AD FS at ${address} have one authority for every tenant`, () => {
      const stack = {
        Name: 'Stack',
        OnPremise: true,
        ActiveDirectoryAuthority: address,
        ExtendedProperties: {},
      };
      assert.equal(authorityFor(stack, 'organizations'), 'https://adfs.stack.example/adfs');
    });
  }

  it('that are not known are refused with those that are', () => {
    assert.throws(() => findEnvironment({}, 'AzureMoon'), /'AzureMoon' is not known/);
  });

  it('can be added, replaced in another case, but not take a built-in name', () => {
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
      { id: 'InvalidArgument.Value' },
    );
  });

  it('know the services that Get-AzAccessToken names, and say which a cloud lacks', () => {
    const china = findEnvironment({}, 'AzureChinaCloud');
    assert.equal(resourceFor(china, 'keyvault'), 'https://vault.azure.cn');
    assert.equal(scopeOf('https://vault.azure.net'), 'https://vault.azure.net/.default');
    assert.throws(() => resourceFor(china, 'DataLake'), /has no such service/);
    assert.throws(() => resourceFor(china, 'Teapot'), { id: 'InvalidArgument.Value' });
  });
});
