// A session in which other modules have loaded two versions of MSAL.NET: the module loads no assembly, so none can
// conflict.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { ensureDotnetProgram } from '../support/dotnet-program.ts';
import { app, contoso } from '../support/wire-bench.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

interface Report {
  readonly msal: string[];
  readonly loaded: string[];
  readonly subscriptions: number;
}

const script = `
$ErrorActionPreference = 'Stop'
$null = [System.Reflection.Assembly]::LoadFrom("$env:TEST_MSAL/older/Microsoft.Identity.Client.dll")
$null = [System.Runtime.Loader.AssemblyLoadContext]::new('other').LoadFromAssemblyPath("$env:TEST_MSAL/Microsoft.Identity.Client.dll")
$msal = foreach ($one in [System.AppDomain]::CurrentDomain.GetAssemblies()) { if ($one.GetName().Name -eq 'Microsoft.Identity.Client') { [string]$one.GetName().Version } }
Import-Module "$env:TEST_MODULE"
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:TEST_ARM
$secret = ConvertTo-SecureString '${app.secret}' -AsPlainText -Force
$credential = [pscredential]::new('${app.userName}', $secret)
$null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant ${contoso} -Scope Process -WarningAction SilentlyContinue
$count = @(Get-AzSubscription).Count
$loaded = foreach ($one in [System.AppDomain]::CurrentDomain.GetAssemblies()) { $one.Location }
@{ msal = @($msal); subscriptions = $count; loaded = @($loaded) } | ConvertTo-Json -Compress`;

describe('a PowerShell with other versions of MSAL.NET', function () {
  this.timeout(180_000);

  it('runs the module, which loads no assembly beyond the platform’s', async () => {
    const program = dirname(await ensureDotnetProgram(folder, 'azure-identity'));
    const pwsh = await ensurePowerShell();
    const cloud = await startLocalCloud();
    const home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    try {
      const env = {
        ...process.env,
        ...{ AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: cloud.caFile, TEST_ARM: cloud.armUrl },
        ...{ TEST_MSAL: program, TEST_MODULE: join(folder, '../../Az.LoginTs.psd1') },
      };
      const run = promisify(execFile);
      const { stdout } = await run(pwsh, ['-NoProfile', '-NonInteractive', '-Command', script], { env });
      const report = JSON.parse(stdout) as Report;
      assert.equal(new Set(report.msal).size, 2, report.msal.join());
      assert.ok(report.subscriptions > 0);
      const isForeign = (path: string): boolean => path.startsWith(program);
      const isOurs = (path: string): boolean =>
        path.includes('module/generated') || path.includes('node_modules');
      assert.equal(report.loaded.filter(isForeign).length, 2);
      assert.deepEqual(report.loaded.filter(isOurs), []);
      assert.deepEqual(
        report.loaded.filter((path) => /Microsoft\.Identity|Azure\./.test(path) && !isForeign(path)),
        [],
      );
    } finally {
      await cloud.stop();
      await rm(home, { recursive: true, force: true });
    }
  });
});
