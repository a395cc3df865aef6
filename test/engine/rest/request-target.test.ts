import assert from 'node:assert/strict';
import { builtInEnvironments } from '../../../engine/environments/built-in.ts';
import { targetOfParts, targetOfPath, targetOfUri } from '../../../engine/rest/request-target.ts';

const [publicCloud, china] = builtInEnvironments();
assert.ok(publicCloud && china);
const cloud = publicCloud;
const arm = 'https://management.core.windows.net/';

describe('the target of a REST request', () => {
  const paths: readonly [string, string][] = [
    ['/subscriptions?api-version=1', 'https://management.azure.com/subscriptions?api-version=1'],
    ['subscriptions', 'https://management.azure.com/subscriptions'],
    ['  /subscriptions ', 'https://management.azure.com/subscriptions'],
    ['//evil.example/subscriptions', 'https://management.azure.com/evil.example/subscriptions'],
    ['\\\\evil.example', 'https://management.azure.com/evil.example'],
  ];
  for (const [path, url] of paths) {
    it(`is Azure Resource Manager for the path '${path}'`, () => {
      const target = targetOfPath(cloud, path);
      assert.equal(target.url, url);
      assert.equal(target.resource, arm);
    });
  }

  for (const path of ['https://management.azure.com/subscriptions', '', '/', '   ']) {
    it(`is rejected if the path is '${path}'`, () => {
      assert.throws(() => targetOfPath(cloud, path), { catalogueId: 'InvalidArgument.Value' });
    });
  }

  const owners: readonly [string, string | undefined, string][] = [
    ['https://management.azure.com/subscriptions', undefined, arm],
    ['https://westeurope.management.azure.com/x', undefined, arm],
    ['https://graph.microsoft.com/v1.0/me', undefined, 'https://graph.microsoft.com/'],
    ['https://vault.vault.azure.net/secrets', undefined, 'https://vault.azure.net'],
    ['https://store.azconfig.io/kv', undefined, 'https://azconfig.io'],
    ['https://api.loganalytics.io/v1/workspaces', undefined, 'https://api.loganalytics.io'],
    ['https://own.example/api', 'api://own', 'api://own'],
  ];
  for (const [address, given, resource] of owners) {
    it(`has the audience ${resource} for ${address}`, () => {
      const target = targetOfUri(cloud, address, given);
      assert.equal(target.resource, resource);
      assert.ok(target.owns(new URL(address)));
    });
  }

  const refused: readonly [string, string, string | undefined][] = [
    ['a host of an unknown service', 'https://evil.example/', undefined],
    ['a host that only looks like that of a service', 'https://evilgraph.microsoft.com.example/', undefined],
    ['a service of another cloud', 'https://microsoftgraph.chinacloudapi.cn/v1.0', undefined],
    ['a service over plain HTTP', 'http://graph.microsoft.com/v1.0/me', undefined],
    ['an address with a user name', 'https://user@management.azure.com/', undefined],
    ['an invalid address', 'graph.microsoft.com/me', undefined],
    ['another host with the audience of Resource Manager', 'https://own.example/', arm],
  ];
  for (const [what, address, resource] of refused) {
    it(`is rejected if it is ${what}`, () => {
      assert.throws(() => targetOfUri(cloud, address, resource), { catalogueId: 'InvalidArgument.Value' });
    });
  }

  const owned: readonly [string, string, boolean][] = [
    ['https://management.azure.com/', 'https://management.azure.com/next', true],
    ['https://management.azure.com/', 'https://eastus.management.azure.com/next', true],
    ['https://management.azure.com/', 'https://management.azure.com.evil.example/', false],
    ['https://management.azure.com/', 'https://xmanagement.azure.com/', false],
    ['https://management.azure.com/', 'https://management.azure.com:8443/', false],
    ['https://management.azure.com/', 'http://management.azure.com/', false],
    ['https://graph.microsoft.com/', 'https://graph.microsoft.com/next', true],
    ['https://graph.microsoft.com/', 'https://eu.graph.microsoft.com/next', false],
    ['https://graph.microsoft.com/', 'https://management.azure.com/', false],
  ];
  for (const [address, next, isOwn] of owned) {
    it(`${isOwn ? 'allows' : 'does not allow'} the token for ${address} to go to ${next}`, () => {
      assert.equal(targetOfUri(cloud, address, undefined).owns(new URL(next)), isOwn);
    });
  }

  const parts = { subscriptionId: 's', types: [], names: [], apiVersion: '1' };
  const made: readonly [Partial<Parameters<typeof targetOfParts>[1]>, string][] = [
    [{}, '/subscriptions/s?api-version=1'],
    [{ resourceGroup: 'g' }, '/subscriptions/s/resourceGroups/g?api-version=1'],
    [
      { provider: 'Microsoft.Compute', types: ['virtualMachines'], names: ['a b'] },
      '/subscriptions/s/providers/Microsoft.Compute/virtualMachines/a%20b?api-version=1',
    ],
    [{ types: ['a', 'b'], names: ['1'] }, '/subscriptions/s/a/1/b?api-version=1'],
  ];
  for (const [given, path] of made) {
    it(`is ${path} when it is built from parts`, () => {
      const { url } = targetOfParts(cloud, { ...parts, ...given });
      assert.equal(url, `https://management.azure.com${path}`);
    });
  }

  it('is rejected if its parts do not match or would change the path', () => {
    assert.throws(() => targetOfParts(cloud, { ...parts, types: ['a', 'b', 'c'], names: ['1'] }), {
      catalogueId: 'InvalidArgument.Value',
    });
    for (const resourceGroup of ['..', '', 'a/../b', 'a//b'])
      assert.throws(() => targetOfParts(cloud, { ...parts, resourceGroup }), {
        catalogueId: 'InvalidArgument.Value',
      });
  });

  it('uses the endpoint of the current cloud', () => {
    assert.equal(
      targetOfPath(china, '/subscriptions').url,
      'https://management.chinacloudapi.cn/subscriptions',
    );
  });
});
