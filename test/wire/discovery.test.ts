import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { streamText, type CallError } from '../support/engine-process.ts';
import { contoso, fabrikam, wireBench, woodgrove } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';

describe('the search for subscriptions, over the wire', () => {
  const bench = wireBench();
  const armRequests = (from: number): string[] =>
    bench.cloud.requests
      .slice(from)
      .filter(({ host }) => host === 'arm')
      .map(({ path }) => path)
      // Contexts contain the names of their tenants.
      .filter((path) => path !== '/tenants');

  it('requests a subscription that is named by ID once, and lists no others', async () => {
    const from = bench.cloud.requests.length;
    await bench.connectWithCode({ Subscription: '1a000000-0000-4000-8000-000000000003' });
    assert.deepEqual(armRequests(from), ['/subscriptions/1a000000-0000-4000-8000-000000000003']);
  });

  it('goes straight to the tenant that ARM names for a subscription of another tenant', async () => {
    const from = bench.cloud.requests.length;
    const { outputs } = await bench.connectWithCode({ Subscription: '2a000000-0000-4000-8000-000000000002' });
    assert.equal((outputs[0]?.Context as { Tenant: { Id: string } }).Tenant.Id, fabrikam);
    assert.deepEqual(armRequests(from), [
      '/subscriptions/2a000000-0000-4000-8000-000000000002',
      '/subscriptions/2a000000-0000-4000-8000-000000000002',
    ]);
  });

  it('warns once, in one line with the domain, about a tenant that requires MFA', async () => {
    const { messages } = await bench.connectWithCode();
    assert.match(
      streamText(messages, 'warning'),
      /^A tenant wants MFA\. Run Connect-AzAccount -Environment LocalCloud -Tenant adatum\.example\.$/m,
    );
    const again = await bench.engine.call('Get-AzSubscription');
    assert.doesNotMatch(streamText(again.messages, 'warning'), /MFA/);
  });

  it('does not warn about any tenant if the named subscription is found', async () => {
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    const listed = await bench.engine.call(
      'Get-AzSubscription',
      { SubscriptionName: 'Fabrikam Shared' },
      { parameterSet: 'ListByNameInTenant' },
    );
    assert.equal(listed.outputs.length, 1);
    assert.equal(streamText(listed.messages, 'warning'), '');
    const set = await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Fabrikam Shared' },
      { parameterSet: 'Subscription' },
    );
    assert.equal(streamText(set.messages, 'warning'), '');
  });

  it('suggests the nearest name if there is no subscription with the given name', async () => {
    await bench.connectWithCode();
    const cases: [string, object, string, string][] = [
      ['Set-AzContext', { Subscription: 'Contoso Stagign' }, 'Subscription', 'Contoso Staging'],
      ['Set-AzContext', { Tenant: 'fabrikan.example' }, 'TenantNameOnly', 'fabrikam.example'],
      ['Connect-AzAccount', { Environment: 'LocalClod' }, 'UserWithSubscriptionId', 'LocalCloud'],
      [
        'Get-AzSubscription',
        { SubscriptionName: 'contoso prodction' },
        'ListByNameInTenant',
        'Contoso Production',
      ],
    ];
    for (const [cmdlet, parameters, parameterSet, name] of cases)
      await assert.rejects(bench.engine.call(cmdlet, parameters, { parameterSet }), (error: CallError) => {
        const action = String(error.data.action);
        assert.ok(action.startsWith(`Did you mean '${name}'? `), `${error.message} ${action}`);
        return true;
      });
  });

  it('suggests the ID of a tenant or subscription that differs in one or two characters', async () => {
    await bench.connectWithCode();
    const [wrongTenant, shortTenant] = ['10000000-0000-4000-8000-0000000000a1', contoso.slice(0, -1)];
    const production = '1a000000-0000-4000-8000-000000000001';
    const wrongSubscription = '1a000000-0000-4000-8000-0000000b0001';
    const code = { Environment: 'LocalCloud', UseDeviceAuthentication: true };
    const cases: [string, object, string, string][] = [
      ['Connect-AzAccount', { ...code, Tenant: wrongTenant }, 'UserWithSubscriptionId', contoso],
      ['Connect-AzAccount', { ...code, Tenant: shortTenant }, 'UserWithSubscriptionId', contoso],
      ['Set-AzContext', { Tenant: wrongTenant }, 'TenantNameOnly', contoso],
      ['Get-AzAccessToken', { TenantId: wrongTenant }, 'KnownResourceTypeName', contoso],
      ['Get-AzSubscription', { TenantId: wrongTenant }, 'ListByIdInTenant', contoso],
      ['Set-AzContext', { Subscription: wrongSubscription }, 'Subscription', production],
      ['Get-AzSubscription', { SubscriptionId: wrongSubscription }, 'ListByIdInTenant', production],
    ];
    for (const [cmdlet, parameters, parameterSet, id] of cases)
      await assert.rejects(bench.engine.call(cmdlet, parameters, { parameterSet }), (error: CallError) => {
        const action = String(error.data.action);
        assert.ok(action.startsWith(`Did you mean '${id}'? `), `${cmdlet} ${error.message} ${action}`);
        return true;
      });
  });

  it('reads no more pages than the contexts need', async () => {
    const from = bench.cloud.requests.length;
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    assert.equal(armRequests(from).length, 1, 'pages hold two subscriptions in this cloud');
  });

  it('does not wait long for a slow tenant, and says how to list its subscriptions', async () => {
    // The token request of the other tenant never returns.
    bench.cloud.faults.add({ kind: 'hang', path: `/${fabrikam}/oauth2`, host: 'login' });
    const { outputs, messages } = await soon(() => bench.connectWithCode());
    assert.equal((outputs[0]?.Context as { Tenant: { Id: string } }).Tenant.Id, contoso);
    assert.match(
      streamText(messages, 'warning'),
      /Fabrikam.*was left out: it is slow to answer\. Get-AzSubscription -TenantId 20000000/,
    );
  });

  it('lists subscriptions by tenant and name, like Az.Accounts', async () => {
    await bench.connectWithCode();
    const { outputs } = await bench.engine.call('Get-AzSubscription');
    const listed = outputs.map(({ TenantId, Name }) => `${String(TenantId)} ${String(Name)}`);
    assert.ok(new Set(outputs.map(({ TenantId }) => TenantId)).size > 1);
    assert.deepEqual(listed, listed.toSorted());
  });

  it('lists tenants by name, and returns nothing for an unknown tenant, like Az.Accounts', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const names = async (parameters: object = {}): Promise<unknown[]> =>
      (await bench.engine.call('Get-AzTenant', parameters)).outputs.map(({ Name }) => Name);
    assert.deepEqual(await names(), ['Adatum', 'Contoso', 'Fabrikam']);
    assert.deepEqual(await names({ TenantId: 'FABRIKAM.example' }), ['Fabrikam']);
    assert.deepEqual(await names({ TenantId: woodgrove }), []);
    assert.deepEqual(await names({ TenantId: 'nowhere.example' }), []);
  });

  it('counts down while a request hangs, and Ctrl+C ends it', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const cases: [string, object, string, string][] = [
      // The domain is resolved first.
      ['Get-AzAccessToken', { TenantId: 'fabrikam.example' }, 'KnownResourceTypeName', '/fabrikam.example/'],
      ['Get-AzSubscription', { TenantId: contoso }, 'ListByIdInTenant', '/subscriptions'],
    ];
    for (const [cmdlet, parameters, parameterSet, path] of cases) {
      bench.cloud.faults.add({ kind: 'hang', path });
      const { id, done } = bench.engine.start(cmdlet, parameters, {
        parameterSet,
        onMessage: ({ method, params }) => {
          const isBar = method === 'host/progress' && /^Waiting for localhost/.test(String(params?.activity));
          if (isBar && Number(params?.secondsRemaining) > 0) bench.engine.cancel(id);
        },
      });
      await assert.rejects(done, ({ data }: CallError) => data.id === 'Cancelled.ByUser', cmdlet);
    }
  });

  const tokenRequests = (from: number): string[] =>
    bench.cloud.requests.slice(from).flatMap(({ path }) => (path.endsWith('/token') ? [path] : []));

  it('stores the tokens of all tenants, so that another PowerShell requests none', async () => {
    await bench.connectWithCode();
    const from = bench.cloud.requests.length;
    const other = await bench.startEngine();
    await other.call('Get-AzAccessToken', { TenantId: fabrikam });
    assert.deepEqual(tokenRequests(from), []);
  });

  it('keeps the tokens of a cancelled search for the next command', async () => {
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    const stopHanging = bench.cloud.faults.add({ kind: 'hang', path: '/subscriptions', host: 'arm' });
    const from = bench.cloud.requests.length;
    const { id, done } = bench.engine.start('Get-AzSubscription', {}, { parameterSet: 'ListByIdInTenant' });
    const cancelled = assert.rejects(done, ({ data }: CallError) => data.id === 'Cancelled.ByUser');
    // The lists of Contoso and Fabrikam; Adatum requires MFA.
    while (armRequests(from).length < 2) await delay(20);
    bench.engine.cancel(id);
    await cancelled;
    stopHanging();
    const then = bench.cloud.requests.length;
    await bench.engine.call('Get-AzAccessToken', { TenantId: fabrikam });
    assert.deepEqual(tokenRequests(then), []);
  });

  it('continues after throttling', async () => {
    bench.cloud.faults.add({ kind: 'throttle', path: '/subscriptions', retryAfterSeconds: 1, times: 1 });
    const { outputs } = await bench.connectWithCode({ Tenant: contoso });
    assert.equal(outputs.length, 1);
  });

  it('creates a context for every subscription with -MaxContextPopulation -1', async () => {
    await bench.connectWithCode({ MaxContextPopulation: -1 });
    const { outputs } = await bench.engine.call(
      'Get-AzContext',
      { ListAvailable: true },
      { parameterSet: 'ListAllContexts' },
    );
    assert.equal(outputs.length, 7);
  });
});
