// An engine whose process exists but does nothing, as after SIGSTOP.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { approveDeviceCode, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { recordRaised } from '../support/raised-errors.ts';
import { alex, contoso } from '../support/wire-bench.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));
const silenceMs = 4000;

describe('an engine that is alive but silent', function () {
  this.timeout(300_000);
  let cloud: LocalCloud;
  let home: string;

  before(async () => {
    await ensurePowerShell();
    cloud = await startLocalCloud();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  after(async () => {
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  /** Returns what a script prints; `onOutput` gets all output so far. */
  async function run(script: string, onOutput: (output: string) => void = () => undefined): Promise<string> {
    const prologue = `
Import-Module '${manifest}'
function Get-Engine { (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id }
& (Get-Module Az.LoginTs) { $null = Get-EngineShared; $script:EngineSilenceMs = ${String(silenceMs)} }
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}
$null = Update-AzConfig -LoginTimeoutSeconds 321 -Scope Process
$first = Get-Engine
Write-Host "engine $first."
`;
    const shell = spawn(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', prologue + script],
      {
        env: { ...process.env, AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput(output);
    });
    await new Promise((resolve) => shell.once('close', resolve));
    return output;
  }

  /** Prints what the new engine has kept. */
  const afterwards = `
"timeout $((Get-AzConfig -LoginTimeoutSeconds).Value)"
"other $($first -ne (Get-Engine))"`;

  it('is replaced before the next command, which works and keeps the process’s settings', async () => {
    const output = await run(`
& kill -STOP $first
while ((& (Get-Module Az.LoginTs) { [System.Environment]::TickCount - (Get-EngineShared).Connection.Heard }) -lt 1100) { Start-Sleep -Milliseconds 50 }
${afterwards}
"gone $(-not (Get-Process -Id $first -ErrorAction Ignore))"`);
    assert.match(output, /timeout 321\s+other True\s+gone True/);
  });

  it('ends the running command, and the next one works and keeps the process’s settings', async () => {
    let isStopped = false;
    const output = await run(
      `
try { Connect-AzAccount -Environment LocalCloud -UseDeviceAuthentication -ErrorAction Stop } catch { "id $($_.FullyQualifiedErrorId)"; "$_" }
${afterwards}`,
      (text) => {
        const engine = /engine (\d+)\./.exec(text)?.[1];
        if (isStopped || engine === undefined || !text.includes('enter the code')) return;
        isStopped = true;
        process.kill(Number(engine), 'SIGSTOP');
      },
    );
    recordRaised(/id (Engine\.\w+)/.exec(output)?.[1]);
    assert.match(output, /id Engine\.Silent,Connect-AzAccount/);
    assert.match(output, /did not respond for 8 seconds/);
    assert.match(output, /timeout 321\s+other True/);
  });

  it('is distinguished from one that waits for a person for a long time', async () => {
    let isShown = false;
    const output = await run(
      `
$null = Connect-AzAccount -Environment LocalCloud -Tenant ${contoso} -UseDeviceAuthentication
"account $((Get-AzContext).Account.Id)"
"same $($first -eq (Get-Engine))"`,
      (text) => {
        const code = /enter the code (\S+)/.exec(text.replace(/\r?\n/g, ''))?.[1];
        if (isShown || code === undefined) return;
        isShown = true;
        // Longer than the time after which a silent engine is given up.
        void delay(3 * silenceMs).then(() => approveDeviceCode(cloud, code, alex));
      },
    );
    assert.match(output, /account alex@contoso\.example\s+same True/);
  });
});
