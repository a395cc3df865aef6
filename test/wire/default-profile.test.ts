import assert from 'node:assert/strict';
import type { CallError } from '../support/engine-process.ts';
import { wireBench, app, contoso } from '../support/wire-bench.ts';

interface ContextOutput {
  Name: string;
  Account: { Id: string };
  Subscription: { Id: string } | null;
  ExtendedProperties: Record<string, string>;
}

describe('a context that is named or changed, over the wire', () => {
  const bench = wireBench();
  const current = async (): Promise<ContextOutput> =>
    (await bench.engine.call('Get-AzContext')).outputs[0] as unknown as ContextOutput;

  it('is the one whose account Disconnect-AzAccount -DefaultProfile signs out', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const alex = await current();
    await bench.connectApp();
    const { outputs } = await bench.engine.call('Disconnect-AzAccount', { DefaultProfile: alex });
    assert.deepEqual(
      outputs.map(({ Id }) => Id),
      [alex.Account.Id],
    );
    assert.equal((await current()).Account.Id, app.userName);
  });

  it('causes the error that asks for a sign-in if -DefaultProfile has it and it was removed', async () => {
    await bench.connectApp();
    const gone = await current();
    await bench.engine.call('Clear-AzContext', { Force: true });
    await assert.rejects(
      bench.engine.call('Get-AzSubscription', { DefaultProfile: gone }, { parameterSet: 'ListByIdInTenant' }),
      ({ data, message }: CallError) =>
        data.id === 'NotSignedIn.Context' && message.includes('Run Connect-AzAccount to login'),
    );
  });

  it('gets properties and a name from Set-AzContext, and keeps existing ones', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const set = (parameters: object, parameterSet: string): Promise<unknown> =>
      bench.engine.call('Set-AzContext', { Scope: 'CurrentUser', ...parameters }, { parameterSet });
    const before = await current();
    await set({ Context: before, Name: 'Mine', ExtendedProperty: { Team: 'A' } }, 'Context');
    await set({ Context: await current(), ExtendedProperty: { Stage: 'test' } }, 'Context');
    const after = (await (await bench.startEngine()).call('Get-AzContext'))
      .outputs[0] as unknown as ContextOutput;
    assert.equal(after.Name, 'Mine');
    assert.deepEqual(after.ExtendedProperties, { Team: 'A', Stage: 'test' });
    assert.equal(after.Subscription?.Id, before.Subscription?.Id);
    await set({ Tenant: contoso, Name: 'Other', ExtendedProperty: { Team: 'B' } }, 'TenantNameOnly');
    assert.equal((await current()).ExtendedProperties.Team, 'B');
    await assert.rejects(set({ Tenant: contoso, Name: 'mine' }, 'TenantNameOnly'), /already/);
    await set({ Tenant: contoso, Name: 'mine', Force: true }, 'TenantNameOnly');
    assert.equal((await current()).Name, 'mine');
  });
});
