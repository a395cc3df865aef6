import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePowerShell } from '../powershell/index.ts';

const manifest = fileURLToPath(new URL('../../Az.LoginTs.psd1', import.meta.url));

describe('the module’s scripts', function () {
  this.timeout(120_000);
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'azlogints-'));
  });

  after(() => rm(home, { recursive: true, force: true }));

  /** Returns what a script prints in a new PowerShell that has imported the module. */
  async function printedBy(script: string, imported = manifest): Promise<string> {
    const { stdout } = await promisify(execFile)(
      await ensurePowerShell(),
      ['-NoProfile', '-NonInteractive', '-Command', `Import-Module '${imported}'; ${script}`],
      { env: { ...process.env, AZ_LOGINTS_HOME: home } },
    );
    return stdout;
  }

  /** Returns the scripts that the module's functions are from after a script has run in a new PowerShell. */
  async function loadedBy(script: string): Promise<string[]> {
    const loaded =
      "& (Get-Module Az.LoginTs) { Get-ChildItem function: } | ForEach-Object { $_.ScriptBlock.File } | Where-Object { $_ -like '*Az.LoginTs.*' } | ForEach-Object { 'from ' + [System.IO.Path]::GetFileName($_) } | Sort-Object -Unique";
    return (await printedBy(`${script}; ${loaded}`))
      .split('\n')
      .flatMap((line) => /^from Az\.LoginTs\.(.*)$/.exec(line.trim())?.[1] ?? []);
  }

  it('are not loaded by the import, except for the one with the stubs', async () => {
    assert.deepEqual(await loadedBy(''), ['psm1']);
  });

  it('are not loaded by a first and a second Get-AzContext, except for the client', async () => {
    assert.deepEqual(await loadedBy('Get-AzContext; Get-AzContext'), ['client.ps1', 'psm1']);
  });

  it('need no other module to ask whether an application may sign in', async () => {
    const printed = await printedBy(`
$credential = [pscredential]::new('10000000-0000-4000-8000-000000000001', [securestring]::new())
$null = Connect-AzAccount -ServicePrincipal -Credential $credential -Tenant contoso.example -WhatIf
'loaded: ' + ((Get-Module).Name -join ' ')`);
    assert.match(printed, /What if: .*Sign in/);
    assert.match(printed, /^loaded: Az\.LoginTs$/m);
  });

  it('are loaded when an error or a completion needs them', async () => {
    const loaded = await loadedBy(`
$null = Get-AzAccessToken -ErrorAction SilentlyContinue
$null = TabExpansion2 'Get-AzConfig -AppliesTo A' 25`);
    for (const part of ['errors.ps1', 'completion.ps1']) assert.ok(loaded.includes(part), loaded.join(' '));
  });

  it('report the error of a first command as that of a later one', async () => {
    const failing =
      '$null = Get-AzAccessToken -ErrorAction SilentlyContinue -ErrorVariable found; "$($found[0].FullyQualifiedErrorId) $($found[0].Exception.GetType()) $($found[0].InvocationInfo.MyCommand) $($found.Count) $found"';
    const [first, second] = (await printedBy(`${failing}; ${failing}`)).trim().split('\n');
    assert.match(first ?? '', /^NotSignedIn\.None,Get-AzAccessToken /);
    assert.equal(first, second);
  });

  it('fail with one error if one is missing', async () => {
    const copy = join(home, 'Az.LoginTs');
    await cp(join(manifest, '../module'), join(copy, 'module'), { recursive: true });
    await cp(manifest, join(copy, 'Az.LoginTs.psd1'));
    await rm(join(copy, 'module/generated/Az.LoginTs.client.ps1'));
    const printed = await printedBy(
      `try { Get-AzContext } catch { "$_" }; $Error.Clear(); try { & (Get-Module Az.LoginTs) { Get-EngineShared } } catch { $Error.Count }`,
      join(copy, 'Az.LoginTs.psd1'),
    );
    assert.match(printed, /^.*Az\.LoginTs\.client\.ps1'? is not recognized.*\n/);
    assert.equal(printed.trim().split('\n').at(-1), '1');
  });
});
