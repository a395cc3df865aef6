// The objects that cmdlets return, as Export-Clixml writes them: each type, including those of nested objects, and
// each value with its own type. The expected files are in test/fixtures/clixml; AZ_LOGINTS_WRITE_GOLDEN=1 writes
// them.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { connectApp, importModule, runPowerShell } from '../support/powershell.ts';

const golden = fileURLToPath(new URL('../fixtures/clixml/', import.meta.url));
const group = '/subscriptions/1a000000-0000-4000-8000-000000000001/resourcegroups/web?api-version=2021-04-01';

/** The script for each file. Cmdlets that normally return nothing are called so that they return something. */
const calls: Readonly<Record<string, string>> = {
  'Add-AzEnvironment': 'Add-AzEnvironment -Name Golden -ARMEndpoint $env:TEST_ARM',
  'Set-AzEnvironment': 'Set-AzEnvironment -Name Golden -GalleryEndpoint https://gallery.example/',
  'Remove-AzEnvironment': 'Remove-AzEnvironment -Name Golden',
  'Get-AzEnvironment': 'Get-AzEnvironment | Where-Object Name -NotLike Azure*',
  'Connect-AzAccount':
    'Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $credential -Tenant contoso.example -WarningAction SilentlyContinue',
  'Get-AzContext': 'Get-AzContext',
  'Get-AzContext-ListAvailable': 'Get-AzContext -ListAvailable',
  'Set-AzContext': `Set-AzContext -Context (Get-AzContext) -Name golden -ExtendedProperty ([ordered]@{ a = '1'; '$secret' = 'x'; date = '2024-01-01T00:00:00Z'; '$' = 'd'; 'A b' = '_x000A_ <&>' })`,
  'Select-AzContext': 'Select-AzContext -Name golden',
  'Rename-AzContext': 'Rename-AzContext -SourceName golden -TargetName renamed -PassThru',
  'Get-AzSubscription': 'Get-AzSubscription',
  'Get-AzTenant': 'Get-AzTenant',
  'Get-AzAccessToken': 'Get-AzAccessToken',
  'Get-AzAccessToken-AsPlainText': 'Get-AzAccessToken -AsPlainText -WarningAction SilentlyContinue',
  'Invoke-AzRestMethod': `Invoke-AzRestMethod -Path '${group}' | ForEach-Object { $_.Headers = $_.Headers.GetType().FullName + ' ' + $_.Headers.CacheControl; $_ }`,
  'Set-AzDefault': 'Set-AzDefault -ResourceGroupName web',
  'Get-AzDefault': 'Get-AzDefault',
  'Clear-AzDefault': 'Clear-AzDefault -Force -PassThru',
  'Get-AzConfig': 'Get-AzConfig',
  'Update-AzConfig': 'Update-AzConfig -DisplayBreakingChangeWarning $false -LoginTimeoutSeconds 90',
  'Export-AzConfig': 'Export-AzConfig -Path "$env:AZ_LOGINTS_HOME/config.json"',
  'Import-AzConfig': 'Import-AzConfig -Path "$env:AZ_LOGINTS_HOME/config.json"',
  'Clear-AzConfig': 'Clear-AzConfig -Force -PassThru',
  'Get-AzContextAutosaveSetting': 'Get-AzContextAutosaveSetting',
  'Enable-AzContextAutosave': 'Enable-AzContextAutosave',
  'Disable-AzContextAutosave': 'Disable-AzContextAutosave -Scope Process',
  'Save-AzContext': 'Save-AzContext -Path "$env:AZ_LOGINTS_HOME/saved.json"',
  'Import-AzContext': 'Import-AzContext -Path "$env:AZ_LOGINTS_HOME/saved.json"',
  'Test-AzSignIn': "Test-AzSignIn | ForEach-Object { $_.Finding = 'text'; $_ }",
  'Test-AzSignIn-Report': '(Test-AzSignIn -Report).GetType().FullName',
  'Resolve-AzError':
    'try { Get-AzSubscription -SubscriptionId nowhere -ErrorAction Stop } catch { $null = $_ }; try { Invoke-AzRestMethod -Uri https://evil.example/ -ErrorAction Stop } catch { $null = $_ }; Resolve-AzError',
  'Remove-AzContext': 'Remove-AzContext -Name renamed -Force -PassThru',
  'Clear-AzContext': 'Clear-AzContext -Force -PassThru',
  'Disconnect-AzAccount': `${connectApp}; Disconnect-AzAccount`,
};

/** Writes the type names next to the objects, because Export-Clixml omits those of dictionaries and lists. */
const script = `${importModule}
${connectApp}
$Error.Clear()
foreach ($call in (Get-Content -Raw $env:TEST_CALLS | ConvertFrom-Json).PSObject.Properties) {
    $outputs = @(. ([scriptblock]::Create($call.Value)))
    foreach ($output in $outputs) {
        foreach ($member in $output.PSObject.Properties) {
            # Export-Clixml encrypts a SecureString on Windows, and adds derived properties to a DateTimeOffset.
            if ($member.Value -is [securestring]) { $member.Value = 'SecureString ' + $member.Value.IsReadOnly() + ' ' + [System.Net.NetworkCredential]::new('', $member.Value).Password }
            elseif ($member.Value -is [datetimeoffset]) { $member.Value = 'DateTimeOffset ' + $member.Value.ToString('o') }
        }
    }
    $names = @(foreach ($output in $outputs) { $output.PSObject.TypeNames -join ', '; foreach ($member in $output.PSObject.Properties) { if ($null -ne $member.Value) { $member.Name + ': ' + ($member.Value.PSObject.TypeNames -join ', ') } } })
    [pscustomobject]@{ Outputs = $outputs; TypeNames = $names } | Export-Clixml -Depth 8 -Path "$env:TEST_OUTPUTS/$($call.Name).xml"
}`;

/** Without values that differ between runs; a boolean is the same with or without a PSObject around it. */
function steady(xml: string, cloud: LocalCloud): string {
  const { host } = new URL(cloud.armUrl);
  const numbers = new Map<string, number>();
  return xml
    .replace(/<Obj( N="\w+") RefId="\d+">\s*<B>(\w+)<\/B>\s*<\/Obj>/g, '<B$1>$2</B>')
    .replace(/(<(?:Obj|Ref)(?: N="[^"]*")?) RefId="(\d+)"/g, (_, start: string, id: string) => {
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      return `${start} RefId="${String(numbers.get(id))}"`;
    })
    .replaceAll(host, 'arm.example')
    .replaceAll(new URL(cloud.loginUrl).host, 'login.example')
    .replace(/127\.0\.0\.1:\d+|localhost:\d+/g, 'local.example')
    .replace(/[^<>"' ]*azlogints-[^<>"'/\\]+/g, 'home')
    .replace(/[^<>"' ]*local-cloud-\w{6}/g, 'cloud')
    .replace(/eyJ[\w.-]+/g, 'token')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, 'instant')
    .replace(/, [\w.]+, Version=[\d.]+, Culture=neutral, PublicKeyToken=\w+/g, '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
      /^[0-9a]{2}0{6}-0000|00000000d3910$/.test(id) ? id : 'id',
    );
}

describe('the objects that cmdlets return, written by Export-Clixml,', function () {
  this.timeout(240_000);
  let cloud: LocalCloud;
  let folder = '';
  before(async () => {
    cloud = await startLocalCloud();
    folder = await mkdtemp(join(tmpdir(), 'azlogints-golden-'));
    const list = join(folder, 'calls.json');
    await writeFile(list, JSON.stringify(calls));
    const outputs = join(folder, 'outputs');
    await mkdir(outputs);
    await runPowerShell(script, cloud, { TEST_CALLS: list, TEST_OUTPUTS: outputs });
    for (const file of await readdir(outputs)) {
      const text = steady(await readFile(join(outputs, file), 'utf8'), cloud).replace(/^\uFEFF/, '');
      await writeFile(join(outputs, file), text);
      if (process.env.AZ_LOGINTS_WRITE_GOLDEN === '1') await writeFile(join(golden, file), text);
    }
  });
  after(async () => {
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of Object.keys(calls)) {
    it(`are those in the file ${name}`, async () => {
      const made = await readFile(join(folder, 'outputs', `${name}.xml`), 'utf8');
      assert.equal(made, await readFile(join(golden, `${name}.xml`), 'utf8'));
    });
  }
});
