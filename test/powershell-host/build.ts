import { access, constants, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFrom, hashSources, install, publish } from '../support/dotnet-program.ts';

const home = dirname(fileURLToPath(import.meta.url));
const dist = join(home, 'dist');
const executable = join(dist, 'pwsh');

let ready: Promise<string> | undefined;

/**
 * Gives the path of the PowerShell that tests run in: the one named by AZ_LOGINTS_TEST_PWSH, else a `pwsh` from PATH,
 * else the embedded host, which is built first when its sources changed since the last build.
 * Building takes a minute, so `beforeBuild` is called first, to say so.
 * Throws when there is neither a `pwsh` nor a .NET SDK, and when the build fails (with the compiler's output).
 */
export function ensurePowerShell(beforeBuild?: () => void): Promise<string> {
  ready ??= find(beforeBuild);
  return ready;
}

/** Gives the path of the embedded host, built from its present sources, whatever PATH holds. */
export async function ensureEmbeddedHost(beforeBuild?: () => void): Promise<string> {
  const sources = await hashSources(home);
  if ((await builtFrom(executable)) !== sources) {
    await build(sources, beforeBuild);
  }
  return executable;
}

/** Gives the path of the embedded host for Windows, with all that it needs of .NET. */
export async function ensureWindowsHost(): Promise<string> {
  const place = join(home, 'bin', 'win-x64');
  const program = join(place, 'pwsh.exe');
  const sources = await hashSources(home);
  if ((await builtFrom(program)) === sources) return program;
  const fresh = `${place}-${String(process.pid)}`;
  await rm(fresh, { recursive: true, force: true });
  // Compiled ahead of time it starts faster, but not by as much as the compiling takes.
  const options = ['-r', 'win-x64', '--self-contained', '-p:PublishReadyToRun=false', '-o', fresh];
  await publish(join(home, 'pwsh.csproj'), options);
  await install(fresh, place, sources);
  return program;
}

async function find(beforeBuild?: () => void): Promise<string> {
  const named = process.env['AZ_LOGINTS_TEST_PWSH'];
  if (named !== undefined && named !== '') {
    return named;
  }
  return (await onPath('pwsh')) ?? (await ensureEmbeddedHost(beforeBuild));
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder: look on.
    }
  }
  return undefined;
}

async function build(sources: string, beforeBuild?: () => void): Promise<void> {
  if ((await onPath('dotnet')) === undefined) {
    throw new Error(
      'Neither pwsh nor the .NET SDK (dotnet) is on PATH: install PowerShell 7, or the .NET 10 SDK to build the embedded host.',
    );
  }
  beforeBuild?.();
  // Into a folder of its own, so that a shell that runs from dist never sees half a build.
  const fresh = join(home, 'bin', `publish-${String(process.pid)}`);
  await rm(fresh, { recursive: true, force: true });
  const project = join(home, 'pwsh.csproj');
  try {
    await publish(project, ['-o', fresh, '-p:PublishReadyToRun=true']);
  } catch {
    // The ahead-of-time compiler is a package of its own, not to be had everywhere: without it the host starts slower.
    await publish(project, ['-o', fresh, '-p:PublishReadyToRun=false']);
  }
  await install(fresh, dist, sources);
}
