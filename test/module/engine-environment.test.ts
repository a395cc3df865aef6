// The engine as PowerShell starts it, in an environment that would weaken it, and with signals that open an
// inspector.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

/** Prints the variables of the engine's process, one per line. */
const engineVariables = `
$null = Get-AzConfig -CaFile
$id = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process.Id
[System.IO.File]::ReadAllText("/proc/$id/environ") -split "\`0"`;

describe('the engine’s environment', () => {
  let home: string;
  let cloud: LocalCloud;

  before(async function () {
    this.timeout(300_000);
    await ensurePowerShell();
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    cloud = await startLocalCloud();
  });

  after(async () => {
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function run(script: string, variables: Record<string, string>): Promise<string> {
    const { stdout } = await promisify(execFile)(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', `Import-Module '${manifest}'; ${script}`],
      { env: { ...process.env, AZ_LOGINTS_HOME: home, ...variables }, timeout: 120_000 },
    );
    return stdout.trim();
  }

  it('contains nothing that changes how Node.js, OpenSSL or a library of the engine works', async () => {
    const mark = join(home, 'required');
    const script = join(home, 'required.cjs');
    await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    const weakening = {
      NODE_OPTIONS: `--require ${script} --tls-keylog=${join(home, 'keys')}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_DEBUG: 'http,tls',
      NODE_V8_COVERAGE: join(home, 'coverage'),
      NODE_PATH: home,
      NODE_REDIRECT_WARNINGS: join(home, 'warnings'),
      OPENSSL_CONF: join(home, 'openssl.cnf'),
      OPENSSL_MODULES: home,
      SSLKEYLOGFILE: join(home, 'keys'),
      DEBUG: '*',
      VSCODE_INSPECTOR_OPTIONS: '{}',
    };
    const found = (await run(engineVariables, weakening)).split(/\r?\n/).map((line) => line.split('=')[0]);
    assert.deepEqual(
      Object.keys(weakening).filter((name) => found.includes(name)),
      [],
    );
    await assert.rejects(readFile(mark), { code: 'ENOENT' });
  });

  it('contains what the engine and the browser that it opens need, under the same names', async () => {
    const needed = {
      HOME: process.env.HOME ?? '',
      LC_ALL: 'C.UTF-8',
      TZ: 'Europe/Zurich',
      DISPLAY: ':7',
      XDG_CURRENT_DESKTOP: 'KDE',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      VSCODE_IPC_HOOK_CLI: '/tmp/hook',
      HTTPS_PROXY: 'http://proxy.example:1',
      https_proxy: 'http://other.example:2',
      SSL_CERT_DIR: '/nowhere',
    };
    const found = (await run(engineVariables, needed)).split(/\r?\n/);
    assert.deepEqual(
      Object.entries(needed).filter(([name, value]) => !found.includes(`${name}=${value}`)),
      [],
    );
  });

  it('cannot turn off TLS verification', async () => {
    const output = await run(
      `try { Add-AzEnvironment -Name Local -ARMEndpoint '${cloud.armUrl}' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }`,
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    );
    assert.match(output, /^Network\.Tls,/);
  });

  it('opens no inspector on any signal', async () => {
    const port = 9229;
    const listening = `
$null = Get-AzConfig -CaFile
$process = (& (Get-Module Az.LoginTs) { Get-EngineShared }).Connection.Process
& kill -USR1 $process.Id
# An inspector would listen before the engine has answered these calls.
foreach ($turn in 1..20) { $null = Get-AzConfig -CaFile }
$process.HasExited
$sockets = Get-ChildItem "/proc/$($process.Id)/fd" -ErrorAction Ignore | ForEach-Object { if ("$($_.Target)$($_.LinkTarget)" -match 'socket:\\[(\\d+)\\]') { $Matches[1] } }
@(Get-Content /proc/net/tcp | Where-Object { $_ -match ':${port.toString(16).toUpperCase().padStart(4, '0')} ' -and $sockets -contains ($_.Trim() -split ' +')[9] }).Count`;
    assert.deepEqual((await run(listening, {})).split(/\r?\n/), ['False', '0']);
  });
});
