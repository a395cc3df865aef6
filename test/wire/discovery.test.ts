import assert from 'node:assert/strict';
import { toldIn } from '../support/engine-process.ts';
import { contoso, fabrikam, wireBench, woodgrove } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';

describe('looking for subscriptions, over the wire', () => {
  const bench = wireBench();
  const armRequests = (from: number): string[] =>
    bench.cloud.requests
      .slice(from)
      .filter(({ host }) => host === 'arm')
      .map(({ path }) => path)
      // Contexts have the names of their tenants.
      .filter((path) => path !== '/tenants');

  it('asks once for a subscription that is named by ID, and lists no others', async () => {
    const from = bench.cloud.requests.length;
    await bench.connectWithCode({ Subscription: '1a000000-0000-4000-8000-000000000003' });
    assert.deepEqual(armRequests(from), ['/subscriptions/1a000000-0000-4000-8000-000000000003']);
  });

  it('goes straight to the tenant that ARM names for a subscription of another one', async () => {
    const from = bench.cloud.requests.length;
    const { outputs } = await bench.connectWithCode({ Subscription: '2a000000-0000-4000-8000-000000000002' });
    assert.equal((outputs[0]?.Context as { Tenant: { Id: string } }).Tenant.Id, fabrikam);
    assert.deepEqual(armRequests(from), [
      '/subscriptions/2a000000-0000-4000-8000-000000000002',
      '/subscriptions/2a000000-0000-4000-8000-000000000002',
    ]);
  });

  it('reads no more pages than the contexts need', async () => {
    const from = bench.cloud.requests.length;
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    assert.equal(armRequests(from).length, 1, 'pages hold two subscriptions in this cloud');
  });

  it('does not wait long for a slow tenant, and says how to list its subscriptions', async () => {
    // The token request of the other tenant never comes back.
    bench.cloud.faults.add({ kind: 'hang', path: `/${fabrikam}/oauth2`, host: 'login' });
    const { outputs, told } = await soon(() => bench.connectWithCode());
    assert.equal((outputs[0]?.Context as { Tenant: { Id: string } }).Tenant.Id, contoso);
    assert.match(
      toldIn(told, 'warning'),
      /Fabrikam.*was left out: it is slow to answer\. Get-AzSubscription -TenantId 20000000/,
    );
  });

  it('lists subscriptions by tenant and name, as Az.Accounts does', async () => {
    await bench.connectWithCode();
    const { outputs } = await bench.engine.call('Get-AzSubscription');
    const listed = outputs.map(({ TenantId, Name }) => `${String(TenantId)} ${String(Name)}`);
    assert.ok(new Set(outputs.map(({ TenantId }) => TenantId)).size > 1);
    assert.deepEqual(listed, listed.toSorted());
  });

  it('lists tenants by name, and gives nothing for one that the account is not in, as Az.Accounts does', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const names = async (parameters: object = {}): Promise<unknown[]> =>
      (await bench.engine.call('Get-AzTenant', parameters)).outputs.map(({ Name }) => Name);
    assert.deepEqual(await names(), ['Adatum', 'Contoso', 'Fabrikam']);
    assert.deepEqual(await names({ TenantId: 'FABRIKAM.example' }), ['Fabrikam']);
    assert.deepEqual(await names({ TenantId: woodgrove }), []);
    assert.deepEqual(await names({ TenantId: 'nowhere.example' }), []);
  });

  it('honours throttling and goes on', async () => {
    bench.cloud.faults.add({ kind: 'throttle', path: '/subscriptions', retryAfterSeconds: 1, times: 1 });
    const { outputs } = await bench.connectWithCode({ Tenant: contoso });
    assert.equal(outputs.length, 1);
  });

  it('makes a context for each of all subscriptions with -MaxContextPopulation -1', async () => {
    await bench.connectWithCode({ MaxContextPopulation: -1 });
    const { outputs } = await bench.engine.call(
      'Get-AzContext',
      { ListAvailable: true },
      { parameterSet: 'ListAllContexts' },
    );
    assert.equal(outputs.length, 7);
  });
});
