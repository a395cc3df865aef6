// Peculiarities of files on Windows: a handle can exclude others, the system closes the handles of a process however
// it ends, and a file that another program has open cannot always be replaced or deleted.
import { constants, open, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../../errors/storage-error.ts';

export const isWindows = process.platform === 'win32';

/**
 * Open flag for exclusive access: share mode 0, libuv's UV_FS_O_EXLOCK, for which Node has no constant. Opening fails
 * with EBUSY if any process has the file open.
 */
export const openAlone = 0x10000000;

/**
 * Open flag: the system deletes the file when the last handle closes, however its owner ends. libuv's
 * UV_FS_O_TEMPORARY.
 */
export const removedOnClose = 0x40;

/**
 * A folder without write permission fails with the same error codes as a file in use. For this many milliseconds the
 * error is taken for a file in use.
 */
const patienceMs = 2500;
const pauseMs = 25;

/** Tells for a limited time that a file-in-use error is worth a retry. */
export class Patience {
  #since: number | undefined;

  /** Whether the error may mean a file in use, and the time for retries is not over. */
  allows(error: unknown): boolean {
    if (!isWindows || !['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '')) return false;
    this.#since ??= performance.now();
    return performance.now() - this.#since < patienceMs;
  }

  /** Restarts the time for retries, after an attempt got further. */
  renew(): void {
    this.#since = undefined;
  }
}

/**
 * Runs work that Windows may refuse while another program (such as a virus scanner) has a file open; retries for a
 * while.
 */
export async function retryWhileInUse<T>(work: () => Promise<T>): Promise<T> {
  const patience = new Patience();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!patience.allows(error)) throw error;
      await delay(pauseMs);
    }
  }
}

/**
 * Renames a file over another.
 * @throws the file system's error; EISDIR if the target is a folder, which Windows reports like a file in use
 */
export async function replaceFile(draft: string, target: string): Promise<void> {
  try {
    await retryWhileInUse(() => rename(draft, target));
  } catch (cause) {
    const isFolder = isWindows && (await stat(target).catch(() => undefined))?.isDirectory() === true;
    throw isFolder
      ? Object.assign(new Error(`There is a folder: ${target}`, { cause }), { code: 'EISDIR' })
      : cause;
  }
}

/** Whether any process has a file open. True if unknown. */
export async function isInUse(path: string): Promise<boolean> {
  try {
    await (await open(path, constants.O_RDWR | openAlone)).close();
    return false;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}
