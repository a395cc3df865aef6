import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AzurePowerShellCredential, DefaultAzureCredential } from '@azure/identity';
import { errorCatalogue } from '../../engine/errors/catalogue.ts';
import { errorCauses } from '../../engine/errors/error-causes.ts';
import { nupkg, zip } from '../../scripts/package/archives.ts';
import { checksumLine, checksumsFile } from '../../scripts/package/checksums.ts';
import { moduleFiles, type ModulePackage } from '../../scripts/package/module-files.ts';
import { runtimeFiles } from '../../scripts/package/runtime-package.ts';
import { type PackageFile } from '../../scripts/package/package-file.ts';
import { platformNamed, thisPlatform, withRuntimeNamed } from '../../scripts/package/platforms.ts';
import { localArmAudience, startLocalCloud, type LocalCloud } from '../local-cloud/index.ts';
import { ensurePowerShell } from '../powershell/index.ts';
import { app, contoso } from '../support/wire-bench.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
/** The size in bytes from which compressing a file takes too long here. */
const light = 100_000;
const secret = `ConvertTo-SecureString '${app.secret}' -AsPlainText -Force`;
const connect = `$c = [pscredential]::new('${app.userName}', (${secret})); $null = Connect-AzAccount -Environment LocalCloud -ServicePrincipal -Credential $c -Tenant ${contoso} -WarningAction SilentlyContinue`;

describe('the installable module', function () {
  this.timeout(300_000);
  let cloud: LocalCloud;
  let folder: string;
  let pwsh: string;
  let made: ModulePackage;
  let runtime: ModulePackage;
  let environment: NodeJS.ProcessEnv;
  const modules = (): string => join(folder, 'modules');

  /**
   * The output of a PowerShell that has the installed module and the local cloud, and only the module's own Node.js.
   */
  const run = async (command: string, changes: NodeJS.ProcessEnv = {}): Promise<string> => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', command];
    const { stdout, stderr } = await execute(pwsh, args, {
      cwd: folder,
      env: { ...environment, ...changes },
    });
    assert.equal(stderr, '', stdout);
    return stdout.trim();
  };

  before(async () => {
    cloud = await startLocalCloud();
    folder = await mkdtemp(join(tmpdir(), 'az-logints-package-'));
    pwsh = await ensurePowerShell();
    const platform = thisPlatform();
    const { buildId, ...module } = await moduleFiles(root);
    made = module;
    runtime = await runtimeFiles(root, platform, { version: made.facts.version, buildId });
    await mkdir(modules());
    // The programs that tools start by name, without their folder, which may contain a Node.js.
    const programs = join(folder, 'programs');
    await mkdir(programs);
    for (const [name, program] of Object.entries({ pwsh, chmod: '/bin/chmod' }))
      await symlink(program, join(programs, name));
    environment = {
      PATH: programs,
      HOME: folder,
      PSModulePath: modules(),
      AZ_LOGINTS_HOME: join(folder, 'home'),
      AZ_LOGINTS_CA_FILE: cloud.caFile,
    };
    await mkdir(release());
    await writeFile(join(release(), `Az.LoginTs.${made.facts.version}.zip`), zip(inFolder(made), light));
    await writeFile(
      join(release(), `Az.LoginTs.${made.facts.version}.${platform.id}.zip`),
      zip([...inFolder(made), ...inFolder(runtime)], light),
    );
    await copyFile(join(root, 'scripts/install.ps1'), join(release(), 'install.ps1'));
  });

  /** A folder like a release: packages, and the script that installs them. */
  const release = (): string => join(folder, 'release');
  const inFolder = ({ facts, files }: ModulePackage): PackageFile[] =>
    files.map((file) => ({ ...file, path: `${facts.id}/${facts.version}/${file.path}` }));

  after(async () => {
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const install = join(root, 'scripts/install.ps1');

  it('is not installed with another platform’s Node.js, and no files are left behind', async () => {
    const other = thisPlatform().id === 'win-x64' ? 'linux-x64' : 'win-x64';
    // Only the manifests matter; packing the rest would take long.
    const manifests = ({ files }: ModulePackage): PackageFile[] =>
      files.filter(({ path }) => /^[^/]+\.psd1$/.test(path));
    const foreign = manifests(runtime).map((file) => ({ ...file, path: `Az.LoginTs.Node.${other}.psd1` }));
    const facts = { ...runtime.facts, id: `Az.LoginTs.Node.${other}` };
    const place = join(folder, 'elsewhere');
    const attempt = (path: string): Promise<string> =>
      run(`try { & '${install}' -Path '${path}' -ModuleFolder '${place}' } catch { "$_" }`);
    await writeFile(
      join(folder, 'other.zip'),
      zip([...inFolder({ ...made, files: manifests(made) }), ...inFolder({ facts, files: foreign })]),
    );
    await writeFile(join(folder, 'other.nupkg'), nupkg(facts, foreign));
    for (const name of ['other.zip', 'other.nupkg'])
      assert.match(
        await attempt(join(folder, name)),
        new RegExp(`is for ${other}, but this machine is ${thisPlatform().id}\\. Make one with:`),
      );
    const onlyOther = await mkdtemp(join(folder, 'release-'));
    await writeFile(join(onlyOther, `Az.LoginTs.9.9.9.${other}.zip`), 'never read');
    assert.match(await attempt(onlyOther), new RegExp(`packages for ${other}, but none for this machine`));
    assert.equal(await run(`@(Get-ChildItem -Recurse -Force '${place}' -ErrorAction Ignore).Count`), '0');
  });

  it('is installed from the universal package without Node.js, and says which Node.js it uses', async () => {
    const place = join(folder, 'universal');
    const zipFile = join(release(), `Az.LoginTs.${made.facts.version}.zip`);
    const command = `& '${install}' -Path '${zipFile}' -ModuleFolder '${place}'`;
    assert.match(await run(command), /has no Node\.js yet: neither as a package nor on PATH\. Install/);
    const path = [environment.PATH, dirname(process.execPath)].join(delimiter);
    assert.match(
      await run(`${command} -Force`, { PATH: path }),
      /is not installed as a package, so the engine runs in '.*node', the first on PATH\./,
    );
  });

  it('is installed from a release by its script, with the Node.js for this machine', async () => {
    const command = `& '${join(release(), 'install.ps1')}' -ModuleFolder '${modules()}'`;
    const errorText = await run(command);
    assert.match(
      errorText,
      new RegExp(`^Az\\.LoginTs\\.Node\\.${thisPlatform().id} .*\nAz\\.LoginTs \\S+ is installed in`),
    );
    assert.match(
      errorText,
      /engine runs in the Node\.js of Az\.LoginTs\.Node\.\S+ \S+\. Run: Import-Module Az\.LoginTs;/,
    );
    assert.match(await run(`try { ${command} } catch { "$_" }`), /is installed in .* already\. Add -Force/);
    const installElsewhere = `$env:PSModulePath = '/nowhere'; ${command} -Force`;
    assert.match(await run(installElsewhere), /Run: Import-Module '.*Az\.LoginTs\.psd1';/);
    const left = await run(`[System.IO.Directory]::GetDirectories('${join(modules(), 'Az.LoginTs')}').Count`);
    assert.equal(left, '1');
  });

  it('uses the same platform names in its install script and in the module', async () => {
    const platformIn = async (path: string): Promise<string | undefined> =>
      /function Get-EnginePlatform \{.*?\n\}/s.exec(await readFile(join(root, path), 'utf8'))?.[0];
    const own = await platformIn('module/runtime/Get-EnginePlatform.ps1');
    assert.ok(own);
    assert.equal(await platformIn('scripts/install.ps1'), own);
  });

  it('signs in with nothing else installed, because its own Node.js runs the engine', async () => {
    const script = `Import-Module Az.LoginTs; $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint ${cloud.armUrl}; ${connect}; (Get-AzContext).Subscription.Name; (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.MainModule.FileName`;
    const [subscription, program] = (await run(script)).split(/\r?\n/);
    assert.equal(subscription, 'Contoso Production');
    assert.match(program ?? '', /modules\/Az\.LoginTs\.Node\.[^/]+\/[^/]+\/node$/);
  });

  const ownNode = (): string => join(modules(), runtime.facts.id, runtime.facts.version, 'node');
  const programOf =
    'Import-Module Az.LoginTs; try { $null = Get-AzContext } catch { "$_" }; (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.MainModule.FileName';

  it('runs its own Node.js even if unpacking removed the execute permission', async () => {
    await chmod(ownNode(), 0o644);
    assert.equal(await run(programOf), ownNode());
    assert.equal((await stat(ownNode())).mode & 0o777, 0o755);
  });

  it('uses the Node.js on PATH if its own cannot run, and reports what is wrong if there is none', async () => {
    await rename(ownNode(), `${ownNode()}.kept`);
    try {
      // Like a program for another C library.
      await writeFile(ownNode(), '#!/not/there/loader\n', { mode: 0o755 });
      const path = [environment.PATH, dirname(process.execPath)].join(delimiter);
      assert.equal(await run(programOf, { PATH: path }), process.execPath);
      assert.match(
        await run(programOf),
        /^The engine cannot be started: '.*\/node': No such file or directory\.$/m,
      );
    } finally {
      await rename(`${ownNode()}.kept`, ownNode());
    }
  });

  it('accepts no debugger: the engine does not wait for one, and does not listen at the port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    // The variable that works in a checkout, see test/module/debugger.test.ts.
    const script = `Import-Module Az.LoginTs; $null = Get-AzConfig; $id = (& (Get-Module Az.LoginTs) { (Get-EngineShared).Connection }).Process.Id; [System.IO.File]::ReadAllText("/proc/$id/cmdline").Replace("\`0", ' '); try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', ${String(port)}) } catch { 'refused' }`;
    const output = await run(script, { AZ_LOGINTS_ENGINE_INSPECT: String(port) });
    assert.match(output, /engine\.cjs/);
    assert.doesNotMatch(output, /inspect/);
    assert.match(output, /refused$/);
  });

  it('finds the native modules beside the engine', async () => {
    const engine = join(modules(), 'Az.LoginTs', made.facts.version, 'engine');
    const script = `const e = require('@azure/msal-node-extensions'); console.log(typeof e.NativeBrokerPlugin, typeof new e.NativeBrokerPlugin().isBrokerAvailable, typeof require('keytar').getPassword)`;
    const { stdout } = await execute(ownNode(), ['-e', script], { cwd: engine });
    assert.equal(stdout.trim(), 'function boolean function');
  });

  it('is for this machine if --runtime has no value or is "this"', () => {
    assert.equal(platformNamed('this').id, thisPlatform().id);
    assert.deepEqual(withRuntimeNamed(['--runtime']), ['--runtime', 'this']);
    assert.deepEqual(withRuntimeNamed(['--runtime', '--output', 'x']), [
      '--runtime',
      'this',
      '--output',
      'x',
    ]);
    assert.deepEqual(withRuntimeNamed(['--runtime', 'win-x64']), ['--runtime', 'win-x64']);
  });

  it('has a manifest that PowerShell accepts for both editions', async () => {
    const manifest = join(modules(), 'Az.LoginTs', made.facts.version, 'Az.LoginTs.psd1');
    const script = `$m = Test-ModuleManifest '${manifest}'; "$($m.Version) $($m.PowerShellVersion) $($m.CompatiblePSEditions -join ',') $($m.ExportedFunctions.Count -gt 20) $($m.RequiredModules.Count) $($m.LicenseUri)"`;
    assert.equal(
      await run(script),
      `${made.facts.version} 5.1 Core,Desktop True 0 https://licenses.nuget.org/MIT`,
    );
  });

  it('replaces Az.Accounts only if its stand-in folder is in PSModulePath', async () => {
    const find =
      'try { (Import-Module Az.Accounts -MinimumVersion 2.2.0 -PassThru -ErrorAction Stop).Version.Major } catch { $_.Exception.GetType().Name }';
    assert.match(await run(find), /NotFound/);
    assert.equal(await run(find, withStandIn()), '5');
  });

  it('answers calls qualified with Az.Accounts, and still those qualified with Az.LoginTs', async () => {
    const script = [
      'Import-Module Az.Accounts',
      '(Az.Accounts\\Get-AzEnvironment AzureCloud).Name',
      '(Az.LoginTs\\Get-AzEnvironment AzureCloud).Name',
      '(Get-Command -Module Az.Accounts -Name Connect-AzAccount).Name',
      '(Get-Command Select-AzSubscription).ResolvedCommandName',
    ].join('; ');
    const lines = (await run(script, withStandIn())).split(/\s+/);
    assert.deepEqual(lines, ['AzureCloud', 'AzureCloud', 'Connect-AzAccount', 'Set-AzContext']);
  });

  it('is found by a cmdlet’s name without an import', async () => {
    assert.equal(await run('(Get-AzEnvironment AzureCloud).Name', withStandIn()), 'AzureCloud');
  });

  const withStandIn = (): NodeJS.ProcessEnv => ({
    PSModulePath: [modules(), join(modules(), 'Az.LoginTs', made.facts.version, 'stand-in')].join(delimiter),
  });

  it('is updated beside a running PowerShell, which keeps its version; the next one uses the new version', async () => {
    const update = join(folder, 'update');
    await cp(join(modules(), 'Az.LoginTs', made.facts.version), update, { recursive: true });
    const manifest = join(update, 'Az.LoginTs.psd1');
    const text = await readFile(manifest, 'utf8');
    await writeFile(
      manifest,
      text.replace(`ModuleVersion = '${made.facts.version}'`, "ModuleVersion = '99.0.0'"),
    );
    const facts = '"$((Get-Module Az.LoginTs).Version) $((Get-AzContext).Subscription.Name)"';
    const script = `Import-Module Az.LoginTs; ${facts}; $null = & '${install}' -Path ./update -ModuleFolder '${modules()}'; ${facts}; & (Get-Module Az.LoginTs) { Stop-Engine }; ${facts}`;
    const before = `${made.facts.version} Contoso Production`;
    assert.deepEqual((await run(script)).split(/\r?\n/), [before, before, before]);
    assert.equal(await run(`Import-Module Az.LoginTs; ${facts}`), '99.0.0 Contoso Production');
    // The new version came without Node.js, and another Node.js is on PATH.
    const path = [environment.PATH, dirname(process.execPath)].join(delimiter);
    assert.equal(await run(programOf, { PATH: path }), ownNode());
    assert.match(
      await run(programOf, { PSModulePath: `${join(folder, 'universal')}${delimiter}${modules()}` }),
      /node$/,
    );
    await rm(join(modules(), 'Az.LoginTs', '99.0.0'), { recursive: true });
  });

  it('provides tokens to @azure/identity’s AzurePowerShellCredential and DefaultAzureCredential', async () => {
    const kept = { ...process.env };
    try {
      for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, environment, withStandIn(), { AZURE_TOKEN_CREDENTIALS: 'dev' });
      const scope = `${localArmAudience}/.default`;
      const own = await new AzurePowerShellCredential({ processTimeoutInMs: 60_000 }).getToken(scope);
      assert.match(own.token, /^eyJ/);
      assert.ok(own.expiresOnTimestamp > Date.now());
      const chained = await new DefaultAzureCredential({ processTimeoutInMs: 60_000 }).getToken(scope);
      assert.match(chained.token, /^eyJ/);
    } finally {
      for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, kept);
    }
  });

  it('can be removed, and the sign-in is kept', async () => {
    assert.match(await run(`& '${install}' -Uninstall -ModuleFolder '${modules()}'`), /was removed/);
    assert.match(await readFile(join(folder, 'home/AzureRmContext.json'), 'utf8'), /Contoso Production/);
  });

  it('contains every page that help, errors and about_ topics name, and what these pages link to', () => {
    const texts = new Map(
      made.files.map(({ path, content }) => [path, Buffer.from(content).toString('utf8')] as const),
    );
    const help = [...texts.keys()].filter((path) => /^en-US\/|-help\.xml$|^[^/]*\.psm?1$/.test(path));
    assert.equal(help.length, 16);
    const speaking = [...help.map((path) => texts.get(path)), JSON.stringify([errorCatalogue, errorCauses])];
    const named = speaking.flatMap((text) => text?.match(/(?<![\w/.-])docs\/[\w./-]+\.md/g) ?? []);
    assert.ok(named.includes('docs/ci.md') && named.includes('docs/cmdlets/README.md'), named.join(' '));
    const pages = [...texts].filter(([path]) => path.startsWith('docs/') && path.endsWith('.md'));
    const linked = pages.flatMap(([page, text]) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]+)|(?:src|srcset)="([^"]+)"/g)].map(([, link, picture]) =>
        posix.join(posix.dirname(page), link ?? picture ?? ''),
      ),
    );
    assert.ok(linked.some((path) => path.endsWith('.png')));
    assert.deepEqual(
      [...new Set([...named, ...linked])].filter((path) => !texts.has(path)),
      [],
    );
  });

  it('is byte-for-byte reproducible', async () => {
    const again = await moduleFiles(root);
    const digests = ({ files }: ModulePackage): string[] =>
      files
        .map(({ path, content }) => `${path} ${createHash('sha256').update(content).digest('hex')}`)
        .sort();
    assert.deepEqual(digests(again), digests(made));
    const some = again.files.filter(({ content }) => content.length < light);
    const backwards = [...some].reverse();
    assert.ok(Buffer.from(zip(some)).equals(zip(backwards)));
    assert.ok(Buffer.from(nupkg(again.facts, some)).equals(nupkg(made.facts, backwards)));
  });

  it('can be verified with sha256sum, which finds a changed byte', async function () {
    if (process.platform !== 'linux') this.skip();
    const place = await mkdtemp(join(folder, 'checked-'));
    const name = `${made.facts.id}.nupkg`;
    const content = nupkg(made.facts, made.files.slice(0, 3));
    await writeFile(join(place, checksumsFile), checksumLine(name, content));
    const check = (): Promise<unknown> =>
      execute('sha256sum', ['--check', '--strict', checksumsFile], { cwd: place });
    await writeFile(join(place, name), content);
    await check();
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    await writeFile(join(place, name), content);
    await assert.rejects(check());
  });

  it('lists third-party components with versions and licences, and only those it contains', () => {
    const textOf = (path: string, { files }: ModulePackage = made): string =>
      Buffer.from(files.find((file) => file.path === path)?.content ?? []).toString('utf8');
    const bill = JSON.parse(textOf('bom.cdx.json')) as { components: { name: string; licenses: object[] }[] };
    const names = bill.components.map(({ name }) => name);
    for (const name of ['@azure/msal-node', 'keytar', 'vscode-jsonrpc'])
      assert.ok(names.includes(name) || names.includes(`@github/${name}`), name);
    assert.ok(!names.includes('mocha'));
    for (const { files } of [made, runtime]) {
      const natives = files.filter(({ path }) => /(?:\.(?:node|dll|so|dylib)|^node(?:\.exe)?)$/.test(path));
      assert.ok(natives.length > 0);
      const bom = Buffer.from(files.find(({ path }) => path === 'bom.cdx.json')?.content ?? []).toString();
      for (const { path, content } of natives) {
        assert.ok(bom.includes(`"name": "${path}"`), path);
        assert.ok(bom.includes(createHash('sha256').update(content).digest('hex')), path);
      }
    }
    assert.ok(textOf('bom.cdx.json', runtime).includes(`"${thisPlatform().node.package}"`));
    assert.match(textOf('LICENSE', runtime), /Node\.js/);
    assert.match(textOf('THIRD-PARTY-NOTICES.txt'), /Permission is hereby granted/);
  });
});
