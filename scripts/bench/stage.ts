// The stage of all measurements: the installed module, an empty module, a local cloud under the host names of the public
// cloud, and separate folders.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud, app, contoso, type LocalCloud } from '../../test/local-cloud/index.ts';
import { ensurePowerShell } from '../../test/powershell/index.ts';
import { EngineProcess } from '../../test/support/index.ts';
import { zip } from '../package/archives.ts';
import { moduleFiles, moduleName, type ModulePackage } from '../package/module-files.ts';
import { writeFiles, type PackageFile } from '../package/package-file.ts';
import { thisPlatform } from '../package/platforms.ts';
import { runtimeFiles } from '../package/runtime-package.ts';

export interface Finished {
  readonly ms: number;
  readonly stdout: string;
}

/** The host names of the public cloud, for programs that know no other cloud. A proxy leads them to the local cloud. */
export const names = { login: 'login.microsoftonline.com', arm: 'management.azure.com' };

/**
 * Makes PowerShell write its cache of modules, 13 s after it has looked for a command, and waits until the file is
 * complete. A file that is being written is locked.
 * Source: PowerShell/PowerShell, engine/Modules/AnalysisCache.cs (QueueSerialization, Serialize)
 */
const writeModuleCache = `
Get-Command -Name Get-Nothing -ErrorAction Ignore
$clock = [System.Diagnostics.Stopwatch]::StartNew()
while ($true) {
  try { if ([System.IO.File]::ReadAllBytes($env:PSModuleAnalysisCachePath).Length -gt 0) { exit 0 } }
  catch [System.IO.IOException] { $null = $_ }
  if ($clock.Elapsed.TotalMinutes -gt 2) { throw 'PowerShell has not written its cache of modules.' }
  [System.Threading.Thread]::Sleep(100)
}
`;

export class Stage {
  readonly folder: string;
  readonly cloud: LocalCloud;
  readonly files: readonly PackageFile[];
  /** The files of the package with Node.js. */
  readonly runtime: readonly PackageFile[];
  /** The path of the packaged Node.js. */
  readonly node: string;
  /** The path of the packaged engine. */
  readonly engineScript: string;
  readonly #pwsh: string;
  readonly #modules: string;

  private constructor(
    folder: string,
    parts: {
      cloud: LocalCloud;
      files: readonly PackageFile[];
      runtime: ModulePackage;
      version: string;
      pwsh: string;
    },
  ) {
    this.folder = folder;
    this.cloud = parts.cloud;
    this.files = parts.files;
    this.#pwsh = parts.pwsh;
    this.#modules = join(folder, 'modules');
    const engine = join(this.#modules, moduleName, parts.version, 'engine');
    this.runtime = parts.runtime.files;
    const beside = join(this.#modules, parts.runtime.facts.id, parts.version);
    this.node = join(beside, process.platform === 'win32' ? 'node.exe' : 'node');
    this.engineScript = join(engine, 'engine.cjs');
  }

  static async open(root: string): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'az-logints-bench-'));
    const pwsh = await ensurePowerShell();
    const platform = thisPlatform();
    const { facts, files, buildId } = await moduleFiles(root);
    const runtime = await runtimeFiles(root, platform, { version: facts.version, buildId });
    const modules = join(folder, 'modules');
    await writeFiles(join(modules, moduleName, facts.version), files);
    await writeFiles(join(modules, runtime.facts.id, facts.version), runtime.files);
    await writeEmptyModule(modules, facts.tags.filter((tag) => tag.startsWith('PSFunction_')).length);
    const cloud = await startLocalCloud({ names });
    const stage = new Stage(folder, { cloud, files, runtime, version: facts.version, pwsh });
    await stage.powershell(writeModuleCache, await stage.newFolder());
    return stage;
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Returns both packages as one file. */
  archive(): Uint8Array {
    return zip([...this.files, ...this.runtime.map((file) => ({ ...file, path: `beside/${file.path}` }))]);
  }

  /** Returns a new folder. */
  newFolder(): Promise<string> {
    return mkdtemp(join(this.folder, 'home-'));
  }

  /**
   * Returns the environment of all programs. It has no keyring, so each program stores its tokens in a file. PowerShell
   * has its cache of modules, as in every home after the first session.
   */
  environment(home: string): NodeJS.ProcessEnv {
    // No extra certificates of the machine: only Node.js would read them, no other program here.
    const left = new Set(['https_proxy', 'no_proxy', 'xdg_data_home', 'node_extra_ca_certs']);
    const inherited = Object.entries(process.env).filter(([name]) => !left.has(name.toLowerCase()));
    return {
      ...Object.fromEntries(inherited),
      HOME: home,
      PSModulePath: this.#modules,
      PSModuleAnalysisCachePath: join(this.folder, 'module-cache'),
      HTTPS_PROXY: this.cloud.proxyUrl,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      AZ_LOGINTS_HOME: join(home, 'az'),
      AZ_LOGINTS_CA_FILE: this.cloud.caFile,
      SSL_CERT_FILE: this.cloud.caFile,
      REQUESTS_CA_BUNDLE: this.cloud.caFile,
      AZURE_CONFIG_DIR: join(home, 'azure-cli'),
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
    };
  }

  /** Runs one command in a new PowerShell. */
  powershell(command: string, home: string, input = ''): Promise<Finished> {
    const args = ['-NoProfile', '-NonInteractive', '-Command', command];
    return this.run(this.#pwsh, args, { home, input });
  }

  /** Runs a program to its end. */
  async run(
    program: string,
    args: readonly string[],
    { home, input = '' }: { home: string; input?: string },
  ): Promise<Finished> {
    const start = performance.now();
    const child = spawn(program, args, { env: this.environment(home), stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // Ignored: a program that does not read may end before everything is written.
    child.stdin.on('error', () => undefined).end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    const ms = performance.now() - start;
    if (code !== 0)
      throw new Error(`${program} ${args[0] ?? ''} ended with ${String(code)}: ${stdout}${stderr}`);
    return { ms, stdout };
  }

  /** Starts the packaged engine in the packaged Node.js, and waits for the response to `initialize`. */
  async engine(home: string, variables: Readonly<Record<string, string>> = {}): Promise<EngineProcess> {
    const { AZ_LOGINTS_HOME = '', AZ_LOGINTS_CA_FILE = '', HTTPS_PROXY = '' } = this.environment(home);
    const engine = new EngineProcess(
      { AZ_LOGINTS_HOME, AZ_LOGINTS_CA_FILE, HTTPS_PROXY, ...variables },
      {
        node: this.node,
        script: this.engineScript,
        isQuiet: true,
        variables: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', NODE_EXTRA_CA_CERTS: '' },
      },
    );
    const { error } = await engine.initialize();
    if (error !== undefined) throw new Error(error.message);
    return engine;
  }

  /** Returns a home folder in which an application is signed in. */
  async signedInHome(): Promise<string> {
    const home = await this.newFolder();
    const engine = await this.engine(home);
    await signIn(engine);
    await engine.stop();
    return home;
  }
}

/** The application signs in with its secret. */
export function signIn(engine: EngineProcess): Promise<unknown> {
  return engine.call(
    'Connect-AzAccount',
    {
      ServicePrincipal: true,
      Tenant: contoso,
      Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
    },
    { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] },
  );
}

async function writeEmptyModule(modules: string, functions: number): Promise<void> {
  const folder = join(modules, 'Empty', '1.0.0');
  await mkdir(folder, { recursive: true });
  const exported = Array.from({ length: functions }, (_, index) => `Get-Empty${String(index)}`);
  await writeFile(join(folder, 'Empty.psm1'), exported.map((name) => `function ${name} { }\n`).join(''));
  const list = exported.map((name) => `'${name}'`).join(', ');
  await writeFile(
    join(folder, 'Empty.psd1'),
    `@{ RootModule = 'Empty.psm1'; ModuleVersion = '1.0.0'; FunctionsToExport = @(${list}); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }\n`,
  );
}
