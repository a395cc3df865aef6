// Reads small files of a local disk without waiting. Every command reads such files, and for each step of a read (find,
// open, look at, read, close) Node.js wakes another thread, which takes longer than the step itself. A network file
// system can hang, and the engine must answer meanwhile, so files there are read in the usual way.
import { statfs, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { readSmallFileSync, refusedFile } from '../../machine/small-file.ts';
import { isOwn } from './own-place.ts';

/**
 * Local file systems of Linux (statfs(2), linux/magic.h): ext2 to ext4, XFS, Btrfs, ZFS, F2FS, tmpfs, ramfs, overlayfs,
 * bcachefs. Node.js has no such types on Windows, and on macOS they are numbered when they are loaded.
 */
const localTypes = new Set([
  ...[0xef53, 0x58465342, 0x9123683e, 0x2fc12fc1, 0xf2f52010, 0x01021994, 0x858458f6, 0x794c7630],
  0xca451a4e,
]);

/** In bytes. Reading a larger file would make other calls wait. */
const largestSize = 1024 * 1024;

/** Whether files are on a local disk, by path. */
const known = new Map<string, boolean>();

/** Finds out for later reads whether a file, which has just been read, is on a local disk. */
export function noteDisk(path: string): void {
  if (process.platform !== 'linux' || known.has(path)) return;
  known.set(path, false);
  isLocalDisk(path).then(
    (isLocal) => known.set(path, isLocal),
    () => known.delete(path),
  );
}

/**
 * Whether a file or folder is on a disk of this machine.
 * @throws the file system's error
 */
export async function isLocalDisk(path: string): Promise<boolean> {
  return localTypes.has((await promisify(statfs)(path)).type >>> 0);
}

/**
 * Returns the content of a file with this user's sign-ins. Returns undefined if it must be read in the usual way: it is
 * not known to be on a local disk, it is large or empty, or there is anything to report about it.
 */
export function readLocalFile(path: string): Buffer | undefined {
  if (known.get(path) !== true) return undefined;
  const check = (found: Stats): void => {
    if (!isOwn(found)) throw refusedFile(path, 'EPERM');
  };
  try {
    check(statSync(dirname(path)));
    const content = readSmallFileSync(path, largestSize, check);
    return content.length > 0 ? content : undefined;
  } catch {
    return undefined;
  }
}
