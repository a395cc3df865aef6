// What is particular to files on Windows: a handle can keep others out, a process that ends gives its handles back
// whatever ended it, and a file that somebody has open cannot always be replaced or removed.
import { constants, open, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../../errors/storage-error.ts';

export const isWindows = process.platform === 'win32';

/**
 * Opens a file as the only one who has it open, and keeps others out: a share mode of nothing, libuv's UV_FS_O_EXLOCK,
 * for which Node has no name. Fails with EBUSY where anybody has the file open.
 */
export const openAlone = 0x10000000;

/** The system removes the file once nobody has it open any more, whatever ended its owner: libuv's UV_FS_O_TEMPORARY. */
export const removedOnClose = 0x40;

/** A folder that may not be written to refuses in the same words as a file in use: so long they are taken for that. */
const patienceMs = 2500;
const pauseMs = 25;

/** Bears with the refusals of a file in use, for a while. */
export class Patience {
  #since: number | undefined;

  /** Whether this is such a refusal, and it is worth another try. */
  allows(error: unknown): boolean {
    if (!isWindows || !['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '')) return false;
    this.#since ??= performance.now();
    return performance.now() - this.#since < patienceMs;
  }

  /** What was refused went through meanwhile. */
  renew(): void {
    this.#since = undefined;
  }
}

/** Does what Windows may refuse while another program has a file open, a virus scanner say: tries again for a while. */
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
 * Renames a file over another. Rejects as the file system does; with EISDIR where a folder has that name, which Windows
 * refuses in the words of a file in use.
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

/** Whether anybody has a file open. In doubt somebody has. */
export async function isInUse(path: string): Promise<boolean> {
  try {
    await (await open(path, constants.O_RDWR | openAlone)).close();
    return false;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}
