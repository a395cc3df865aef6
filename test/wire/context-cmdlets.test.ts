import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withCacheLock } from '../../engine/storage/files/msal-lockfile.ts';
import {
  streamText,
  type CallError,
  type CallOptions,
  type EngineProcess,
} from '../support/engine-process.ts';
import { app, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

describe('contexts that are renamed, removed, cleared, saved and imported, over the wire', () => {
  const bench = wireBench();
  const file = (name: string): string => join(bench.home, name);
  const contextFile = async (): Promise<{ DefaultContextKey: string; Contexts: Record<string, unknown> }> =>
    JSON.parse(await readFile(file('AzureRmContext.json'), 'utf8')) as Awaited<
      ReturnType<typeof contextFile>
    >;
  const listed = async (engine: EngineProcess = bench.engine): Promise<string[]> =>
    (
      await engine.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' })
    ).outputs.map(({ Name }) => String(Name));
  const names = async (engine?: EngineProcess): Promise<string[]> => (await listed(engine)).sort();
  const current = async (engine: EngineProcess = bench.engine): Promise<unknown> =>
    (await engine.call('Get-AzContext')).outputs[0]?.Name;
  const token = async (engine: EngineProcess = bench.engine): Promise<string> =>
    (await engine.call('Get-AzAccessToken')).secrets[0] ?? '';
  const tokens = (): Promise<string> => readFile(file('.IdentityService/msal.cache.cae'), 'utf8');

  const connectApp = (parameters: object = {}): Promise<unknown> =>
    bench.connectApp({ SkipContextPopulation: true, ...parameters });
  const rename = (
    from: string,
    to: string,
    parameters: object = {},
    options: CallOptions = {},
  ): ReturnType<EngineProcess['call']> =>
    bench.engine.call(
      'Rename-AzContext',
      { SourceName: from, TargetName: to, ...parameters },
      { parameterSet: 'RenameByName', ...options },
    );
  const remove = (name: string, parameters: object = {}): ReturnType<EngineProcess['call']> =>
    bench.engine.call('Remove-AzContext', { Name: name, ...parameters }, { parameterSet: 'RemoveByName' });
  const failsWith = async (call: Promise<unknown>, id: string): Promise<void> =>
    assert.rejects(call, (error: CallError) => error.data.id === id);

  const decline: CallOptions = { onConfirm: () => false };
  const declineQuestion: CallOptions = { interactive: true, onConfirm: ({ query }) => query === undefined };

  it('are listed by tenant and name, with the current one marked', async () => {
    await bench.connectApp();
    const before = await listed();
    assert.match(before[0] ?? '', /^Contoso Production/);
    assert.match(before[1] ?? '', /^Contoso Staging/);
    for (const name of before) {
      await bench.engine.call('Select-AzContext', { Name: name }, { parameterSet: 'SelectByName' });
      const { outputs } = await bench.engine.call(
        'Get-AzContext',
        { ListAvailable: true },
        { parameterSet: 'ListAllContexts' },
      );
      const marked = outputs.filter(({ $mark }) => $mark === 'Az.LoginTs.CurrentContext');
      assert.deepEqual(
        marked.map(({ Name }) => Name),
        [name],
      );
      assert.deepEqual(await listed(), before, 'the order stays');
    }
  });

  describe('Rename-AzContext', () => {
    beforeEach(async () => {
      await bench.connectWithCode({ ContextName: 'first', Tenant: contoso, SkipContextPopulation: true });
      await bench.connectWithCode({ ContextName: 'second', Tenant: fabrikam, SkipContextPopulation: true });
    });

    it('keeps the current context and the default', async () => {
      const { outputs } = await rename('SECOND', 'work', { PassThru: true });
      assert.equal(outputs[0]?.Name, 'work');
      assert.equal(await current(), 'work');
      assert.equal(await current(await bench.startEngine()), 'work');
      assert.deepEqual(await names(), ['first', 'work']);
      assert.match(await token(), /^eyJ/);
    });

    it('returns nothing without -PassThru, and accepts a context from the pipeline', async () => {
      const InputObject = (await bench.engine.call('Get-AzContext')).outputs[0];
      const { outputs } = await bench.engine.call('Rename-AzContext', { InputObject, TargetName: 'piped' });
      assert.deepEqual(outputs, []);
      assert.equal(await current(), 'piped');
    });

    it('takes over another context’s name only with confirmation or -Force', async () => {
      await failsWith(rename('second', 'FIRST'), 'InteractionRequired.Confirmation');
      await rename('second', 'FIRST', {}, declineQuestion);
      assert.deepEqual(await names(), ['first', 'second']);
      await rename('second', 'FIRST', { Force: true });
      assert.deepEqual(await names(), ['FIRST']);
      assert.equal((await contextFile()).DefaultContextKey, 'FIRST');
    });

    it('changes nothing with -WhatIf, and rejects an unknown name', async () => {
      await rename('second', 'work', {}, decline);
      assert.deepEqual(await names(), ['first', 'second']);
      await failsWith(rename('missing', 'work'), 'NotFound.Context');
    });

    it('with -Scope Process changes this PowerShell only', async () => {
      const second = await bench.startEngine();
      await rename('second', 'mine', { Scope: 'Process' });
      assert.deepEqual(await names(), ['first', 'mine']);
      assert.equal(await current(), 'mine');
      assert.match(await token(), /^eyJ/);
      assert.deepEqual(await names(second), ['first', 'second']);
    });
  });

  describe('Remove-AzContext', () => {
    it('removes one context, and the account’s tokens with its last context', async () => {
      await bench.connectWithCode({ ContextName: 'first', Tenant: contoso, SkipContextPopulation: true });
      await bench.connectWithCode({ ContextName: 'second', Tenant: fabrikam, SkipContextPopulation: true });
      const { outputs } = await remove('FIRST', { PassThru: true });
      assert.equal(outputs[0]?.Name, 'first');
      assert.match(await token(), /^eyJ/);
      assert.match(await tokens(), /-00000000a1e0/);
      await remove('second', { Force: true });
      assert.deepEqual(await names(), []);
      assert.equal((await contextFile()).DefaultContextKey, 'Default');
      assert.doesNotMatch(await tokens(), /alex@contoso|RefreshToken":\{"/);
      await failsWith(token(), 'NotSignedIn.None');
    });

    it('removes the secret of a service principal with its last context', async () => {
      await connectApp({ ContextName: 'one' });
      await connectApp({ ContextName: 'two' });
      const secrets = file('.IdentityService/keystore.cache.logints');
      await remove('one');
      assert.match(await readFile(secrets, 'utf8'), /fake-secret/);
      await remove('two', { Force: true });
      await assert.rejects(readFile(secrets), /ENOENT/);
    });

    it('asks before it removes the current context, and makes another one current', async () => {
      await bench.connectWithCode({ ContextName: 'first', Tenant: contoso, SkipContextPopulation: true });
      await bench.connectWithCode({ ContextName: 'second', Tenant: fabrikam, SkipContextPopulation: true });
      await failsWith(remove('second'), 'InteractionRequired.Confirmation');
      await bench.engine.call(
        'Remove-AzContext',
        { Name: 'second' },
        { parameterSet: 'RemoveByName', ...declineQuestion },
      );
      assert.equal(await current(), 'second');
      await remove('second', { Force: true });
      assert.equal(await current(), 'first');
      assert.equal((await contextFile()).DefaultContextKey, 'first');
    });

    it('with -Scope Process or -WhatIf does not change the stored contexts', async () => {
      await bench.connectWithCode({ ContextName: 'first', Tenant: contoso, SkipContextPopulation: true });
      await bench.connectWithCode({ ContextName: 'second', Tenant: fabrikam, SkipContextPopulation: true });
      const before = await contextFile();
      await bench.engine.call(
        'Remove-AzContext',
        { Name: 'first' },
        { parameterSet: 'RemoveByName', ...decline },
      );
      assert.deepEqual(await names(), ['first', 'second']);
      await remove('second', { Scope: 'Process', Force: true });
      await remove('first', { Scope: 'Process', Force: true });
      assert.deepEqual(await names(), []);
      assert.deepEqual(await contextFile(), before);
      assert.match(await token(await bench.startEngine()), /^eyJ/);
    });

    it('keeps an account’s tokens that the other scope still needs', async () => {
      await bench.connectWithCode({ ContextName: 'stored', SkipContextPopulation: true });
      await bench.connectWithCode({ ContextName: 'own', Scope: 'Process', SkipContextPopulation: true });
      await remove('own', { Force: true });
      assert.equal(await current(), 'stored');
      assert.match(await token(), /^eyJ/);
    });
  });

  describe('Clear-AzContext', () => {
    it('removes contexts, tokens and secrets for every PowerShell after confirmation', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      await connectApp();
      const other = await bench.startEngine();
      await failsWith(bench.engine.call('Clear-AzContext'), 'InteractionRequired.Confirmation');
      assert.deepEqual((await bench.engine.call('Clear-AzContext', {}, declineQuestion)).outputs, []);
      assert.equal((await names()).length, 2);
      assert.deepEqual(
        (await bench.engine.call('Clear-AzContext', { Force: true, PassThru: true })).outputs,
        [true],
      );
      for (const engine of [bench.engine, other]) assert.deepEqual(await names(engine), []);
      assert.doesNotMatch(await tokens(), /"secret"|alex@contoso/);
      await assert.rejects(stat(file('.IdentityService/keystore.cache.logints')), /ENOENT/);
      const { outputs } = await bench.engine.call('Get-AzEnvironment', { Name: 'LocalCloud' });
      assert.equal(outputs.length, 1, 'environments stay');
    });

    it('asks for no confirmation if there is nothing to remove, so that scripts can call it safely', async () => {
      assert.deepEqual((await bench.engine.call('Clear-AzContext', { PassThru: true })).outputs, [true]);
      await bench.connectWithCode({ SkipContextPopulation: true });
      await failsWith(bench.engine.call('Clear-AzContext'), 'InteractionRequired.Confirmation');
    });

    it('keeps tokens that other programs stored in the same cache', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      type Cache = Record<string, Record<string, object>>;
      const path = file('.IdentityService/msal.cache.cae');
      const token = { home_account_id: 'other.tenant', client_id: 'another-program', secret: 'theirs' };
      // Under the lock, as other programs do, because discovery may still be adding tokens.
      const foreign = await withCacheLock(
        path,
        async () => {
          const cache = JSON.parse(await tokens()) as Cache;
          const [account] = Object.values(cache.Account ?? {});
          assert.ok(account !== undefined);
          const other = { ...account, home_account_id: 'other.tenant', username: 'other@contoso.example' };
          const changed = {
            ...cache,
            Account: { ...cache.Account, other },
            RefreshToken: { ...cache.RefreshToken, other: token },
          };
          await writeFile(path, JSON.stringify(changed));
          return other;
        },
        { signal: new AbortController().signal },
      );
      await bench.engine.call('Clear-AzContext', { Force: true });
      const left = JSON.parse(await tokens()) as Cache;
      assert.deepEqual(left.Account, { other: foreign });
      assert.deepEqual(left.RefreshToken, { other: token });
      assert.deepEqual(left.AccessToken, {});
    });

    it('with -Scope Process signs out this PowerShell only', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      await bench.engine.call('Clear-AzContext', { Scope: 'Process' });
      assert.deepEqual(await names(), []);
      await failsWith(token(), 'NotSignedIn.None');
      const other = await bench.startEngine();
      assert.match(await token(other), /^eyJ/);
      const successor = await bench.startEngine(bench.engine.state);
      assert.deepEqual(await names(successor), []);
      await bench.connectWithCode({ ContextName: 'again', SkipContextPopulation: true });
      assert.deepEqual(await names(), ['again']);
      assert.equal((await names(other)).length, 2);
    });

    it('changes nothing with -WhatIf', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      await bench.engine.call('Clear-AzContext', { Force: true }, decline);
      assert.match(await token(), /^eyJ/);
    });
  });

  describe('Save-AzContext and Import-AzContext', () => {
    const elsewhere = (): string => file('elsewhere');
    const startElsewhere = (): Promise<EngineProcess> => bench.startEngine(undefined, elsewhere());
    const importFrom = (engine: EngineProcess, path: string, parameters: object = {}): Promise<unknown> =>
      engine.call('Import-AzContext', { Path: path, ...parameters }, { parameterSet: 'ProfileFromDisk' });

    for (const scope of ['CurrentUser', 'Process']) {
      it(`transfer a sign-in to another machine with -Scope ${scope}`, async () => {
        await bench.connectWithCode({ MaxContextPopulation: 3 });
        const saved = file('saved.json');
        const { messages, outputs } = await bench.engine.call('Save-AzContext', { Path: saved });
        assert.deepEqual(outputs, []);
        assert.match(streamText(messages, 'warning'), /has tokens in clear text/);
        if (process.platform !== 'win32') assert.equal((await stat(saved)).mode & 0o777, 0o600);
        const engine = await startElsewhere();
        await importFrom(engine, saved, { Scope: scope });
        assert.deepEqual(await names(engine), await names());
        assert.equal(await current(engine), await current());
        assert.match(await token(engine), /^eyJ/);
        const { outputs: found } = await engine.call('Get-AzSubscription', { TenantId: contoso });
        assert.ok(found.length > 0, 'the environment came along too');
      });
    }

    it('include the secret of a service principal only with -WithCredential', async () => {
      await connectApp({ ContextName: 'deploy' });
      const saved = file('saved.json');
      await bench.engine.call('Save-AzContext', { Path: saved });
      assert.doesNotMatch(await readFile(saved, 'utf8'), /fake-secret/);
      const engine = await startElsewhere();
      await importFrom(engine, saved);
      await failsWith(token(engine), 'NotSignedIn.Expired');
      const { messages } = await bench.engine.call('Save-AzContext', {
        Path: saved,
        Force: true,
        WithCredential: true,
      });
      assert.match(streamText(messages, 'warning'), /has secrets in clear/);
      const { Contexts: contexts } = JSON.parse(await readFile(saved, 'utf8')) as {
        Contexts: Record<string, { Account: { ExtendedProperties: Record<string, string> } }>;
      };
      assert.equal(contexts.deploy?.Account.ExtendedProperties.ServicePrincipalSecret, app.secret);
      await importFrom(engine, saved);
      assert.match(await token(engine), /^eyJ/);
      const imported = await readFile(join(elsewhere(), 'AzureRmContext.json'), 'utf8');
      assert.ok(!imported.includes(app.secret));
    });

    it('overwrite a file only with confirmation or -Force, and write none with -WhatIf', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      const saved = file('saved.json');
      const save = (options: CallOptions, parameters: object = {}): Promise<unknown> =>
        bench.engine.call('Save-AzContext', { Path: saved, ...parameters }, options);
      await save(decline);
      await assert.rejects(stat(saved), /ENOENT/);
      await writeFile(saved, 'mine');
      await failsWith(save({}), 'InteractionRequired.Confirmation');
      await save(declineQuestion);
      assert.equal(await readFile(saved, 'utf8'), 'mine');
      await save({}, { Force: true });
      assert.match(await readFile(saved, 'utf8'), /"Contexts"/);
    });

    it('accept Connect-AzAccount’s output, and fail if no account is signed in', async () => {
      await failsWith(bench.engine.call('Save-AzContext', { Path: file('none.json') }), 'NotSignedIn.None');
      await bench.connectWithCode({ ContextName: 'first', Tenant: contoso, SkipContextPopulation: true });
      const { outputs } = await bench.connectWithCode({ ContextName: 'second', SkipContextPopulation: true });
      await bench.engine.call('Select-AzContext', { Name: 'first' }, { parameterSet: 'SelectByName' });
      await bench.engine.call('Save-AzContext', { Path: file('saved.json'), Profile: outputs[0] });
      const saved = JSON.parse(await readFile(file('saved.json'), 'utf8')) as Awaited<
        ReturnType<typeof contextFile>
      >;
      assert.deepEqual(Object.keys(saved.Contexts), ['first', 'second']);
      assert.equal(saved.DefaultContextKey, 'second');
      await failsWith(
        bench.engine.call('Save-AzContext', { Path: file('none.json'), Profile: { $type: 'System.String' } }),
        'InvalidArgument.Value',
      );
      const engine = await startElsewhere();
      await engine.call(
        'Import-AzContext',
        { AzureContext: outputs[0] },
        { parameterSet: 'InMemoryProfile' },
      );
      assert.equal(await current(engine), 'second');
      const shown = (await engine.call('Get-AzContext')).outputs[0];
      assert.deepEqual(shown, (outputs[0] as { Context: object }).Context, 'nothing is lost on the way');
    });

    it('change nothing with -WhatIf', async () => {
      await bench.connectWithCode({ SkipContextPopulation: true });
      await bench.engine.call('Save-AzContext', { Path: file('saved.json') });
      const engine = await startElsewhere();
      await engine.call(
        'Import-AzContext',
        { Path: file('saved.json') },
        { parameterSet: 'ProfileFromDisk', ...decline },
      );
      assert.deepEqual(await names(engine), []);
    });
  });
});
