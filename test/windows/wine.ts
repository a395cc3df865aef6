// Windows, as far as wine is it: a drive C: of its own, a PowerShell built for Windows, and the Node.js that
// is packed for Windows.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nodeRuntime } from '../../scripts/package/node-runtime.ts';
import { platformNamed } from '../../scripts/package/platforms.ts';
import { ended } from '../engine/storage/helpers.ts';
import { ensureWindowsPowerShell } from '../powershell/index.ts';

const wine = '/usr/bin/wine';
const wineserver = '/usr/lib/wine/wineserver64';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where node.exe lies: a folder whose name is in need of quotes, and not in ASCII. */
export const nodeFolder = 'C:\\Program Files\\Node Ω & Söhne';

let ready: Promise<Windows> | undefined;

/** The Windows of this run of the tests, made when it is first asked for; skips the tests where there is no wine. */
export async function ensureWindows(test: Mocha.Context): Promise<Windows> {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(wine)) {
    console.log('      (skipped: wine is not installed, or this is no Linux on x64)');
    test.skip();
  }
  ready ??= Windows.make();
  return ready;
}

export class Windows {
  readonly #folder: string;
  readonly #host: string;
  readonly #variables: NodeJS.ProcessEnv;
  #files = 0;

  private constructor(folder: string, host: string) {
    this.#folder = folder;
    this.#host = host;
    const { PATH } = process.env;
    this.#variables = {
      PATH,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      WINEPREFIX: join(folder, 'wine'),
      WINEDEBUG: '-all',
      WINEPATH: nodeFolder,
      // .NET maps its code twice, which ends in a fault in wine 8.
      DOTNET_EnableWriteXorExecute: '0',
    };
  }

  static async make(): Promise<Windows> {
    const folder = mkdtempSync(join(tmpdir(), 'az-logints-wine-'));
    const windows = new Windows(folder, await ensureWindowsPowerShell());
    process.once('exit', () => {
      spawnSync(wineserver, ['-k'], { env: windows.#variables });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
    await windows.#succeed('wineboot', ['--init']);
    await windows.#succeed('winecfg', ['-v', 'win10']);
    const [program] = await nodeRuntime(root, platformNamed('win-x64'));
    await windows.write(`${nodeFolder}\\node.exe`, withoutPlaceholders(Buffer.from(program?.content ?? [])));
    return windows;
  }

  /** `C:\users\<name>`. */
  get home(): string {
    return `C:\\users\\${userInfo().username}`;
  }

  /** Where a file of drive C: lies on this machine. */
  unixPath(path: string): string {
    return join(this.#folder, 'wine/drive_c', ...path.slice('C:\\'.length).split('\\'));
  }

  /** How Windows names a file of this machine. */
  static path(unixPath: string): string {
    return `Z:${unixPath.replaceAll('/', '\\')}`;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const place = this.unixPath(path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content);
  }

  read(path: string): Promise<Buffer> {
    return readFile(this.unixPath(path));
  }

  /** Starts a PowerShell that runs a script. Its process ends like one of Windows when it is killed. */
  async startPowerShell(script: string, variables: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
    const file = `C:\\scripts\\script-${String(++this.#files)}.ps1`;
    await this.write(file, `\uFEFF${script.replaceAll('\n', '\r\n')}`);
    return this.#start(
      this.#host,
      ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file],
      variables,
    );
  }

  /** What a script prints in a PowerShell of its own. */
  async powerShell(script: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, stdout, stderr } = await ended(await this.startPowerShell(script, variables));
    if (code !== 0) throw new Error(`PowerShell ended with ${String(code)}.\n${stdout}\n${stderr}`);
    return stdout.replaceAll('\r\n', '\n').trim();
  }

  /** Bundles a program of the tests, and gives its path in Windows. */
  async bundle(entry: string): Promise<string> {
    const name = /([^/]+)\.ts$/.exec(entry)?.[1] ?? '';
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', write: false },
      banner: {
        js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
      },
    });
    const path = `C:\\programs\\${name}.mjs`;
    await this.write(path, outputFiles[0]?.contents ?? '');
    return path;
  }

  /**
   * Starts a program in Node.js. What it prints goes to a file: Node.js knows nothing of the pipes that wine makes of
   * those of Linux.
   */
  async startNode(script: string, parameters: readonly string[] = []): Promise<NodeProgram> {
    const name = `C:\\scripts\\node-${String(++this.#files)}`;
    const words = [script, ...parameters].map((word) => `"${word}"`);
    await this.write(`${name}.cmd`, `@node.exe ${words.join(' ')} <nul >${name}.txt 2>&1\r\n`);
    const child = this.#start('cmd.exe', ['/c', `${name}.cmd`]);
    return {
      child,
      output: async () => (await this.read(`${name}.txt`).catch(() => Buffer.alloc(0))).toString('utf8'),
    };
  }

  #start(program: string, parameters: readonly string[], variables: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(wine, [program, ...parameters], {
      cwd: this.#folder,
      env: { ...this.#variables, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async #succeed(program: string, parameters: readonly string[]): Promise<void> {
    const { code, stderr } = await ended(this.#start(program, parameters));
    if (code !== 0) throw new Error(`wine ${program} ended with ${String(code)}: ${stderr}`);
  }
}

export interface NodeProgram {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => Promise<string>;
}

/**
 * The Node.js that is packed, but for one word. Its V8 reserves address space with VirtualAlloc2 and placeholders, which
 * Windows has since 1803 and wine 8 takes for a wrong argument. Without that function V8 does without.
 */
function withoutPlaceholders(program: Buffer): Buffer {
  const name = Buffer.from('\0VirtualAlloc2\0');
  const at = program.indexOf(name);
  if (at < 0) throw new Error('This Node.js does not ask for VirtualAlloc2: it needs no change any more.');
  program.write('N', at + name.length - 2, 'latin1');
  return program;
}

/** The processes of this machine whose command line holds a text. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Waits until something holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`In vain waited until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
