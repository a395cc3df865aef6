import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineProcess } from '../support/engine-process.ts';

/** Leaves a file where the authorities are read that the system trusts: by Node, or by us where Node cannot. */
const hook = `const fs = require('node:fs');
const tls = require('node:tls');
const { existsSync } = fs;
const leave = () => fs.writeFileSync(process.env.WITNESS_OF_TEST, '');
const { getCACertificates } = tls;
if (getCACertificates !== undefined) {
  tls.getCACertificates = (type) => {
    leave();
    return getCACertificates(type);
  };
}
fs.existsSync = (path) => {
  if (/[.](crt|pem)$/.test(path)) leave();
  return existsSync(path);
};
`;

describe('The engine, which is told what comes first', () => {
  let folder = '';
  let witness = '';
  let engine: EngineProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'az-logints-first-'));
    witness = join(folder, 'witness');
    await writeFile(join(folder, 'hook.cjs'), hook);
    engine = new EngineProcess(
      { AZ_LOGINTS_HOME: join(folder, 'home') },
      { nodeOptions: ['--require', join(folder, 'hook.cjs')], variables: { WITNESS_OF_TEST: witness } },
    );
  });
  afterEach(async () => {
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('loads what a sign-in takes while PowerShell prepares the call', async () => {
    await engine.initialize(undefined, 'Connect-AzAccount');
    for (let turn = 0; turn < 1000 && !existsSync(witness); turn++) await delay(10);
    assert.ok(existsSync(witness));
  });

  it('loads nothing of it for a cmdlet that works with files', async () => {
    await engine.initialize(undefined, 'Get-AzContext');
    await engine.call('Get-AzContext');
    assert.ok(!existsSync(witness));
  });

  it('serves as well where it is told a cmdlet that it does not have', async () => {
    assert.equal((await engine.initialize(undefined, 'Get-Nothing')).error, undefined);
    assert.deepEqual((await engine.call('Get-AzContext')).outputs, []);
  });
});
