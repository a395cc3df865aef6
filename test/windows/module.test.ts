import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zip } from '../../scripts/package/archives.ts';
import { moduleFiles } from '../../scripts/package/module-files.ts';
import { platformNamed } from '../../scripts/package/platforms.ts';
import { runtimeFiles } from '../../scripts/package/runtime-package.ts';
import { signInAtAuthorizeUrl, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { alex, app, contoso } from '../support/wire-bench.ts';
import {
  ensureWindows,
  nodeFolder,
  processesWith,
  until,
  untilKilled,
  whyNoWindows,
  Windows,
} from './wine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const install = 'C:\\package\\install.ps1';
const zipFile = 'C:\\package\\module.zip';
const engine = '(& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process';

describe('the module on Windows', function () {
  this.timeout(300_000);
  let windows: Windows;
  let cloud: LocalCloud;
  let modules: string;
  let version: string;
  let home: string;
  let identityService: string;

  before(async function () {
    windows = await ensureWindows(this);
    cloud = await startLocalCloud();
    modules = `${windows.home}\\Documents\\PowerShell\\Modules`;
    home = `${windows.home}\\.Azure`;
    identityService = `${windows.home}\\AppData\\Local\\.IdentityService`;
    const platform = platformNamed('win-x64');
    const { facts, files, buildId } = await moduleFiles(root);
    ({ version } = facts);
    const runtime = await runtimeFiles(root, platform, { version, buildId });
    const node = await windows.read(`${nodeFolder}\\node.exe`);
    await windows.write(
      zipFile,
      zip(
        [
          ...files.map((file) => ({ ...file, path: `Az.LoginTs/${version}/${file.path}` })),
          ...runtime.files.map(({ path, content }) => ({
            path: `${runtime.facts.id}/${version}/${path}`,
            content: path === 'node.exe' ? node : content,
          })),
        ],
        // Compressing Node.js takes seconds.
        100_000,
      ),
    );
    await windows.write(install, await readFile(join(root, 'scripts/install.ps1')));
  });

  after(async () => {
    if (whyNoWindows() === undefined) await cloud.stop();
  });

  const variables = (): NodeJS.ProcessEnv => ({
    PSModulePath: modules,
    AZ_LOGINTS_CA_FILE: Windows.path(cloud.caFile),
  });
  const run = (script: string, more: NodeJS.ProcessEnv = {}): Promise<string> =>
    windows.powerShell(script, { ...variables(), ...more });
  const connect = `$c = [pscredential]::new('${app.userName}', (ConvertTo-SecureString '${app.secret}' -AsPlainText -Force)); $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $c -Tenant ${contoso}`;
  const signIns = (): number => cloud.requests.filter(({ path }) => path.endsWith('/token')).length;
  const engines = (): number[] => processesWith('\\Az.LoginTs\\');

  /** The names of the files that store sign-ins, and of all other files in their folders. */
  async function files(): Promise<string[]> {
    const folders = [home, identityService].map((folder) => readdir(windows.unixPath(folder)));
    return (await Promise.all(folders)).flat().sort();
  }

  const installed = (): Promise<string[]> => readdir(windows.unixPath(`${modules}\\Az.LoginTs`));

  /** Starts a PowerShell that keeps running, and returns once its engine runs. */
  async function withEngine(): Promise<ChildProcess> {
    const ready = windows.unixPath('C:\\programs\\ready');
    await rm(ready, { force: true });
    const script = `$null = Get-AzContext; Set-Content C:\\programs\\ready 1; ${untilKilled}`;
    const child = await windows.startPowerShell(script, variables());
    await until('the engine runs', () => existsSync(ready));
    assert.equal(engines().length, 1);
    return child;
  }

  it('is installed from its zip into the user’s folder', async () => {
    assert.match(await run(`& ${install} -Path ${zipFile}`), /Az\.LoginTs \S+ is installed in /);
    assert.ok(existsSync(windows.unixPath(`${modules}\\Az.LoginTs\\${version}\\Az.LoginTs.psd1`)));
    assert.deepEqual(await installed(), [version]);
  });

  it('signs in a service principal with its own Node.js', async () => {
    const output = await run(
      `$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}; ${connect}; (Get-AzContext).Subscription.Name; ${engine}.MainModule.FileName`,
    );
    const [subscription, program, ...more] = output.split('\n');
    assert.equal(subscription, 'Contoso Production');
    assert.equal(program, `${modules}\\Az.LoginTs.Node.win-x64\\${version}\\node.exe`);
    assert.deepEqual(more, []);
  });

  it('returns the first PowerShell’s token in the next one, and DPAPI protects it for this user', async () => {
    const before = signIns();
    const cache = `${identityService}\\msal.cache.cae`;
    const script = `(Get-AzAccessToken -AsPlainText).Token
foreach ($file in '${cache}', '${identityService}\\keystore.cache.logints') {
    $clear = [System.Security.Cryptography.ProtectedData]::Unprotect([System.IO.File]::ReadAllBytes($file), $null, 'CurrentUser')
    [System.Text.Encoding]::UTF8.GetString($clear)
}`;
    const [token = '', tokens = '', secrets = ''] = (await run(script)).split('\n');
    assert.match(token, /^eyJ/);
    assert.equal(signIns(), before);
    assert.ok(tokens.includes(token));
    assert.ok(secrets.includes(app.secret));
    assert.deepEqual(await files(), ['AzureRmContext.json', 'keystore.cache.logints', 'msal.cache.cae']);
    for (const name of ['msal.cache.cae', 'keystore.cache.logints']) {
      const content = (await windows.read(`${identityService}\\${name}`)).toString('latin1');
      assert.ok(!content.includes(token) && !content.includes(app.secret), name);
    }
  });

  it('signs in a person with the browser, whose redirect reaches the listener', async () => {
    const program = `import { renameSync, writeFileSync } from 'node:fs'; writeFileSync('C:/programs/draft', process.argv[2]); renameSync('C:/programs/draft', 'C:/programs/address');`;
    await windows.write('C:\\programs\\browser.mjs', program);
    const address = windows.unixPath('C:\\programs\\address');
    const signedIn = run(
      `(Connect-AzAccount -Environment LocalCloud -Tenant ${contoso}).Context.Account.Id`,
      {
        BROWSER: `"${nodeFolder}\\node.exe" C:\\programs\\browser.mjs %s`,
      },
    );
    await until('the browser is open', () => existsSync(address));
    const redirect = await signInAtAuthorizeUrl(await readFile(address, 'utf8'), alex, cloud);
    assert.ok((await fetch(redirect)).ok);
    assert.equal((await signedIn).split('\n').at(-1), alex.username);
  });

  it('serves several PowerShells at once that change contexts and renew tokens', async () => {
    const read = `(1..20 | ForEach-Object { (Get-AzAccessToken -AsPlainText -ForceRefresh).Token.Length -gt 100 }) -join ' '`;
    const write = `1..20 | ForEach-Object { $null = Rename-AzContext -SourceName (Get-AzContext).Name -TargetName ([char]0x3A9 + " 雪 $_") }; (Get-AzContext).Name.ToCharArray() | ForEach-Object { [int]$_ } | Join-String -Separator ' '`;
    const output = await Promise.all([run(read), run(write), run(read)]);
    const trues = Array(20).fill('True').join(' ');
    assert.deepEqual(output, [
      trues,
      Array.from('Ω 雪 20', (letter) => letter.charCodeAt(0)).join(' '),
      trues,
    ]);
    assert.deepEqual(await files(), ['AzureRmContext.json', 'keystore.cache.logints', 'msal.cache.cae']);
    assert.match((await windows.read(`${home}\\AzureRmContext.json`)).toString('utf8'), /"Ω 雪 20"/);
    assert.deepEqual(engines(), []);
  });

  it('ends its engine when its PowerShell is killed', async () => {
    const killed = await withEngine();
    killed.kill('SIGKILL');
    await until('the engine has ended', () => engines().length === 0);
  });

  it('ends an engine whose parent has ended, even if another process keeps its stdin open', async () => {
    const file = `${modules}\\Az.LoginTs\\${version}\\engine\\engine.cjs`;
    const script = `$start = [System.Diagnostics.ProcessStartInfo]::new('cmd.exe', '/c node.exe "${file}" >C:\\programs\\said.txt 2>nul')
$start.RedirectStandardInput = $true
$parent = [System.Diagnostics.Process]::Start($start)
$parent.StandardInput.WriteLine('no message')
while (-not (Test-Path C:\\programs\\said.txt) -or (Get-Item C:\\programs\\said.txt).Length -eq 0) { Start-Sleep -Milliseconds 50 }
'it answers'
$engine = [System.Diagnostics.Process]::GetProcessesByName('node')[0]
$parent.Kill()
$engine.WaitForExit()
'it has ended'
$parent.StandardInput.Close()`;
    assert.equal(await run(script), 'it answers\nit has ended');
  });

  it('does not lock its folder against moving while its engine runs', async () => {
    const running = await withEngine();
    const [engineId] = engines();
    assert.equal(readlinkSync(`/proc/${String(engineId)}/cwd`), windows.unixPath('C:\\windows\\system32'));
    assert.match(await run(`& ${install} -Path ${zipFile} -Force`), /is installed in /);
    assert.equal((await installed()).filter((name) => !name.startsWith('.old-')).join(), version);
    // Windows keeps a running program's file, and install.ps1 warns about what remains; wine 8 lets it be deleted.
    assert.match(await run(`& ${install} -Uninstall 3>&1`), /was removed/);
    const left = await installed().catch(() => []);
    assert.deepEqual(
      left.filter((name) => !name.startsWith('.old-')),
      [],
    );
    running.kill('SIGKILL');
    await until('the engine has ended', () => engines().length === 0);
    assert.match(await run(`& ${install} -Path ${zipFile}`), /is installed in /);
    assert.deepEqual(await installed(), [version]);
  });

  it('leaves neither token nor secret after Disconnect-AzAccount', async () => {
    const script = `$null = Disconnect-AzAccount -Username ${alex.username}; $null = Disconnect-AzAccount -ApplicationId ${app.userName} -TenantId ${contoso}; @(Get-AzContext -ListAvailable).Count`;
    assert.equal(await run(script), '0');
    assert.deepEqual(await files(), ['AzureRmContext.json', 'msal.cache.cae']);
    const cache = `[System.IO.File]::ReadAllBytes('${identityService}\\msal.cache.cae')`;
    const clear = await run(
      `[System.Text.Encoding]::UTF8.GetString([System.Security.Cryptography.ProtectedData]::Unprotect(${cache}, $null, 'CurrentUser'))`,
    );
    assert.ok(!clear.includes('eyJ'), clear);
    assert.deepEqual(engines(), []);
  });
});
