import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallError, CallOptions, EngineProcess } from '../support/engine-process.ts';
import { contoso, wireBench } from '../support/wire-bench.ts';

describe('autosave of contexts, over the wire', () => {
  const bench = wireBench();
  const names = async (engine: EngineProcess): Promise<unknown[]> =>
    (await engine.call('Get-AzContext', { ListAvailable: true }, { parameterSet: 'ListAllContexts' })).outputs
      .map(({ Name }) => String(Name))
      .sort();
  const token = async (engine: EngineProcess): Promise<string> =>
    (await engine.call('Get-AzAccessToken')).secrets[0] ?? '';
  const mode = async (
    engine: EngineProcess,
    parameters: object = {},
    options: CallOptions = {},
  ): Promise<unknown> =>
    (await engine.call('Get-AzContextAutosaveSetting', parameters, options)).outputs[0]?.Mode;
  const connect = (parameters: object = {}, engine = bench.engine): Promise<unknown> =>
    engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        UseDeviceAuthentication: true,
        Tenant: contoso,
        SkipContextPopulation: true,
        ...parameters,
      },
      bench.personWithCode(),
    );
  const onDisk = async (): Promise<string[]> =>
    (await readdir(bench.home, { recursive: true })).filter((name) => !name.endsWith('.lock')).sort();
  const contextFile = (): Promise<string> => readFile(join(bench.home, 'AzureRmContext.json'), 'utf8');

  it('is on by default, and Get-AzContextAutosaveSetting returns the paths', async () => {
    const { outputs } = await bench.engine.call('Get-AzContextAutosaveSetting');
    assert.deepEqual(outputs, [
      {
        $type: 'Microsoft.Azure.Commands.Common.Authentication.ContextAutosaveSettings',
        Mode: 'CurrentUser',
        ContextDirectory: bench.home,
        ContextFile: 'AzureRmContext.json',
        CacheDirectory: join(bench.home, '.IdentityService'),
        CacheFile: 'msal.cache',
        Settings: {},
      },
    ]);
  });

  it('keeps sign-ins in their process when it is off, in this engine and in later ones', async () => {
    await connect({ ContextName: 'kept' });
    const running = await bench.startEngine();
    assert.equal(await mode(running), 'CurrentUser');
    const { outputs } = await bench.engine.call('Disable-AzContextAutosave');
    assert.equal(outputs[0]?.Mode, 'Process');
    assert.equal(outputs[0].ContextFile, null);
    const [disk, contexts] = [await onDisk(), await contextFile()];

    await connect({ ContextName: 'mine' });
    assert.deepEqual(await names(bench.engine), ['kept', 'mine']);
    assert.match(await token(bench.engine), /^eyJ/);
    const later = await bench.startEngine();
    assert.deepEqual(await names(later), []);
    await connect({ ContextName: 'other' }, later);
    assert.deepEqual(await names(later), ['other']);
    assert.match(await token(later), /^eyJ/);
    assert.deepEqual(await names(running), ['kept'], 'what runs already stays as it was');
    assert.equal(await mode(running), 'CurrentUser');
    assert.deepEqual([await onDisk(), await contextFile()], [disk, contexts], 'nothing is added or deleted');

    assert.deepEqual((await later.call('Get-AzContextAutosaveSetting')).outputs, [
      {
        $type: 'Microsoft.Azure.Commands.Common.Authentication.ContextAutosaveSettings',
        Mode: 'Process',
        ContextDirectory: 'None',
        ContextFile: 'None',
        CacheDirectory: 'None',
        CacheFile: 'None',
        Settings: {},
      },
    ]);
  });

  it('when turned off keeps this process signed in, even after an engine restart, and stores no changes', async () => {
    await connect({ ContextName: 'kept' });
    await bench.engine.call('Disable-AzContextAutosave', { Scope: 'Process' });
    const before = await contextFile();
    assert.match(await token(bench.engine), /^eyJ/);
    await bench.engine.call(
      'Rename-AzContext',
      { SourceName: 'kept', TargetName: 'mine' },
      { parameterSet: 'RenameByName' },
    );
    await bench.engine.call('Add-AzEnvironment', { Name: 'Mine' }, { parameterSet: 'Name' });
    const successor = await bench.startEngine(bench.engine.state);
    assert.deepEqual(await names(successor), ['mine']);
    assert.match(await token(successor), /^eyJ/);
    assert.equal(await contextFile(), before);
    await successor.call('Disconnect-AzAccount');
    assert.deepEqual(await names(successor), []);
    assert.match(await token(await bench.startEngine()), /^eyJ/, 'others stay signed in');
  });

  it('is changed with -Scope Process for this process only', async () => {
    await bench.engine.call('Disable-AzContextAutosave', { Scope: 'Process' });
    assert.equal(await mode(bench.engine), 'Process');
    assert.equal(await mode(bench.engine, { Scope: 'CurrentUser' }), 'CurrentUser');
    assert.equal(await mode(await bench.startEngine()), 'CurrentUser');
    assert.ok(!(await readdir(bench.home)).includes('AzureRmContextSettings.json'));
  });

  it('stores sign-ins when it is turned on again, and the stored ones are visible again', async () => {
    await connect({ ContextName: 'kept' });
    await bench.engine.call('Disable-AzContextAutosave');
    const later = await bench.startEngine();
    await connect({ ContextName: 'own' }, later);
    assert.equal((await later.call('Enable-AzContextAutosave')).outputs[0]?.Mode, 'CurrentUser');
    assert.deepEqual(await names(later), ['kept', 'own']);
    await connect({ ContextName: 'stored' }, later);
    assert.deepEqual(await names(await bench.startEngine()), ['kept', 'own', 'stored']);
    assert.deepEqual(JSON.parse(await readFile(join(bench.home, 'AzureRmContextSettings.json'), 'utf8')), {
      Mode: 'CurrentUser',
      ContextDirectory: bench.home,
      ContextFile: 'AzureRmContext.json',
      CacheDirectory: join(bench.home, '.IdentityService'),
      CacheFile: 'msal.cache',
      Settings: {},
    });
  });

  // https://github.com/Azure/azure-powershell/issues/14757
  it('when turned on again stores the sign-ins that were made while it was off: contexts, tokens and secrets', async () => {
    await bench.engine.call('Disable-AzContextAutosave', { Scope: 'Process' });
    await connect({ ContextName: 'alex' });
    await bench.connectApp({ ContextName: 'app', SkipContextPopulation: true });
    assert.deepEqual(await names(await bench.startEngine()), [], 'nothing is stored before');
    await bench.engine.call('Enable-AzContextAutosave', { Scope: 'Process' });
    assert.deepEqual(await names(bench.engine), ['alex', 'app']);
    const later = await bench.startEngine();
    assert.deepEqual(await names(later), ['alex', 'app']);
    assert.equal((await later.call('Get-AzContext')).outputs[0]?.Name, 'app', 'the current one stays it');
    assert.match(await token(later), /^eyJ/);
    await later.call('Select-AzContext', { Name: 'alex' }, { parameterSet: 'SelectByName' });
    assert.match(await token(later), /^eyJ/);
    await later.call('Disconnect-AzAccount');
    assert.deepEqual(await names(bench.engine), ['app'], 'the first process keeps no copy');
  });

  it('does not store a sign-in with -Scope Process when it is turned on while on', async () => {
    await connect({ ContextName: 'mine', Scope: 'Process' });
    await bench.engine.call('Enable-AzContextAutosave');
    assert.deepEqual(await names(await bench.startEngine()), []);
    assert.deepEqual(await names(bench.engine), ['mine']);
  });

  it('stores nothing when it is turned on against a variable', async () => {
    const off: CallOptions = { environment: { AzContextAutoSave: 'false' } };
    await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso },
      { ...bench.personWithCode(), ...off },
    );
    await bench.engine.call('Enable-AzContextAutosave', {}, off);
    assert.deepEqual(await names(await bench.startEngine()), []);
  });

  it('stores and lists a sign-in with -Scope CurrentUser even when it is off', async () => {
    await bench.engine.call('Disable-AzContextAutosave');
    await connect({ ContextName: 'wanted', Scope: 'CurrentUser' });
    assert.deepEqual(await names(bench.engine), ['wanted']);
    assert.match(await token(bench.engine), /^eyJ/);
    assert.match(await contextFile(), /"wanted"/);
  });

  it('follows the variable AzContextAutoSave, otherwise Azure_Profile_Autosave', async () => {
    const off = { environment: { AzContextAutoSave: 'False' } };
    assert.equal(await mode(bench.engine, {}, off), 'Process');
    assert.equal(await mode(bench.engine), 'CurrentUser');
    assert.equal(
      await mode(bench.engine, {}, { environment: { AzContextAutoSave: 'perhaps' } }),
      'CurrentUser',
    );
    const older = (value: string, other = ''): CallOptions => ({
      environment: { Azure_Profile_Autosave: value, AzContextAutoSave: other },
    });
    assert.equal(await mode(bench.engine, {}, older('false')), 'Process');
    assert.equal(await mode(bench.engine, {}, older('false', 'perhaps')), 'Process');
    assert.equal(await mode(bench.engine, {}, older('false', 'true')), 'CurrentUser');
    await bench.engine.call('Disable-AzContextAutosave');
    const on = { environment: { AzContextAutoSave: 'true' } };
    assert.equal(await mode(await bench.startEngine(), {}, on), 'CurrentUser');
  });

  it('is turned off without a question if PowerShell says that nobody has to confirm', async () => {
    const unasked: CallOptions = { confirm: false, onConfirm: () => false };
    await bench.engine.call('Disable-AzContextAutosave', {}, unasked);
    assert.equal(await mode(bench.engine), 'Process');
  });

  it('changes nothing with -WhatIf, and rejects other scopes', async () => {
    const decline: CallOptions = { onConfirm: () => false };
    assert.deepEqual((await bench.engine.call('Disable-AzContextAutosave', {}, decline)).outputs, []);
    assert.equal(await mode(bench.engine), 'CurrentUser');
    await bench.engine.call('Disable-AzContextAutosave');
    await bench.engine.call('Enable-AzContextAutosave', {}, decline);
    assert.equal(await mode(bench.engine), 'Process');
    await assert.rejects(
      bench.engine.call('Enable-AzContextAutosave', { Scope: 'Machine' }),
      (error: CallError) => error.data.action === 'Accepted: Process, CurrentUser.',
    );
  });
});
