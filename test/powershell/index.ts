// The PowerShell that tests, `npm start` and the scripts of the docs run in, and the Pester that runs `*.Tests.ps1`.
import { execFile } from 'node:child_process';
import { access, constants, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { alone, ensureBuilt } from '../support/dotnet-program.ts';

const run = promisify(execFile);
const folder = dirname(fileURLToPath(import.meta.url));
const project = join(folder, 'pwsh.csproj');
const pesterVersion = '6.2.0';
const sdkAddress = 'https://dotnet.microsoft.com/download';

let powerShell: Promise<string> | undefined;
let windowsPowerShell: Promise<string> | undefined;
let pester: Promise<string> | undefined;

/**
 * Returns the path of a PowerShell: the one in AZ_LOGINTS_TEST_PWSH, otherwise a `pwsh` of 7.4 or later on PATH,
 * otherwise a build of PowerShell 7.6 that is made once, in about a minute; `beforeBuild` is called before the build,
 * for a message.
 * @throws Error if there is neither a `pwsh` nor a .NET SDK, and if the build fails (with the compiler's output)
 */
export function ensurePowerShell(beforeBuild?: () => void): Promise<string> {
  powerShell ??= findPowerShell(beforeBuild);
  return powerShell;
}

/**
 * Returns the path of a `pwsh.exe` 7.6 for Windows on x64 that includes .NET; it is built on the first call.
 * @throws Error if there is no .NET SDK, and if the build fails (with the compiler's output)
 */
export function ensureWindowsPowerShell(): Promise<string> {
  windowsPowerShell ??= ensureBuilt({
    project,
    program: join(folder, 'bin', 'win-x64', 'pwsh.exe'),
    options: [
      ...['-r', 'win-x64', '--self-contained'],
      // Compiling ahead of time takes longer than it saves in a test run.
      '-p:PublishReadyToRun=false',
      '-p:BaseIntermediateOutputPath=obj/win-x64/',
    ],
    beforeBuild: () =>
      checkSdk(
        `The PowerShell for Windows is built with the .NET 10 SDK, which is not there. Install it (${sdkAddress}).`,
      ),
  });
  return windowsPowerShell;
}

/**
 * Returns the path of Pester's manifest (`Pester.psd1`); the package is downloaded on the first call.
 * @throws Error if there is no .NET SDK, and if the download fails
 */
export function ensurePester(): Promise<string> {
  pester ??= findPester();
  return pester;
}

async function findPowerShell(beforeBuild?: () => void): Promise<string> {
  const named = process.env['AZ_LOGINTS_TEST_PWSH'];
  if (named !== undefined && named !== '') return named;
  for (const candidate of await onPath('pwsh')) if (await isNewEnough(candidate)) return candidate;
  return ensureBuilt({
    project,
    program: join(folder, 'dist', executableName('pwsh')),
    options: ['--no-self-contained', '-p:PublishReadyToRun=true'],
    beforeBuild: async () => {
      await checkSdk(
        `There is no pwsh of 7.4 or later on PATH, and no .NET 10 SDK to build one. Install PowerShell (https://aka.ms/powershell), or the SDK (${sdkAddress}).`,
      );
      beforeBuild?.();
    },
  });
}

/** Whether the program reports PowerShell 7.4 or later, for example `PowerShell 7.6.9` or `PowerShell 7.7.0-rc.1`. */
async function isNewEnough(pwsh: string): Promise<boolean> {
  const said = await run(pwsh, ['--version']).catch(() => ({ stdout: '' }));
  const [, major = '0', minor = '0'] = /PowerShell (\d+)\.(\d+)/.exec(said.stdout) ?? [];
  return Number(major) > 7 || (major === '7' && Number(minor) >= 4);
}

async function findPester(): Promise<string> {
  const place = join(folder, 'bin', `pester-${pesterVersion}`);
  const manifest = join(place, 'tools', 'Pester.psd1');
  if (await isThere(manifest)) return manifest;
  await checkSdk(
    `The module's tests run under Pester, which the .NET 10 SDK downloads. Install it (${sdkAddress}).`,
  );
  await alone(folder, async () => {
    if (await isThere(manifest)) return;
    const fresh = `${place}-${String(process.pid)}`;
    await rm(fresh, { recursive: true, force: true });
    await run('dotnet', ['package', 'download', `Pester@${pesterVersion}`, '--output', fresh]).catch(
      (error: unknown) => {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`Downloading Pester ${pesterVersion} failed.\n${stdout}${stderr}`, { cause: error });
      },
    );
    await rename(join(fresh, 'pester', pesterVersion), place);
    await rm(fresh, { recursive: true, force: true });
  });
  return manifest;
}

/** A machine may have .NET without its SDK, or an older SDK; `dotnet --version` is the SDK's version. */
async function checkSdk(withoutIt: string): Promise<void> {
  const said = await run('dotnet', ['--version']).catch(() => ({ stdout: '' }));
  if (!(Number.parseInt(said.stdout, 10) >= 10)) throw new Error(withoutIt);
}

function executableName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** The executables with that name, in the order of PATH. */
async function onPath(name: string): Promise<string[]> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '');
  const candidates = folders.map((entry) => join(entry, executableName(name)));
  const found = await Promise.all(candidates.map((path) => isThere(path, constants.X_OK)));
  return candidates.filter((_, index) => found[index]);
}

function isThere(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
