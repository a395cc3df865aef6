// Subscriptions that moved or are missing, and failures of Azure Resource Manager.
import assert from 'node:assert/strict';
import { streamText, type CallError, type CallResult } from '../support/engine-process.ts';
import { alex, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

const staging = '1a000000-0000-4000-8000-000000000002';
const finance = '1a000000-0000-4000-8000-000000000005';
const research = '2a000000-0000-4000-8000-000000000002';
const woodgroveCore = '4a000000-0000-4000-8000-000000000001';

describe('a command, if Azure Resource Manager fails or a subscription moved, over the wire', function () {
  this.timeout(30_000);
  const bench = wireBench();
  type Shown = Record<string, Record<string, unknown>>;
  const contextOf = ({ outputs }: CallResult): Shown => outputs[0]?.Context as Shown;
  const setContext = (parameters: object): Promise<CallResult> =>
    bench.engine.call('Set-AzContext', parameters, { parameterSet: 'Subscription' });
  const subscription = (id: string): { displayName: string; tenant: string } => {
    const found = bench.cloud.data.subscriptions.find((one) => one.id === id);
    assert.ok(found);
    return found;
  };

  for (const [path, status] of [
    ['/subscriptions', 403],
    ['/subscriptions', 500],
  ] as const) {
    it(`keeps the sign-in if ARM answers ${String(status)} at ${path}`, async () => {
      bench.cloud.faults.add({ kind: 'server-error', path, host: 'arm', status });
      const result = await bench.connectWithCode({ Tenant: contoso });
      assert.equal(contextOf(result).Tenant?.Id, contoso);
      assert.match(streamText(result.messages, 'warning'), /so the context has a tenant only\. .*\(?\d{3}/);
    });
  }

  it('searches only the sign-in’s tenant if tenants cannot be listed', async () => {
    bench.cloud.faults.add({ kind: 'server-error', path: '/tenants', host: 'arm', status: 403 });
    const result = await bench.connectWithCode();
    assert.equal(contextOf(result).Subscription?.Name, 'Contoso Production');
    assert.match(streamText(result.messages, 'warning'), /cannot be listed, so only 1000/);
  });

  it('fails if the requested subscription cannot be looked up', async () => {
    bench.cloud.faults.add({ kind: 'server-error', path: '/subscriptions', host: 'arm', status: 500 });
    await assert.rejects(
      bench.connectWithCode({ Tenant: contoso, Subscription: staging }),
      ({ data }: CallError) => String(data.id).startsWith('Network.'),
    );
  });

  for (const [sentence, parameters] of [
    ['of a tenant other than the named one', { Subscription: research, Tenant: contoso }],
    ['without rights', { Subscription: finance }],
    ['of a tenant that the account is not in', { Subscription: woodgroveCore }],
    ['that does not exist', { Subscription: '00000000-0000-4000-8000-000000000000' }],
  ] as const) {
    it(`reports a subscription ${sentence} as not found, and what it looked for`, async () => {
      await bench.connectWithCode({ Tenant: contoso });
      await assert.rejects(setContext(parameters), ({ message, data }: CallError) => {
        assert.deepEqual([data.id, data.exception], ['NotFound.Subscription', 'System.ArgumentException']);
        return message.includes(parameters.Subscription) && /valid tenant or a valid subscr/.test(message);
      });
    });
  }

  it('names the command to run for a subscription that moved to another tenant', async () => {
    await bench.connectWithCode({ Tenant: contoso, Subscription: staging });
    subscription(staging).tenant = 'fabrikam.example';
    await assert.rejects(
      bench.engine.call('Set-AzDefault', { ResourceGroupName: 'web' }),
      ({ data }: CallError) =>
        String(data.action).includes(`Set-AzContext -Subscription ${staging} -Tenant ${fabrikam}`),
    );
  });

  it('finds a subscription that moved to another tenant', async () => {
    await bench.connectWithCode();
    subscription(staging).tenant = 'fabrikam.example';
    for (const wanted of [staging, 'Contoso Staging']) {
      const { outputs } = await setContext({ Subscription: wanted });
      assert.equal((outputs[0]?.Tenant as Shown['x']).Id, fabrikam);
    }
  });

  it('updates the existing context to a subscription’s new name, whichever name is used', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const count = async (): Promise<number> =>
      (await bench.engine.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' }))
        .outputs.length;
    const before = await count();
    subscription(staging).displayName = 'Contoso Preview';
    for (const wanted of ['Contoso Staging', 'Contoso Preview']) {
      const { outputs } = await setContext({ Subscription: wanted });
      assert.equal((outputs[0]?.Subscription as Shown['x']).Name, 'Contoso Preview');
    }
    assert.equal(await count(), before);
  });

  it('finds a subscription by a new name that no context has yet', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    subscription(staging).displayName = 'Contoso Preview';
    const { outputs } = await setContext({ Subscription: 'Contoso Preview' });
    assert.equal((outputs[0]?.Subscription as Shown['x']).Id, staging);
  });

  it('selects the current tenant’s subscription if several tenants have the name, and warns', async () => {
    await bench.connectWithCode();
    subscription(research).displayName = 'Twin';
    subscription(staging).displayName = 'Twin';
    await setContext({ Subscription: '2a000000-0000-4000-8000-000000000001' });
    const { outputs, messages } = await setContext({ Subscription: 'Twin' });
    assert.equal((outputs[0]?.Subscription as Shown['x']).Id, research);
    assert.match(
      streamText(messages, 'warning'),
      new RegExp(`Several subscriptions are named 'Twin'.*Set-AzContext -Subscription ${staging}`),
    );
  });

  it('uses a known context if ARM is unreachable', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    bench.cloud.faults.add({
      kind: 'server-error',
      path: '/subscriptions',
      host: 'arm',
      status: 403,
      from: 'gateway',
    });
    const { outputs } = await setContext({ Subscription: 'Contoso Staging' });
    assert.equal((outputs[0]?.Account as Shown['x']).Id, alex.username);
  });
});
