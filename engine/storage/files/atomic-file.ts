import { chown, mkdir, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { temporaryName } from './temporary-file.ts';
import { isWindows, onceFree } from './windows-files.ts';

/** As many links as Linux follows. */
const mostLinks = 40;

export interface WriteOptions {
  /** Permissions of the file; the user's alone (0600) unless told otherwise. */
  readonly mode?: number;
}

/**
 * Writes a file so that readers see the old or the new content, never a part, also if the machine stops: a temporary
 * file beside it, flushed, then renamed over it. A symbolic link stays one, also where
 * what it leads to is not there yet; but no folder is made behind a link, which may lead to a drive that is not mounted.
 * @throws EngineError `Storage.Write`
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
    await onceFree(() => rename(draft, target));
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
  for (let links = 0; links <= mostLinks; links++) {
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
  const { uid, gid } = await stat(dirname(made));
  for (let place = folder; place.length >= made.length; place = dirname(place)) await chown(place, uid, gid);
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
  try {
    return await onceFree(() => readFile(path));
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
