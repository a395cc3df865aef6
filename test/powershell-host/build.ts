import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const home = dirname(fileURLToPath(import.meta.url));
const dist = join(home, 'dist');
const executable = join(dist, 'pwsh');
const stampFile = join(dist, '.sources');
const sourceFile = /\.(cs|csproj|props|psd1|psm1)$/;
const notSources = new Set(['bin', 'obj', 'dist', 'runner']);

let ready: Promise<string> | undefined;

/**
 * Gives the path of the PowerShell that tests run in: the one named by AZ_LOGINTS_TEST_PWSH, else a `pwsh` from PATH,
 * else the embedded host, which is built first when its sources changed since the last build.
 * Throws when there is neither a `pwsh` nor a .NET SDK, and when the build fails (with the compiler's output).
 */
export function ensurePowerShell(): Promise<string> {
  ready ??= find();
  return ready;
}

/** Gives the path of the embedded host, built from its present sources, whatever PATH holds. */
export async function ensureEmbeddedHost(): Promise<string> {
  const sources = await hashSources();
  if ((await builtFrom()) !== sources) {
    await build(sources);
  }
  return executable;
}

async function find(): Promise<string> {
  const named = process.env['AZ_LOGINTS_TEST_PWSH'];
  if (named !== undefined && named !== '') {
    return named;
  }
  return (await onPath('pwsh')) ?? (await ensureEmbeddedHost());
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

async function build(sources: string): Promise<void> {
  if ((await onPath('dotnet')) === undefined) {
    throw new Error(
      'Neither pwsh nor the .NET SDK (dotnet) is on PATH: install PowerShell 7, or the .NET 10 SDK to build the embedded host.',
    );
  }
  // Into a folder of its own, so that a shell that runs from dist never sees half a build.
  const fresh = join(home, 'bin', `publish-${String(process.pid)}`);
  await rm(fresh, { recursive: true, force: true });
  try {
    await publish(fresh, true);
  } catch {
    // The ahead-of-time compiler is a package of its own, not to be had everywhere: without it the host starts slower.
    await publish(fresh, false);
  }
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
  await writeFile(stampFile, sources);
}

async function publish(output: string, readyToRun: boolean): Promise<void> {
  const project = join(home, 'pwsh.csproj');
  const options = [
    '-c',
    'Release',
    '-o',
    output,
    '--nologo',
    '-v',
    'quiet',
    `-p:PublishReadyToRun=${String(readyToRun)}`,
  ];
  try {
    await run('dotnet', ['publish', project, ...options], { maxBuffer: 2 ** 24 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`Building the embedded PowerShell failed.\n${stdout}${stderr}`, { cause: error });
  }
}

async function builtFrom(): Promise<string | undefined> {
  try {
    await access(executable, constants.X_OK);
    return await readFile(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await listSources(home)) {
    hash
      .update(relative(home, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function listSources(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !notSources.has(entry.name)) {
      files.push(...(await listSources(path)));
    } else if (entry.isFile() && sourceFile.test(entry.name)) {
      files.push(path);
    }
  }
  return files.sort();
}
