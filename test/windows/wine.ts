// Windows as far as wine provides it: its own drive C:, a PowerShell built for Windows, and the Node.js that is
// packaged for Windows.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeRuntime } from '../../scripts/package/node-runtime.ts';
import { platformNamed } from '../../scripts/package/platforms.ts';
import { ended } from '../support/child-process.ts';
import { ensureWindowsPowerShell } from '../powershell/index.ts';

const wine = '/usr/bin/wine';
const python = '/usr/bin/python3';
const wineserver = '/usr/lib/wine/wineserver64';
const root = fileURLToPath(new URL('../..', import.meta.url));
const withTerminal = fileURLToPath(new URL('with-terminal.py', import.meta.url));

/** The folder of node.exe; its name needs quotes and is not ASCII. */
export const nodeFolder = 'C:\\Program Files\\Node Ω & Söhne';

/** The end of a script whose PowerShell runs until it is killed. */
export const untilKilled = '[System.Threading.Thread]::Sleep(-1)';

/** Why no Windows program can run here, as a clause; undefined if they can. */
export function whyNoWindows(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'wine needs Linux on x64';
  const missing = [wine, python].filter((file) => !existsSync(file));
  return missing.length === 0 ? undefined : `there is no ${missing.join(' and no ')}`;
}

/** Creates a Windows for the tests of one suite and stops it after them. Skips the tests if there is no wine. */
export async function ensureWindows(test: Mocha.Context): Promise<Windows> {
  const reason = whyNoWindows();
  if (reason !== undefined) {
    console.log(`      (skipped: ${reason})`);
    test.skip();
  }
  const windows = await Windows.make();
  test.runnable().parent?.afterAll(windows.stop);
  return windows;
}

export class Windows {
  readonly #folder: string;
  readonly #pwsh: string;
  readonly #variables: NodeJS.ProcessEnv;
  #files = 0;

  private constructor(folder: string, pwsh: string) {
    this.#folder = folder;
    this.#pwsh = pwsh;
    const { PATH } = process.env;
    this.#variables = {
      PATH,
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      WINEPREFIX: join(folder, 'wine'),
      WINEDEBUG: '-all',
      WINEPATH: nodeFolder,
      // .NET maps its code twice by default, which crashes in wine 8.
      DOTNET_EnableWriteXorExecute: '0',
    };
  }

  /** Creates a Windows, which lasts until it is stopped or this process exits. */
  static async make(): Promise<Windows> {
    const windows = await Windows.#start().catch(() => Windows.#start());
    await windows.#succeed('winecfg', ['-v', 'win10']);
    const [program] = await nodeRuntime(root, platformNamed('win-x64'));
    await windows.write(`${nodeFolder}\\node.exe`, withoutPlaceholders(Buffer.from(program?.content ?? [])));
    return windows;
  }

  /** On a busy machine wine now and then ends at once when it makes its first files, without saying why. */
  static async #start(): Promise<Windows> {
    const folder = mkdtempSync(join(tmpdir(), 'az-logints-wine-'));
    const windows = new Windows(folder, await ensureWindowsPowerShell());
    process.once('exit', windows.stop);
    try {
      await windows.#succeed('wineboot', ['--init']);
    } catch (error) {
      windows.stop();
      throw error;
    }
    return windows;
  }

  /** Ends everything that runs in it, and deletes its files. */
  readonly stop = (): void => {
    process.off('exit', this.stop);
    // Wait for the last process, which still writes the registry.
    for (const order of ['-k', '-w']) spawnSync(wineserver, [order], { env: this.#variables });
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  /** `C:\users\<name>`. */
  get home(): string {
    return `C:\\users\\${userInfo().username}`;
  }

  /** Returns this machine's path of a file on drive C:. */
  unixPath(path: string): string {
    return join(this.#folder, 'wine/drive_c', ...path.slice('C:\\'.length).split('\\'));
  }

  /** Returns the Windows path of a file on this machine. */
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

  /** Starts a PowerShell that runs a script. Killing its process ends it like the task manager. */
  async startPowerShell(script: string, variables: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
    const file = `C:\\scripts\\script-${String(++this.#files)}.ps1`;
    await this.write(file, `\uFEFF${script.replaceAll('\n', '\r\n')}`);
    return this.startPowerShellFile(file, [], variables);
  }

  /** Starts a PowerShell that runs a script file with parameters. */
  startPowerShellFile(
    file: string,
    parameters: readonly string[],
    variables: NodeJS.ProcessEnv = {},
  ): ChildProcess {
    const shell = [this.#pwsh, '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file];
    return spawn(python, [withTerminal, ...shell, ...parameters], {
      cwd: this.#folder,
      env: { ...this.#variables, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Returns what a script prints in a new PowerShell. */
  async powerShell(script: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, stdout, stderr } = await ended(await this.startPowerShell(script, variables));
    if (code !== 0) throw new Error(`PowerShell ended with ${String(code)}.\n${stdout}\n${stderr}`);
    return stdout.replaceAll('\r\n', '\n').trim();
  }

  /**
   * Starts a script of the checkout (its path from the root) in Node.js, which can read TypeScript. Its output goes
   * to a file, because Node.js cannot use the pipes that wine creates from Linux pipes.
   */
  startNode(script: string, parameters: readonly string[] = []): NodeProgram {
    const file = join(this.#folder, `node-${String(++this.#files)}.txt`);
    const written = openSync(file, 'w');
    try {
      const program = [`${nodeFolder}\\node.exe`, Windows.path(join(root, script))];
      const child = spawn(wine, [...program, ...parameters], {
        cwd: root,
        env: this.#variables,
        stdio: ['ignore', written, written],
      });
      return { child, output: () => readFile(file, 'utf8') };
    } finally {
      closeSync(written);
    }
  }

  async #succeed(program: string, parameters: readonly string[]): Promise<void> {
    const child = spawn(wine, [program, ...parameters], {
      env: this.#variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { code, stderr } = await ended(child);
    if (code !== 0) throw new Error(`wine ${program} ended with ${String(code)}: ${stderr}`);
  }
}

export interface NodeProgram {
  readonly child: ChildProcess;
  /** Returns what it has printed so far. */
  readonly output: () => Promise<string>;
}

/**
 * Returns the packaged Node.js with one letter changed. Its V8 reserves address space with VirtualAlloc2 and
 * placeholders, which Windows has since version 1803 and wine 8 rejects. V8 works without that function if it cannot
 * find it.
 */
function withoutPlaceholders(program: Buffer): Buffer {
  const name = Buffer.from('\0VirtualAlloc2\0');
  const at = program.indexOf(name);
  if (at < 0) throw new Error('This Node.js does not ask for VirtualAlloc2: it needs no change any more.');
  program.write('N', at + name.length - 2, 'latin1');
  return program;
}

/** Returns the processes of this machine whose command line contains a text. */
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

/** Waits until a condition holds; throws after 60 seconds, with the condition's description. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`In 60 seconds it never came to this: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
