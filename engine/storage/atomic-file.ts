import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, storageError } from './storage-error.ts';

/** Windows refuses to replace a file that a virus scanner or another reader has open at that moment. */
const renameAttempts = 20;
const renameDelayMs = 25;

export interface WriteOptions {
  /** Permissions of the file; the user's alone (0600) unless told otherwise. */
  readonly mode?: number;
}

/**
 * Writes a file so that readers see the old or the new content, never a part, also if the machine stops: a temporary
 * file beside it, flushed, then renamed over it. A symbolic link stays one.
 * @throws EngineError `Storage.Write`
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
  { mode = 0o600 }: WriteOptions = {},
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = temporaryName(target);
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError('Storage.Write', path, error);
  }
}

/**
 * The content of a file, or undefined where there is none.
 * @throws EngineError `Storage.Read`
 */
export async function readFileIfExists(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError('Storage.Read', path, error);
  }
}

/** A name beside a file that tells whose it is, so that what a killed process left can be found. */
export function temporaryName(path: string): string {
  return `${path}.${String(process.pid)}.${randomBytes(8).toString('hex')}.tmp`;
}

/** Removes the temporary files that a process which is gone left in a folder: they may hold tokens. */
export async function removeLeftovers(folder: string, pid: number): Promise<void> {
  const left = new RegExp(`\\.${String(pid)}\\.[0-9a-f]{16}\\.tmp$`);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => left.test(name)).map((name) => rm(join(folder, name), { force: true })),
  );
}

/** Moves a file over another one; on Windows, tries again while another program has that one open. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const retriable =
        process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '');
      if (!retriable || attempt === renameAttempts) throw error;
      await delay(renameDelayMs);
    }
  }
}

/** The rename itself is durable once its folder is. Some file systems, and Windows, cannot flush a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
