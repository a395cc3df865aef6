import assert from 'node:assert/strict';
import { loadBroker } from '../../engine/signin/person/broker.ts';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamText, type CallError, type CallResult } from '../support/engine-process.ts';
import { wireBench } from '../support/wire-bench.ts';

describe('the configuration, over the wire', () => {
  const bench = wireBench();
  const keyOf = ({ outputs }: CallResult): unknown[] =>
    outputs.map(({ Key, Value, Scope }) => [Key, Value, Scope]);
  const file = (name: string): string => join(bench.home, name);
  const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

  it('keeps a value for every PowerShell of the user, and a process value after an engine restart', async () => {
    await bench.engine.call('Update-AzConfig', { LoginExperienceV2: 'off' });
    await bench.engine.call('Update-AzConfig', { LoginTimeoutSeconds: 7, Scope: 'Process' });
    const second = await bench.startEngine();
    const keys = { LoginExperienceV2: true, LoginTimeoutSeconds: true };
    assert.deepEqual(keyOf(await second.call('Get-AzConfig', keys)), [
      ['LoginExperienceV2', 'Off', 'CurrentUser'],
      ['LoginTimeoutSeconds', 300, 'Default'],
    ]);
    const successor = await bench.startEngine(bench.engine.state);
    assert.deepEqual(keyOf(await successor.call('Get-AzConfig', { LoginTimeoutSeconds: true })), [
      ['LoginTimeoutSeconds', 7, 'Process'],
    ]);
  });

  it('follows the environment variables of the call', async () => {
    const environment = { SuppressAzurePowerShellBreakingChangeWarnings: 'true' };
    const get = (options: object): Promise<CallResult> =>
      bench.engine.call('Get-AzConfig', { DisplayBreakingChangeWarning: true }, options);
    assert.deepEqual(keyOf(await get({ environment })), [
      ['DisplayBreakingChangeWarning', false, 'Environment'],
    ]);
    assert.deepEqual(keyOf(await get({})), [['DisplayBreakingChangeWarning', true, 'Default']]);
  });

  it('warns if a value has consequences, or if no key is named', async () => {
    const update = async (parameters: object): Promise<string> =>
      streamText((await bench.engine.call('Update-AzConfig', parameters)).messages, 'warning');
    assert.match(await update({ DisableInstanceDiscovery: true }), /no longer validated/);
    assert.equal(await update({ DisableInstanceDiscovery: false }), '');
    assert.match(await update({}), /No key is named/);
  });

  it('warns at once if this machine has no broker to turn on', async () => {
    const { messages } = await bench.engine.call('Update-AzConfig', { EnableLoginByWam: true });
    const warned = /EnableLoginByWam has no effect on this machine: (.+)\. Sign-ins go on with/.exec(
      streamText(messages, 'warning'),
    )?.[1];
    const broker = await loadBroker();
    assert.equal(warned, typeof broker === 'string' ? broker : undefined);
    const off = await bench.engine.call('Update-AzConfig', { EnableLoginByWam: false });
    assert.doesNotMatch(streamText(off.messages, 'warning'), /has no effect/);
  });

  for (const [cmdlet, parameters] of [
    ['Update-AzConfig', { EnableLoginByWam: true }],
    ['Clear-AzConfig', { Force: true }],
  ] as const) {
    it(`rejects a read-only scope in ${cmdlet}`, async () => {
      for (const Scope of ['Default', 'Environment']) {
        await assert.rejects(bench.engine.call(cmdlet, { ...parameters, Scope }), /can only be read/);
      }
    });
  }

  it('clears a key without confirmation, and everything only with confirmation', async () => {
    await bench.engine.call('Update-AzConfig', { LoginExperienceV2: 'Off', LoginTimeoutSeconds: 7 });
    const cleared = await bench.engine.call(
      'Clear-AzConfig',
      { LoginExperienceV2: true, PassThru: true },
      { parameterSet: 'ClearByKey' },
    );
    assert.deepEqual(cleared.outputs, [true]);
    assert.deepEqual(await json(file('PSConfig.json')), { Az: { LoginTimeoutSeconds: 7 } });
    await assert.rejects(
      bench.engine.call('Clear-AzConfig'),
      ({ data }: CallError) =>
        data.id === 'InteractionRequired.Confirmation' && String(data.action).includes('-Force'),
    );
    assert.deepEqual(await json(file('PSConfig.json')), { Az: { LoginTimeoutSeconds: 7 } });
    const { messages } = await bench.engine.call('Clear-AzConfig', {}, { interactive: true });
    assert.ok(messages.some(({ params }) => String(params?.query).includes('Clear the whole configuration')));
    assert.deepEqual(await json(file('PSConfig.json')), {});
  });

  it('exports the user’s values, and imports them elsewhere', async () => {
    const path = file('azconfig.json');
    await assert.rejects(bench.engine.call('Export-AzConfig', { Path: path }), /no configuration/);
    await writeFile(file('PSConfig.json'), '{"Az":{"Future":[1]}}');
    await bench.engine.call('Update-AzConfig', { LoginExperienceV2: 'Off' });
    assert.deepEqual((await bench.engine.call('Export-AzConfig', { Path: path, PassThru: true })).outputs, [
      true,
    ]);
    assert.deepEqual(await json(path), { Az: { Future: [1], LoginExperienceV2: 'Off' } });

    await bench.engine.call('Clear-AzConfig', { Force: true });
    await bench.engine.call('Update-AzConfig', { LoginTimeoutSeconds: 7, LoginExperienceV2: 'On' });
    const imported = await bench.engine.call('Import-AzConfig', { Path: path, PassThru: true });
    assert.deepEqual(imported.outputs, [true]);
    assert.match(streamText(imported.messages, 'warning'), /does not know.*Az: Future/);
    assert.deepEqual(await json(file('PSConfig.json')), {
      Az: { LoginTimeoutSeconds: 7, LoginExperienceV2: 'Off', Future: [1] },
    });
  });

  it('suggests the nearest key if an imported one is unknown', async () => {
    const path = file('typed.json');
    await writeFile(path, '{"Az":{"LoginTimoutSeconds":7}}');
    const { messages } = await bench.engine.call('Import-AzConfig', { Path: path });
    assert.match(
      streamText(messages, 'warning'),
      /Az: LoginTimoutSeconds \(did you mean LoginTimeoutSeconds\?\)/,
    );
  });

  it('overwrites a file only with confirmation or -Force', async () => {
    const path = file('azconfig.json');
    await writeFile(path, 'mine');
    await bench.engine.call('Update-AzConfig', { LoginExperienceV2: 'Off' });
    await assert.rejects(bench.engine.call('Export-AzConfig', { Path: path }), /exists already/);
    assert.equal(await readFile(path, 'utf8'), 'mine');
    await bench.engine.call('Export-AzConfig', { Path: path, Force: true });
    assert.deepEqual(await json(path), { Az: { LoginExperienceV2: 'Off' } });
  });

  it('imports nothing if one value is invalid', async () => {
    const path = file('azconfig.json');
    await writeFile(path, '{"Az":{"LoginExperienceV2":"Off","EnableLoginByWam":"maybe"}}');
    await assert.rejects(bench.engine.call('Import-AzConfig', { Path: path }), /EnableLoginByWam/);
    await assert.rejects(stat(file('PSConfig.json')), { code: 'ENOENT' });
  });

  it('turns the data collection of other modules on and off', async () => {
    for (const [cmdlet, value] of [
      ['Disable-AzDataCollection', false],
      ['Enable-AzDataCollection', true],
    ] as const) {
      assert.deepEqual((await bench.engine.call(cmdlet)).outputs, []);
      assert.deepEqual(await json(file('PSConfig.json')), { Az: { EnableDataCollection: value } });
    }
  });
});
