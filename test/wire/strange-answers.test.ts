// Responses of Azure Resource Manager whose JSON is not what it should be.
import assert from 'node:assert/strict';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

const subscriptionId = '1a000000-0000-4000-8000-000000000001';

describe('malformed responses of ARM, over the wire', () => {
  const bench = wireBench();
  beforeEach(() => bench.connectWithCode({ Tenant: contoso }));
  const plant = (path: string, body: unknown): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    bench.cloud.planted.set(`arm GET ${path}`, { body: text });
  };
  const isStrange =
    (expected: RegExp) =>
    ({ data, message }: CallError): boolean => {
      assert.equal(data.id, 'Network.Response', message);
      assert.match(message, expected);
      return true;
    };
  const call = (cmdlet: string, parameters: object = {}): Promise<CallResult> =>
    bench.engine.call(cmdlet, parameters);

  for (const [what, body, expected] of [
    ['a number', { value: 42 }, /'value' is a number, where a list was expected/],
    ['a list with null in it', { value: [null] }, /an item of 'value' is null, where an object was expected/],
    ['a list of texts', { value: ['x'] }, /an item of 'value' is a text, where an object was expected/],
    ['null', 'null', /it is null, where an object was expected/],
    ['a bare array', [], /it is a list, where an object was expected/],
    ['empty', '', /it is not JSON/],
    ['an object without a list', {}, /'value' is missing, where a list was expected/],
    ['one whose next page is a number', { value: [], nextLink: 42 }, /'nextLink' is a number, where a text/],
    [
      'one whose next page is an invalid address',
      { value: [], nextLink: 'http://[' },
      /an address that cannot be read/,
    ],
  ] as const) {
    it(`are Network.Response if a list of tenants or subscriptions is ${what}`, async () => {
      plant('/subscriptions', body);
      await assert.rejects(call('Get-AzSubscription', { TenantId: contoso }), isStrange(expected));
      plant('/tenants', body);
      await assert.rejects(call('Get-AzTenant'), isStrange(expected));
    });
  }

  for (const [what, item, expected] of [
    ['no ID', { displayName: 'x' }, /'subscriptionId' is missing, where a text was expected/],
    ['a number as its name', { subscriptionId, displayName: 7 }, /'displayName' is a number, where a text/],
    ['null among its tenants', { subscriptionId, managedByTenants: [null] }, /'managedByTenants'.*is null/],
  ] as const) {
    it(`are Network.Response if a subscription has ${what}`, async () => {
      plant('/subscriptions', { value: [item] });
      await assert.rejects(call('Get-AzSubscription', { TenantId: contoso }), isStrange(expected));
      plant(`/subscriptions/${subscriptionId}`, item);
      await assert.rejects(
        call('Get-AzSubscription', { SubscriptionId: subscriptionId, TenantId: contoso }),
        isStrange(expected),
      );
    });
  }

  it('are Network.Response if a tenant has wrong properties', async () => {
    for (const [item, expected] of [
      [{}, /'tenantId' is missing, where a text/],
      [{ tenantId: contoso, domains: 'x' }, /'domains' is a text, where a list/],
      [{ tenantId: contoso, domains: [1] }, /an item of 'domains' is a number, where a text/],
    ] as const) {
      plant('/tenants', { value: [item] });
      await assert.rejects(call('Get-AzTenant'), isStrange(expected));
    }
  });

  it('may omit optional properties or set them to null', async () => {
    plant('/subscriptions', {
      value: [{ subscriptionId, tags: null, displayName: null, managedByTenants: null }],
      nextLink: null,
    });
    const { outputs } = await call('Get-AzSubscription', { TenantId: contoso });
    assert.equal(outputs[0]?.Id, subscriptionId);
  });

  it('do not make the engine follow an http next page', async () => {
    const next = `${bench.cloud.armUrl.replace('https:', 'http:')}/subscriptions?page=2`;
    plant('/subscriptions', { value: [], nextLink: next });
    const listed = call('Get-AzSubscription', { TenantId: contoso });
    await assert.rejects(listed, isStrange(/does not belong to it, so no token is sent there/));
  });

  it('are Network.Response if a resource group or the locations have another type', async () => {
    const group = (name: string): Promise<CallResult> =>
      call('Set-AzDefault', { ResourceGroupName: name, Force: true });
    const base = `/subscriptions/${subscriptionId}`;
    plant(`${base}/resourceGroups/web`, 'null');
    await assert.rejects(group('web'), isStrange(/it is null, where an object/));
    plant(`${base}/resourceGroups/web`, { id: 1 });
    await assert.rejects(group('web'), isStrange(/'id' is a number, where a text/));
    plant(`${base}/locations`, { value: [null] });
    await assert.rejects(group('new-group'), isStrange(/an item of 'value' is null/));
  });

  it('are reported with the HTTP status if an error has no message', async () => {
    for (const body of ['null', '{"error":{"code":42,"message":{}}}', '{"error":"x"}', '[]']) {
      bench.cloud.planted.set('arm GET /subscriptions', { status: 403, body });
      await assert.rejects(
        call('Get-AzSubscription', { TenantId: contoso }),
        ({ data, message }: CallError) => {
          assert.equal(data.id, 'Network.Status');
          return /refused the request \(403\): HTTP 403$/.test(message);
        },
      );
    }
  });
});
