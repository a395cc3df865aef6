// C# programs that tests use: built if their sources changed since the last build, otherwise used as they are.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../../engine/storage/files/file-lock.ts';

const run = promisify(execFile);
const sourceFile = /\.(cs|csproj)$/;
const notSources = new Set(['bin', 'obj', 'dist']);

export interface DotnetBuild {
  /** The project file; its folder contains the sources. */
  readonly project: string;
  /** The executable, in a folder that contains only the build. */
  readonly program: string;
  /** Options for `dotnet publish`. */
  readonly options: readonly string[];
  /** Called before a build. */
  readonly beforeBuild?: () => Promise<void>;
}

/**
 * Returns the path of the program of a project folder, built from its present sources into `dist`.
 * @throws Error with the compiler's output if the build fails, and if there is no .NET SDK
 */
export function ensureDotnetProgram(folder: string, name: string): Promise<string> {
  return ensureBuilt({
    project: join(folder, `${name}.csproj`),
    program: join(folder, 'dist', process.platform === 'win32' ? `${name}.exe` : name),
    options: [],
  });
}

/** Publishes a program, unless it exists and was built from the present sources with these options. */
export async function ensureBuilt({ project, program, options, beforeBuild }: DotnetBuild): Promise<string> {
  const folder = dirname(project);
  const sources = [await hashSources(folder), ...options].join(' ');
  const isBuilt = async (): Promise<boolean> => (await builtFrom(program)) === sources;
  if (await isBuilt()) return program;
  await beforeBuild?.();
  await alone(folder, async () => {
    if (await isBuilt()) return;
    // Build in another folder, so that no process ever finds an incomplete program.
    const fresh = join(folder, 'bin', `publish-${String(process.pid)}`);
    await rm(fresh, { recursive: true, force: true });
    await publish(project, ['-o', fresh, ...options]);
    await install(fresh, dirname(program), sources);
  });
  return program;
}

/**
 * Runs work while no other process builds or downloads in the same folder, because they would overwrite each other's
 * files.
 */
export function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const options = { signal: new AbortController().signal, timeoutMs: 600_000 };
  return withFileLock(join(folder, 'obj', 'build.lock'), work, options);
}

/** Runs `dotnet publish`. */
async function publish(project: string, options: readonly string[]): Promise<void> {
  const parameters = ['publish', project, '-c', 'Release', '--nologo', '-v', 'quiet', ...options];
  try {
    await run('dotnet', parameters, { maxBuffer: 2 ** 24 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`Building ${project} failed; it needs the .NET 10 SDK.\n${stdout}${stderr}`, {
      cause: error,
    });
  }
}

/** Moves the published files to their folder, and records the sources they were built from. */
async function install(published: string, dist: string, sources: string): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dirname(dist), { recursive: true });
  await rename(published, dist);
  await writeFile(join(dist, '.sources'), sources);
}

/** The digest of the sources that a program was built from; undefined if there is no program. */
async function builtFrom(executable: string): Promise<string | undefined> {
  try {
    await access(executable, constants.X_OK);
    return await readFile(join(dirname(executable), '.sources'), 'utf8');
  } catch {
    return undefined;
  }
}

/** A digest of the sources below a folder. */
async function hashSources(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await listSources(folder)) {
    hash
      .update(relative(folder, file))
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
    if (entry.isDirectory() && !notSources.has(entry.name)) files.push(...(await listSources(path)));
    else if (entry.isFile() && sourceFile.test(entry.name)) files.push(path);
  }
  return files.sort();
}
