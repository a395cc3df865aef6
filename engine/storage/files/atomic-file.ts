import { constants, type Stats } from 'node:fs';
import { mkdir, open, readdir, readlink, realpath, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { readSmallFile, readWhole, withSmallFile, type FileReading } from '../../machine/small-file.ts';
import { noteDisk, readLocalFile } from './local-file.ts';
import { requireOwn, requireOwnFolder, requireOwnLink } from './own-place.ts';
import { temporaryName } from './temporary-file.ts';
import { isWindows, retryWhileInUse, replaceFile } from './windows-files.ts';

/**
 * Az.Accounts and MSAL.NET write in place, which empties the file first. A file that changed less than this time ago
 * (in milliseconds) and is not whole is read again, so that it is not taken for an empty or damaged one.
 */
const beingWrittenMs = 2000;
const readPauseMs = 100;
/** Also limits the reading of a file whose time is in the future. */
const readAttempts = beingWrittenMs / readPauseMs;

/** The number of links that Linux follows (path_resolution(7)). */
const maxLinks = 40;

export interface WriteOptions {
  /** Permissions of the file; by default the user's alone (0600). */
  readonly mode?: number;
  /** Called when everything is written, while the system flushes it. Must not throw. */
  readonly whileFlushing?: () => void;
}

/**
 * Writes a file atomically: readers see the old or the new content, never a part of it, even after a crash. The
 * content goes to a temporary file in the same folder, which is flushed and then renamed over the target. A symbolic
 * link is kept, even if its target does not exist yet. No folder is made behind a link, because the link may lead to
 * a drive that is not mounted. Pieces of the content are written one after the other, and while one is written, the
 * next one is made.
 * @throws EngineError `Storage.Write`; `Storage.Untrusted` if root would write through another user's link
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array | Iterable<Uint8Array>,
  { mode = 0o600, whileFlushing }: WriteOptions = {},
): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await targetOf(path);
    if (target === path) await makeFolder(dirname(path));
    else await requireOwnLink(path);
    const draft = temporaryName(target);
    temporary = draft;
    const file = await open(draft, 'wx', mode);
    try {
      await keepOwner(file, target);
      await writeAll(file, typeof data === 'string' || data instanceof Uint8Array ? [data] : data);
      const flushed = file.sync();
      try {
        whileFlushing?.();
      } finally {
        await flushed;
      }
    } finally {
      await file.close();
    }
    await replaceFile(draft, target);
    await syncFolder(dirname(target));
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError('Storage.Write', path, error);
  }
}

async function writeAll(file: FileHandle, pieces: Iterable<string | Uint8Array>): Promise<void> {
  let written: Promise<void> | undefined;
  try {
    for (const piece of pieces) {
      await written;
      written = file.writeFile(piece);
    }
  } finally {
    await written;
  }
}

/**
 * Returns the path behind symbolic links, whether or not it exists.
 * @throws the file system's error, ELOOP if the links form a circle
 */
export async function targetOf(path: string): Promise<string> {
  let place = path;
  for (let links = 0; links <= maxLinks; links++) {
    const next = await readlink(place).catch(() => undefined);
    if (next === undefined) return place;
    place = resolve(await realpath(dirname(place)), next);
  }
  throw Object.assign(new Error(`Too many links: ${path}`), { code: 'ELOOP' });
}

/**
 * Makes a folder that only the user can read, if it does not exist. If root makes it in a user's home, the folder is
 * given to that user.
 */
export async function makeFolder(folder: string): Promise<void> {
  const made = await makeFolders(folder);
  if (made === undefined || process.getuid?.() !== 0) return;
  const parent = await realpath(dirname(made));
  const above = await open(parent, folderFlags);
  try {
    const { uid, gid } = await above.stat();
    if (uid !== 0) await giveToOwner(above, parent, relative(dirname(made), folder).split(sep), { uid, gid });
  } finally {
    await above.close();
  }
}

/** Opens a folder but not a link to one. On macOS no part of the path may be a link (O_NOFOLLOW_ANY, sys/fcntl.h). */
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY;
const ownFolderFlags =
  folderFlags |
  (process.platform === 'darwin' ? 0x20000000 : ((constants.O_NOFOLLOW as number | undefined) ?? 0));

/**
 * Changes the owner of nested folders that root has just made to the user who owns the folder above them. `place` is
 * the path of that folder, without links. That user could meanwhile replace them with other folders, or with links to
 * places where only root may write. So each folder is opened relative to the one above, through /proc/self/fd on
 * Linux (proc_pid_fd(5)), and changes owner only if it belongs to root and contains nothing but the next one.
 */
async function giveToOwner(
  above: FileHandle,
  place: string,
  names: readonly string[],
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const [name, ...others] = names;
  if (name === undefined) return;
  const path = join(process.platform === 'linux' ? `/proc/self/fd/${String(above.fd)}` : place, name);
  const folder = await open(path, ownFolderFlags);
  try {
    const inside = process.platform === 'linux' ? `/proc/self/fd/${String(folder.fd)}` : path;
    const { uid } = await folder.stat();
    const content = await readdir(inside);
    if (uid !== 0 || content.some((found) => found !== others[0])) return;
    await giveToOwner(folder, join(place, name), others, owner);
    await folder.chown(owner.uid, owner.gid);
  } finally {
    await folder.close();
  }
}

/**
 * Makes a folder and its missing parents, and returns the topmost one made. Node's recursive mkdir never returns if a
 * folder exists but the system forbids making folders in it, as in /proc or with automounted homes.
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  const above = dirname(folder);
  try {
    return await makeOne(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || above === folder) throw error;
  }
  const topmost = await makeFolders(above);
  const made = await makeOne(folder);
  return topmost ?? made;
}

/** Returns the folder if it was made, or undefined if it exists. */
async function makeOne(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    // A link to nowhere fails in `stat`, with an error that says so.
    if (errorCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined;
    throw error;
  }
}

/**
 * A file that root writes for a user (`sudo pwsh` with the user's home) must belong to that user, who otherwise could
 * not read it.
 */
async function keepOwner(file: FileHandle, target: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(target).catch(() => stat(dirname(target)));
  await file.chown(uid, gid);
}

/**
 * Returns the content of a file, or undefined if it does not exist.
 * @throws EngineError `Storage.Read`
 */
export async function readFileIfExists(path: string): Promise<Buffer | undefined> {
  return readIfExists(path, () => readSmallFile(path));
}

/**
 * Returns the content of a file with this user's sign-ins, or undefined if it does not exist.
 * @throws EngineError `Storage.Read`; `Storage.Untrusted` if another user owns the file or its folder, or can write
 * there
 */
export async function readOwnFileIfExists(path: string): Promise<Buffer | undefined> {
  return readLocalFile(path) ?? readOwnFileWith(readWhole, path);
}

/**
 * Like `readOwnFileIfExists`, but returns what `reading` makes of the open file. `isWhole` tells a file that another
 * program is still writing; by default only an empty one.
 */
export async function readOwnFileWith<T extends { readonly length: number }>(
  reading: FileReading<T>,
  path: string,
  isWhole = (content: T): boolean => content.length > 0,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    let age = 0;
    const content = await readIfExists(path, async () => {
      await requireOwnFolder(dirname(path));
      const check = async (found: Stats): Promise<void> => {
        age = Date.now() - found.mtimeMs;
        await requireOwn(path, found);
      };
      return withSmallFile(path, { check }, reading);
    });
    if (content !== undefined) noteDisk(path);
    if (content === undefined || isWhole(content) || age > beingWrittenMs || attempt === readAttempts)
      return content;
    await delay(readPauseMs);
  }
}

async function readIfExists<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await retryWhileInUse(read);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError('Storage.Read', path, error);
  }
}

/** Flushes a folder, which makes a rename in it durable. Windows and some file systems cannot flush a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (isWindows) return;
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
