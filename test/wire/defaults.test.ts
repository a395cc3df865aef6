import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, CallOptions } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

interface GroupOutput {
  Id: string;
  Name: string;
  Location: string;
  Properties: { ProvisioningState: string };
}

interface ContextOutput {
  Subscription: { Id: string };
}

describe('the default resource group, over the wire', () => {
  const bench = wireBench();
  beforeEach(() => bench.connectWithCode({ Tenant: contoso }));
  const set = async (parameters: object, options: CallOptions = {}): Promise<GroupOutput | undefined> =>
    (await bench.engine.call('Set-AzDefault', parameters, options)).outputs[0] as GroupOutput | undefined;
  const get = async (engine = bench.engine): Promise<GroupOutput | undefined> =>
    (await engine.call('Get-AzDefault')).outputs[0] as GroupOutput | undefined;
  const clear = async (parameters: object): Promise<unknown> =>
    (await bench.engine.call('Clear-AzDefault', { PassThru: true, ...parameters })).outputs[0];
  const stored = async (): Promise<unknown[]> => {
    const file = JSON.parse(await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8')) as {
      Contexts: Record<string, { ExtendedProperties?: Record<string, string> }>;
    };
    return Object.values(file.Contexts).flatMap(
      ({ ExtendedProperties }) => ExtendedProperties?.['Default Resource Group'] ?? [],
    );
  };
  const failsAs = (id: string, pattern: RegExp) => (error: CallError) => {
    assert.equal(error.data.id, id);
    assert.match(`${error.message} ${String(error.data.action)}`, pattern);
    return true;
  };

  it('can be set, read and cleared, and is stored where Az.Accounts stores it', async () => {
    assert.equal(await get(), undefined);
    const group = await set({ ResourceGroupName: 'WEB' });
    assert.deepEqual(
      [group?.Name, group?.Location, group?.Properties.ProvisioningState],
      ['web', 'swedencentral', 'Succeeded'],
    );
    assert.deepEqual(await stored(), ['web']);
    assert.equal((await get(await bench.startEngine()))?.Name, 'web');
    assert.equal(await clear({ ResourceGroup: true }), true);
    assert.equal(await clear({ ResourceGroup: true }), false);
    assert.equal(await get(), undefined);
    assert.deepEqual(await stored(), []);
  });

  it('stays in this process with -Scope Process', async () => {
    await set({ ResourceGroupName: 'web', Scope: 'Process' });
    assert.equal((await get())?.Name, 'web');
    assert.deepEqual(await stored(), []);
    assert.equal(await get(await bench.startEngine()), undefined);
  });

  it('is created only with -Force or after confirmation', async () => {
    await assert.rejects(set({ ResourceGroupName: 'new' }), failsAs('NotFound.ResourceGroup', /-Force/));
    const no = { interactive: true, onConfirm: ({ query }: { query?: string }) => query === undefined };
    await assert.rejects(set({ ResourceGroupName: 'new' }, no), failsAs('NotFound.ResourceGroup', /'new'/));
    assert.equal((await set({ ResourceGroupName: 'new', Force: true }))?.Location, 'local');
    assert.equal((await set({ ResourceGroupName: 'asked' }, { interactive: true }))?.Name, 'asked');
  });

  it('reports a subscription that no longer exists, and does not offer to create the group there', async () => {
    const body = JSON.stringify({
      error: { code: 'SubscriptionNotFound', message: 'It could not be found.' },
    });
    const [context] = (await bench.engine.call('Get-AzContext')).outputs as unknown as ContextOutput[];
    const path = `/subscriptions/${context?.Subscription.Id ?? ''}/resourceGroups/web`;
    bench.cloud.planted.set(`arm GET ${path}`, { status: 404, body });
    const error = failsAs('Network.Status', /SubscriptionNotFound.*Run Get-AzSubscription/);
    await assert.rejects(set({ ResourceGroupName: 'web', Force: true }), error);
    bench.cloud.planted.clear();
    assert.ok(!bench.cloud.requests.some(({ method }) => method === 'PUT'));
  });

  it('is not changed with -WhatIf', async () => {
    await set({ ResourceGroupName: 'new', Force: true }, { onConfirm: () => false });
    assert.ok(!bench.cloud.requests.some(({ method }) => method === 'PUT'));
    assert.equal(await get(), undefined);
  });

  it('is reported as missing if it was deleted, and clearing all defaults asks for confirmation', async () => {
    await set({ ResourceGroupName: 'web' });
    bench.cloud.data.resourceGroups = [];
    await assert.rejects(get(), failsAs('NotFound.ResourceGroup', /Clear-AzDefault/));
    await assert.rejects(clear({}), failsAs('InteractionRequired.Confirmation', /-Force/));
    assert.equal(await clear({ Force: true }), true);
  });

  it('needs a name and a subscription', async () => {
    await assert.rejects(set({}), failsAs('InvalidArgument.ParameterSet', /-ResourceGroupName/));
    bench.cloud.data.subscriptions = [];
    await bench.connectWithCode({ Tenant: 'contoso.example' });
    await assert.rejects(
      set({ ResourceGroupName: 'web' }),
      failsAs('InvalidArgument.NoSubscription', /Set-AzContext/),
    );
    const parts = bench.engine.call(
      'Invoke-AzRestMethod',
      { ApiVersion: '2021-04-01' },
      { parameterSet: 'ByParameters' },
    );
    await assert.rejects(parts, failsAs('InvalidArgument.NoSubscription', /Set-AzContext/));
  });
});
