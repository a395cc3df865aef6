import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePowerShell } from '../powershell/index.ts';
import { recordRaised } from '../support/raised-errors.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

describe('the engine’s runtime', () => {
  let home: string;

  before(async function () {
    this.timeout(300_000);
    await ensurePowerShell();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  after(() => rm(home, { recursive: true, force: true }));

  async function run(script: string, variables: Record<string, string> = {}): Promise<string> {
    const { stdout } = await promisify(execFile)(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', `Import-Module '${manifest}'; ${script}`],
      { env: { ...process.env, AZ_LOGINTS_HOME: home, ...variables }, timeout: 60_000 },
    );
    return stdout.trim();
  }

  /** Ends the engine, so that the next command starts one as the first command of a PowerShell does. */
  const stopEngine = '& (Get-Module Az.LoginTs) { Stop-Engine }';

  it('is the one in PSConfig.json, unless the variable names another', async () => {
    // A program with another name that leaves a trace and runs Node.js.
    const wrapper = async (name: string): Promise<string> => {
      const path = join(home, name);
      await writeFile(path, `#!/bin/sh\nTHROUGH=${name} exec '${process.execPath}' "$@"\n`, { mode: 0o700 });
      return path;
    };
    const stored = await wrapper('stored');
    const named = await wrapper('named');
    await writeFile(join(home, 'PSConfig.json'), JSON.stringify({ az: { engineruntime: stored } }));
    const through =
      '$null = Get-AzConfig -CaFile; $id = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id; [System.IO.File]::ReadAllText("/proc/$id/environ") -split "`0" -match "^THROUGH="';
    const output = await run(
      `${through}; ${stopEngine}; $env:AZ_LOGINTS_ENGINE_RUNTIME = '${named}'; ${through}`,
    );
    assert.deepEqual(output.split(/\r?\n/), ['THROUGH=stored', 'THROUGH=named']);
  });

  it('that is missing is reported with its source and a fix', async () => {
    const path = join(home, 'PSConfig.json');
    await writeFile(path, JSON.stringify({ Az: { EngineRuntime: '/gone/node' } }));
    const output = await run(
      'try { Get-AzContext } catch { $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }',
    );
    assert.match(output, /^Engine\.RuntimeNotFound,Get-AzContext/);
    recordRaised(output.split(',')[0] ?? '');
    assert.ok(output.includes(`'/gone/node', which ${path} names`), output);
    assert.match(output, /AZ_LOGINTS_ENGINE_RUNTIME/);
    const runtime = { AZ_LOGINTS_ENGINE_RUNTIME: process.execPath };
    assert.equal(await run('Clear-AzConfig -EngineRuntime', runtime), '');
    assert.equal(await run('(Get-AzConfig -EngineRuntime).Scope'), 'Default');
  });

  it('that is older than Node.js 20 is reported with its path and ways to get another one', async () => {
    const own = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const program = join(own, 'node');
    // A Node.js that reports an older version.
    await writeFile(
      join(own, 'old.cjs'),
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });",
    );
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' -r '${own}/old.cjs' "$@"\n`, {
      mode: 0o700,
    });
    const output = await run(
      'try { Get-AzContext } catch { $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }',
      { AZ_LOGINTS_ENGINE_RUNTIME: program },
    );
    assert.match(output, /^Engine\.RuntimeTooOld,Get-AzContext/);
    recordRaised(output.split(',')[0] ?? '');
    assert.ok(output.includes(`'${program}': it is older than Node.js 20`), output);
    assert.match(output, /Install Node\.js 20 or later.*contains it.*Update-AzConfig -EngineRuntime <path>/);
    await rm(own, { recursive: true });
  });

  it('that another user may have set in PSConfig.json is not started, not even by root', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const own = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const path = join(own, 'PSConfig.json');
    const mark = join(own, 'mark');
    const program = join(own, 'program');
    await writeFile(program, `#!/bin/sh\ntouch '${mark}'\nexec '${process.execPath}' "$@"\n`, {
      mode: 0o755,
    });
    await writeFile(path, JSON.stringify({ Az: { EngineRuntime: program } }));
    const script =
      'try { $null = Get-AzConfig -CaFile; "started" } catch { "$($_.FullyQualifiedErrorId) $_" }';
    const home = { AZ_LOGINTS_HOME: own };
    const changes = [
      [
        `& chown 65534:65534 '${path}'`,
        `& chown 0:0 '${path}'`,
        /PSConfig\.json' belongs to another user \(65534\)/,
      ],
      [
        `& chown 65534:65534 '${own}'`,
        `& chown 0:0 '${own}'`,
        /azlogints-\w+' belongs to another user \(65534\)/,
      ],
      [`& chmod 666 '${path}'`, `& chmod 600 '${path}'`, /other users can write '.*PSConfig\.json'/],
      [`& chmod 777 '${own}'`, `& chmod 700 '${own}'`, /other users can write '.*azlogints-\w+'/],
    ] as const;
    const lines = changes.map(([what, mend]) => `${what}; ${script}; Test-Path '${mark}'; ${mend}`);
    const outputs = (await run([...lines, script].join('\n'), home)).split(/\r?\n/);
    for (const [at, [, , reason]] of changes.entries()) {
      const [output = '', isStarted] = outputs.slice(2 * at);
      assert.match(output, /^Engine\.RuntimeUntrusted,Get-AzConfig/);
      recordRaised(output.split(',')[0] ?? '');
      assert.match(output, reason);
      assert.equal(isStarted, 'False');
    }
    assert.deepEqual(outputs.slice(2 * changes.length), ['started']);
    await stat(mark);
    await rm(own, { recursive: true });
  });

  it('is not read from a pipe or device in place of PSConfig.json', async () => {
    const own = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const path = join(own, 'PSConfig.json');
    const script =
      'try { $null = Get-AzConfig -CaFile -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }';
    await promisify(execFile)('mkfifo', [join(own, 'pipe')]);
    const lines = [join(own, 'pipe'), '/dev/zero'].map(
      (target) => `& ln -sfn '${target}' '${path}'; ${script}; ${stopEngine}`,
    );
    lines.push(`& mv -f '${join(own, 'pipe')}' '${path}'; ${script}`);
    const ids = (await run(lines.join('\n'), { AZ_LOGINTS_HOME: own })).split(/\r?\n/);
    assert.deepEqual(
      ids,
      lines.map(() => 'Storage.Read,Get-AzConfig'),
    );
    await rm(own, { recursive: true });
  });

  it('is the first on PATH that starts; if none does, the error lists each', async () => {
    const folders = ['first', 'second'].map((name) => join(home, name));
    for (const folder of folders) {
      await mkdir(folder);
      // Like a program for another C library.
      await writeFile(join(folder, 'node'), '#!/not/there/loader\n', { mode: 0o755 });
    }
    const script = 'try { $null = Get-AzConfig -CaFile; "started" } catch { "$_" }';
    const path = [...folders, dirname(process.execPath)].join(delimiter);
    const output = await run(`${script}; $env:PATH = '${path}'; ${script}`, {
      PATH: folders.join(delimiter),
    });
    for (const folder of folders) assert.ok(output.includes(`'${join(folder, 'node')}': `), output);
    assert.equal(output.split(/\r?\n/).at(-1), 'started');
  });
});
