// The lock that MSAL's libraries take on a cache, `<cache>.lockfile`. They hold it in two ways: MSAL.NET by an open
// file that excludes others (flock(2), or a share mode on Windows), removed on close; MSAL for Node by the file's
// being there, with its pid inside. We hold it in both ways and respect both. What a killed process left is told
// from what is held: the system drops a dead process's flock and closes its files, and a pid can be looked up.
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { withFileLock, type LockOptions, type Wait } from './file-lock.ts';
import { isRunning, startedAfter } from './lock-owner.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { notAFile, refusedFile } from '../../machine/small-file.ts';
import { isWindows, openAlone, Patience, removedOnClose } from './windows-files.ts';

const pauseMs = 20;
/** A file without a pid may be between its creation and its first write. */
const emptyAgeMs = 2000;
/** O_EXLOCK and O_NONBLOCK of macOS (sys/fcntl.h): open and flock in one. Node has no names for them. */
const macExclusive = 0x20 | 0x4;

/**
 * Runs work while no program that keeps its tokens in this cache writes to it: our own by our own lock, others by
 * MSAL's lock file.
 * @throws EngineError `Storage.Locked`, `Storage.Write`, `Cancelled.ByUser`; whatever the work throws
 */
export async function withCacheLock<T>(
  cachePath: string,
  work: () => Promise<T>,
  options: LockOptions,
): Promise<T> {
  const path = `${cachePath}.lockfile`;
  return withFileLock(
    `${cachePath}.lock`,
    async (wait) => {
      const file = await acquire(path, wait);
      try {
        return await work();
      } finally {
        await release(path, file);
      }
    },
    options,
  );
}

async function release(path: string, file: FileHandle): Promise<void> {
  // Removed while held, as MSAL.NET does: the next one never finds our name in a file that it may take.
  if (!isWindows && (await isStillThere(path, file))) await rm(path, { force: true }).catch(() => undefined);
  await file.close();
}

async function acquire(path: string, wait: Wait): Promise<FileHandle> {
  const patience = new Patience();
  for (;;) {
    const file = await tryAcquire(path, patience);
    if (file !== undefined) return file;
    await wait.pause(pauseMs);
  }
}

async function tryAcquire(path: string, patience: Patience): Promise<FileHandle | undefined> {
  const opened = await openExclusively(path, patience);
  if (opened === undefined) return undefined;
  const { file, isNew } = opened;
  try {
    if (!(await file.stat()).isFile()) throw refusedFile(path, notAFile);
    const flock = await lockWhole(file);
    if (flock !== 'held' && (await isStillThere(path, file)) && (isNew || (await isAbandoned(file, flock)))) {
      await file.truncate();
      await file.write(`${String(process.pid)} Az.LoginTs\n`, 0);
      return file;
    }
  } catch (error) {
    await file.close();
    throw storageError('Storage.Write', path, error);
  }
  await file.close();
  return undefined;
}

/** The file, made by us or found; undefined while a program excludes others from it. */
async function openExclusively(
  path: string,
  patience: Patience,
): Promise<{ readonly file: FileHandle; readonly isNew: boolean } | undefined> {
  const exclusive = process.platform === 'darwin' ? macExclusive : isWindows ? openAlone | removedOnClose : 0;
  // It is emptied and written to: what a link leads to must not be. Windows has no such flag.
  const flags = constants.O_RDWR | exclusive | (isWindows ? 0 : constants.O_NOFOLLOW);
  for (const isNew of [true, false]) {
    try {
      const file = await open(path, isNew ? flags | constants.O_CREAT | constants.O_EXCL : flags, 0o600);
      return { file, isNew };
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (isNew && code === 'EEXIST') continue;
      if (['ENOENT', 'EAGAIN'].includes(code) && !isNew) return undefined;
      if (code === 'ELOOP') throw storageError('Storage.Write', path, refusedFile(path, notAFile));
      if (isWindows && code === 'EBUSY') patience.renew();
      if (patience.allows(error)) return undefined;
      throw storageError('Storage.Write', path, error);
    }
  }
  return undefined;
}

/**
 * Takes flock(2) on an open file: 'ours', 'held' by another program, or 'unknown' where it cannot be asked. On Linux
 * through flock(1), which locks the open file that it inherits; the lock stays with us when it ends.
 */
async function lockWhole(file: FileHandle): Promise<'ours' | 'held' | 'unknown'> {
  if (process.platform === 'darwin' || isWindows) return 'ours';
  if (process.platform !== 'linux') return 'unknown';
  return new Promise((resolve) => {
    const child = spawn('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file.fd] });
    child.once('error', () => {
      resolve('unknown');
    });
    child.once('exit', (code) => {
      resolve(code === 0 ? 'ours' : code === 1 ? 'held' : 'unknown');
    });
  });
}

/** Its last holder may have removed it between our opening and our locking it. */
async function isStillThere(path: string, file: FileHandle): Promise<boolean> {
  if (isWindows) return true;
  const [mine, there] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return there?.ino === mine.ino;
}

/** Whether nobody holds the lock by the file's being there. */
async function isAbandoned(file: FileHandle, flock: 'ours' | 'unknown'): Promise<boolean> {
  // MSAL for Node has it open, too, and we could not have it alone.
  if (isWindows) return true;
  const { mtimeMs } = await file.stat();
  const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, 0);
  const [pid = '', name] = buffer
    .toString('utf8', 0, bytesRead)
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\s+/);
  if (!/^\d+$/.test(pid)) return Date.now() - mtimeMs > emptyAgeMs;
  // MSAL.NET writes its name after its pid, and would still have the flock if it had the lock.
  if (name !== undefined && flock === 'ours') return true;
  return !isRunning(Number(pid)) || startedAfter(Number(pid), mtimeMs);
}
