import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  streamText,
  type CallError,
  type CallResult,
  type EngineProcess,
} from '../support/engine-process.ts';
import { app, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

const subscriptionIn = ({ outputs }: CallResult): unknown =>
  (outputs[0]?.Context as { Subscription: { Name: string } | null }).Subscription?.Name;

describe('contexts, over the wire', () => {
  const bench = wireBench();

  it('of an application are removed by a sign-out that names its tenant by domain, in any case', async () => {
    await bench.connectApp();
    const { outputs, messages } = await (
      await bench.startEngine()
    ).call(
      'Disconnect-AzAccount',
      { ApplicationId: app.userName.toUpperCase(), TenantId: 'Contoso.Example' },
      { parameterSet: 'ServicePrincipal' },
    );
    assert.equal(streamText(messages, 'warning'), '');
    assert.equal(outputs[0]?.Id, app.userName);
    assert.deepEqual((await bench.engine.call('Get-AzContext')).outputs, []);
  });

  it('are used by a second engine without a prompt, and signing out there affects both', async () => {
    await bench.connectWithCode();
    const second = await bench.startEngine();
    const context = (await second.call('Get-AzContext')).outputs[0] as { Account: { Id: string } };
    assert.equal(context.Account.Id, 'alex@contoso.example');
    assert.match((await second.call('Get-AzAccessToken')).secrets[0] ?? '', /^eyJ/);
    await second.call('Disconnect-AzAccount');
    for (const either of [bench.engine, second]) {
      assert.deepEqual((await either.call('Get-AzContext')).outputs, []);
      await assert.rejects(either.call('Get-AzAccessToken'), (error: CallError) =>
        error.message.includes('Run Connect-AzAccount to login'),
      );
    }
  });

  it('change for this process with Set-AzContext, and for later processes with Select-AzContext', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const all = (await bench.engine.call('Get-AzSubscription', { TenantId: contoso })).outputs as {
      Id: string;
      Name: string;
    }[];
    const current = async (process: EngineProcess): Promise<unknown> =>
      ((await process.call('Get-AzContext')).outputs[0] as { Subscription: { Id: string } }).Subscription.Id;
    const first = await current(bench.engine);
    const second = all.find(({ Id }) => Id !== first);
    await bench.engine.call(
      'Set-AzContext',
      { Subscription: second?.Name },
      { parameterSet: 'Subscription' },
    );
    assert.equal(await current(bench.engine), second?.Id);
    assert.equal(await current(await bench.startEngine()), first);
    const { Name: name } = (await bench.engine.call('Get-AzContext')).outputs[0] as { Name: string };
    await bench.engine.call('Select-AzContext', { Name: name }, { parameterSet: 'SelectByName' });
    assert.equal(await current(await bench.startEngine()), second?.Id);
  });

  it('of this process survive when the engine is killed', async () => {
    await bench.connectWithCode({ Scope: 'Process', ContextName: 'mine' });
    assert.ok(!(await readdir(bench.home)).includes('.IdentityService'), 'nothing is stored');
    const { state } = bench.engine;
    bench.engine.child.kill('SIGKILL');
    const next = await bench.startEngine(state);
    assert.equal((await next.call('Get-AzContext')).outputs[0]?.Name, 'mine');
    assert.match((await next.call('Get-AzAccessToken')).secrets[0] ?? '', /^eyJ/);
  });

  it('are as many as -MaxContextPopulation says, one with -SkipContextPopulation, and the rest on request', async () => {
    const names = async (parameters: object = {}): Promise<unknown[]> =>
      (
        await bench.engine.call(
          'Get-AzContext',
          { ListAvailable: true, ...parameters },
          { parameterSet: 'ListAllContexts' },
        )
      ).outputs;
    await bench.connectWithCode({ MaxContextPopulation: 3 });
    assert.equal((await names()).length, 3);
    await bench.engine.call('Disconnect-AzAccount');
    await bench.connectWithCode({ SkipContextPopulation: true });
    assert.equal((await names()).length, 1);
    assert.equal((await names({ RefreshContextFromTokenCache: true })).length, 7);
  });

  it('use the subscription that is named by name or ID, and an unknown one is an error', async () => {
    const subscription = async (parameters: object): Promise<unknown> =>
      ((await bench.connectWithCode(parameters)).outputs[0]?.Context as { Subscription: { Name: string } })
        .Subscription.Name;
    assert.equal(await subscription({ Subscription: 'contoso staging' }), 'Contoso Staging');
    assert.equal(
      await subscription({ Subscription: '2a000000-0000-4000-8000-000000000001' }),
      'Fabrikam Shared',
    );
    const refusal = async (parameters: object): Promise<unknown> =>
      subscription(parameters).catch((error: unknown) => {
        const { id, action } = (error as CallError).data;
        return [id, action];
      });
    assert.deepEqual(await refusal({ Subscription: 'nowhere' }), [
      'NotFound.Subscription',
      'Run Get-AzSubscription to list the subscriptions that this account can reach, or name the tenant with -Tenant.',
    ]);
    assert.deepEqual(await refusal({ Subscription: 'nowhere', Tenant: 'contoso.example' }), [
      'NotFound.Subscription',
      `Run Get-AzSubscription -TenantId ${contoso} to list the subscriptions that this account can reach there.`,
    ]);
  });

  it('start in the first enabled subscription, and warn if the requested one is disabled', async () => {
    const { subscriptions } = bench.cloud.data;
    const [first, second] = subscriptions.filter(({ tenant }) => tenant === 'contoso.example');
    assert.ok(first && second);
    first.state = 'Disabled';
    second.state = 'Warned';
    const begun = await bench.connectWithCode({ Tenant: contoso });
    assert.equal(subscriptionIn(begun), second.displayName);
    assert.match(streamText(begun.messages, 'warning'), /'Contoso Staging' is Warned/);
    const asked = await bench.connectWithCode({ Subscription: first.id });
    assert.equal(subscriptionIn(asked), first.displayName);
    assert.match(
      streamText(asked.messages, 'warning'),
      /'Contoso Production' is Disabled: commands that change/,
    );
    const moved = await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Contoso Archive' },
      { parameterSet: 'Subscription' },
    );
    assert.match(streamText(moved.messages, 'warning'), /'Contoso Archive' is Disabled/);
    for (const one of subscriptions) one.state = 'Disabled';
    const left = await bench.connectWithCode({ Tenant: contoso, Force: true });
    assert.equal(subscriptionIn(left), first.displayName, 'better than none');
  });

  it('are read from further pages if the first ones contain only disabled subscriptions', async () => {
    const own = bench.cloud.data.subscriptions.filter(({ tenant }) => tenant === 'contoso.example');
    for (const one of own.slice(0, 2)) one.state = 'Disabled';
    const result = await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    assert.equal(subscriptionIn(result), 'Contoso Sandbox');
  });

  it('keep their name and properties when their account signs in again', async () => {
    const listed = async (): Promise<unknown[]> =>
      (await bench.engine.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' }))
        .outputs;
    const signIn = async (parameters: object = {}): Promise<Record<string, unknown>> =>
      (await bench.connectWithCode({ Tenant: contoso, ...parameters })).outputs[0]?.Context as Record<
        string,
        unknown
      >;
    const { Name: name } = await signIn();
    await bench.engine.call(
      'Rename-AzContext',
      { SourceName: name, TargetName: 'prod' },
      { parameterSet: 'RenameByName' },
    );
    await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Contoso Production', ExtendedProperty: { note: 'mine' }, Scope: 'CurrentUser' },
      { parameterSet: 'Subscription' },
    );
    const before = (await listed()).length;
    const again = await signIn();
    assert.equal(again.Name, 'prod');
    assert.deepEqual(again.ExtendedProperties, { note: 'mine' });
    assert.equal((await listed()).length, before);
    assert.equal((await bench.engine.call('Get-AzContext')).outputs[0]?.Name, 'prod');
    const named = await signIn({ ContextName: 'other' });
    assert.equal(named.Name, 'other');
    assert.deepEqual(named.ExtendedProperties, { note: 'mine' });
    assert.equal((await listed()).length, before + 1);
  });

  it('have the tenant properties that the tenant search found', async () => {
    await bench.connectWithCode();
    const { outputs } = await bench.engine.call(
      'Get-AzContext',
      { ListAvailable: true },
      { parameterSet: 'ListAllContexts' },
    );
    const messages = outputs.map(({ Tenant }) => {
      const { Id, Name, Domains, TenantCategory } = Tenant as Record<string, unknown>;
      return JSON.stringify([Id, Name, Domains, TenantCategory]);
    });
    assert.deepEqual(
      new Set(messages),
      new Set([
        JSON.stringify([contoso, 'Contoso', ['contoso.example', 'contoso.onlocalcloud.example'], 'Home']),
        JSON.stringify([fabrikam, 'Fabrikam', ['fabrikam.example'], 'ProjectedBy']),
      ]),
    );
    const file = JSON.parse(await readFile(join(bench.home, 'AzureRmContext.json'), 'utf8')) as {
      Contexts: Record<string, { Tenant: { Id: string; IsHome: boolean } }>;
    };
    for (const { Tenant } of Object.values(file.Contexts)) assert.equal(Tenant.IsHome, Tenant.Id === contoso);
  });

  it('can be named, and replace one of that name only with -Force', async () => {
    await bench.connectWithCode({ ContextName: 'work', Tenant: contoso });
    assert.equal((await bench.engine.call('Get-AzContext', { Name: 'WORK' })).outputs[0]?.Name, 'work');
    await assert.rejects(bench.connectWithCode({ ContextName: 'work', Tenant: fabrikam }), /already/);
    await bench.connectWithCode({ ContextName: 'work', Tenant: fabrikam, Force: true });
    const { Tenant: tenant } = (await bench.engine.call('Get-AzContext', { Name: 'work' })).outputs[0] as {
      Tenant: { Id: string };
    };
    assert.equal(tenant.Id, fabrikam);
  });
});
