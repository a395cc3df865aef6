import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineProcess } from '../support/engine-process.ts';

/** Writes the witness file when the system's certificate authorities are read, by Node.js or by our own code. */
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

describe('the engine that is told the first cmdlet at its start', () => {
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

  it('loads the modules of a sign-in while PowerShell prepares the call', async () => {
    await engine.initialize(undefined, 'Connect-AzAccount');
    for (let turn = 0; turn < 1000 && !existsSync(witness); turn++) await delay(10);
    assert.ok(existsSync(witness));
  });

  it('loads none of them for a cmdlet that works with files', async () => {
    await engine.initialize(undefined, 'Get-AzContext');
    await engine.call('Get-AzContext');
    assert.ok(!existsSync(witness));
  });

  it('starts normally if the cmdlet is unknown', async () => {
    assert.equal((await engine.initialize(undefined, 'Get-Nothing')).error, undefined);
    assert.deepEqual((await engine.call('Get-AzContext')).outputs, []);
  });
});
