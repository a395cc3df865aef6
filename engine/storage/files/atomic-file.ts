import { constants } from 'node:fs';
import { mkdir, open, readdir, readlink, realpath, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { readSmallFile } from '../../machine/small-file.ts';
import { requireOwn, requireOwnFolder, requireOwnLink } from './own-place.ts';
import { temporaryName } from './temporary-file.ts';
import { isWindows, retryWhileInUse, replaceFile } from './windows-files.ts';

/** As many links as Linux follows. */
const maxLinks = 40;

export interface WriteOptions {
  /** Permissions of the file; the user's alone (0600) unless told otherwise. */
  readonly mode?: number;
}

/**
 * Writes a file so that readers see the old or the new content, never a part, also if the machine stops: a temporary
 * file beside it, flushed, then renamed over it. A symbolic link stays one, also where
 * what it leads to is not there yet; but no folder is made behind a link, which may lead to a drive that is not mounted.
 * @throws EngineError `Storage.Write`; `Storage.Untrusted` where root would write through another user's link
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
  { mode = 0o600 }: WriteOptions = {},
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
      await file.writeFile(data);
      await file.sync();
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

/**
 * Where a path leads through symbolic links, whether something is there or not.
 * Rejects as the file system does, with ELOOP where links lead in a circle.
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

/** Makes a folder for the user alone, where there is none. Where root makes it in a user's home it is that user's. */
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

/** Opens a folder, and no link to one; on macOS no path with a link in it either (O_NOFOLLOW_ANY, sys/fcntl.h). */
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY;
const ownFolderFlags =
  folderFlags |
  (process.platform === 'darwin' ? 0x20000000 : ((constants.O_NOFOLLOW as number | undefined) ?? 0));

/**
 * Gives folders, each in the one before it, that root has just made to the user in whose folder the first one is;
 * `place` is the path of that folder, without links. That
 * user can put others in their places meanwhile, or links to where root alone may write: so each is opened in the one
 * before, which Linux offers by /proc/self/fd (proc_pid_fd(5)), and is given away only if it is root's and empty but
 * for the next one.
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
 * Makes a folder with those above it, and gives the topmost that was not there. Node's own recursive mkdir never ends
 * where a folder is there and the system denies that one in it could be, as in /proc or where homes are mounted on
 * demand.
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

/** The folder where it was made; undefined where there is one. */
async function makeOne(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    // Through a link that leads nowhere this fails too, and says so.
    if (errorCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined;
    throw error;
  }
}

/** What root writes for a user (`sudo pwsh` with the user's home) must stay the user's, who could not read it else. */
async function keepOwner(file: FileHandle, target: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(target).catch(() => stat(dirname(target)));
  await file.chown(uid, gid);
}

/**
 * The content of a file, or undefined where there is none.
 * @throws EngineError `Storage.Read`
 */
export async function readFileIfExists(path: string): Promise<Buffer | undefined> {
  return readIfExists(path, () => readSmallFile(path));
}

/**
 * The content of a file of this user's sign-ins, or undefined where there is none.
 * @throws EngineError `Storage.Read`; `Storage.Untrusted` where another user owns it or its folder, or can write there
 */
export async function readOwnFileIfExists(path: string): Promise<Buffer | undefined> {
  return readIfExists(path, async () => {
    await requireOwnFolder(dirname(path));
    return readSmallFile(path, {
      check: (found) => requireOwn(path, found),
    });
  });
}

async function readIfExists(path: string, read: () => Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await retryWhileInUse(read);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageError('Storage.Read', path, error);
  }
}

/** The rename itself is durable once its folder is. Some file systems, and Windows, cannot flush a folder. */
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
