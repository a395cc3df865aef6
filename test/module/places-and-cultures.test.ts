// A home and a module in folders with spaces and letters of several scripts, in sessions with several cultures: with
// another capital i (tr-TR), with another calendar (th-TH, ar-SA), and the invariant one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { app, contoso } from '../support/wire-bench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Round {
  readonly culture: string;
  readonly upper: string;
  readonly year: string;
  readonly found: string;
  readonly minutes: number;
  readonly imported: string;
  readonly config: string;
  readonly refused: string;
}

const script = `
$ErrorActionPreference = 'Stop'
Import-Module "$env:TEST_MODULE"
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:TEST_ARM
$credential = [pscredential]::new('${app.userName}', (ConvertTo-SecureString '${app.secret}' -AsPlainText -Force))
foreach ($name in 'tr-TR', 'th-TH', 'ar-SA', 'zh-CN', '') {
    [cultureinfo]::CurrentCulture = $name
    [cultureinfo]::CurrentUICulture = $name
    $null = Connect-AzAccount -Environment LOCALCLOUD -ServicePrincipal -Credential $credential -Tenant ${contoso} -ContextName "titi 雪 $name" -Force -WarningAction SilentlyContinue
    $token = Get-AzAccessToken
    $file = [System.IO.Path]::Combine($HOME, "ışık 雪 $name.json")
    $null = Save-AzContext -Path $file -Force
    $null = Update-AzConfig -LoginTimeoutSeconds 1234 -Scope CurrentUser
    try { Select-AzContext -Name 'no such' } catch { $refused = $_.FullyQualifiedErrorId }
    @{
        culture = $name
        upper = 'titi'.ToUpper()
        year = [datetime]::new(2026, 1, 1).ToString('yyyy')
        found = (Get-AzContext -Name "TITI 雪 $name").Name
        minutes = [int]($token.ExpiresOn - [datetimeoffset]::UtcNow).TotalMinutes
        imported = (Import-AzContext -Path $file -Scope Process).Context.Name
        config = [string](Get-AzConfig -LoginTimeoutSeconds).Value
        refused = "$refused"
    } | ConvertTo-Json -Compress
}`;

describe('folder names and cultures', function () {
  this.timeout(180_000);

  it('make no difference to what is found, stored and returned', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const home = join(folder, 'Jürgen Müller', '雪');
    const copy = join(folder, 'Módulos de Zoë', 'Az.LoginTs');
    const cloud = await startLocalCloud();
    try {
      await mkdir(home, { recursive: true });
      await cp(join(root, 'module'), join(copy, 'module'), { recursive: true });
      await cp(join(root, 'Az.LoginTs.psd1'), join(copy, 'Az.LoginTs.psd1'));
      const env: NodeJS.ProcessEnv = {
        ...process.env,
        ...{ HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile, TEST_ARM: cloud.armUrl },
        ...{
          TEST_MODULE: join(copy, 'Az.LoginTs.psd1'),
          DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus`,
        },
      };
      for (const name of ['AZ_LOGINTS_HOME', 'USERPROFILE', 'XDG_DATA_HOME'])
        Reflect.deleteProperty(env, name);
      const parameters = ['-NoProfile', '-NonInteractive', '-Command', script];
      const { stdout } = await promisify(execFile)(await ensurePowerShell(), parameters, { env });
      const rounds = stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Round);
      assert.deepEqual(
        rounds.map(({ culture, upper, year }) => [culture, upper, year]),
        [
          ['tr-TR', 'TİTİ', '2026'],
          ['th-TH', 'TITI', '2569'],
          ['ar-SA', 'TITI', '1447'],
          ['zh-CN', 'TITI', '2026'],
          ['', 'TITI', '2026'],
        ],
      );
      for (const { culture, found, minutes, imported, config, refused } of rounds) {
        assert.equal(found, `titi 雪 ${culture}`);
        assert.equal(imported, found, culture);
        assert.ok(minutes > 30 && minutes <= 61, `${culture}: ${String(minutes)}`);
        assert.equal(config, '1234', culture);
        assert.match(refused, /^NotFound\.Context,/, culture);
      }
      const stored = JSON.parse(await readFile(join(home, '.Azure/AzureRmContext.json'), 'utf8')) as {
        Contexts: object;
      };
      assert.deepEqual(
        Object.keys(stored.Contexts)
          .filter((name) => name.startsWith('titi'))
          .sort(),
        rounds.map(({ found }) => found).sort(),
      );
      assert.match(
        await readFile(join(home, '.local/share/.IdentityService/msal.cache.cae'), 'utf8'),
        /AccessToken/,
      );
    } finally {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
