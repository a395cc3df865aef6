import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { soon } from '../support/soon.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Whether a process ends soon. A zombie counts as ended. */
async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return true;
    await delay(50);
  }
  return false;
}

describe('Ctrl+C in a PowerShell that waits for a sign-in', () => {
  let cloud: LocalCloud;
  let home: string;

  before(async function () {
    this.timeout(300_000);
    await ensurePowerShell();
    cloud = await startLocalCloud();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  after(async () => {
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  for (const [flow, parameter, pattern] of [
    ['browser', '-UseBrowserAuthentication', /redirect_uri=http%3A%2F%2Flocalhost%3A(\d+)/],
    ['device code', '-UseDeviceAuthentication', /enter the code (\S+) to authenticate/],
  ] as const) {
    it(`ends the ${flow} wait soon, and leaves no port or process behind`, async () => {
      const script = `Import-Module '${manifest}'; $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}; Write-Host "engine $((& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id)."; Connect-AzAccount -Environment LocalCloud ${parameter}`;
      const shell = spawn(await ensurePowerShell(), ['-NoProfile', '-NonInteractive', '-Command', script], {
        env: { ...process.env, AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      const shown = new Promise<string>((resolve) => {
        shell.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          const found = pattern.exec(output.replace(/\r?\n/g, ''))?.[1];
          if (found !== undefined) resolve(found);
        });
      });
      const closed = new Promise<void>((resolve) => {
        shell.once('close', () => {
          resolve();
        });
      });
      const found = await shown;
      const engine = Number(/engine (\d+)\./.exec(output)?.[1]);
      shell.kill('SIGINT');
      await soon(() => closed);
      if (flow === 'browser') assert.equal(await isListening(Number(found)), false);
      assert.ok(await isGone(engine), 'the engine ends with its PowerShell');
    });
  }
});
