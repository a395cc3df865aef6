// The lock that MSAL's libraries use for a cache, `<cache>.lockfile`. MSAL.NET holds it with an open file that
// excludes others (flock(2), or a share mode on Windows) and deletes it on close. MSAL for Node holds it while the
// file exists, with its pid inside. We hold it in both ways and respect both. A killed process releases both: the
// system drops its flock and closes its files, and we check its pid.
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { withFileLock, type LockOptions, type Wait } from './file-lock.ts';
import { isRunning, startedAfter } from './lock-owner.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { notAFile, refusedFile } from '../../machine/small-file.ts';
import { isWindows, openAlone, Patience, removedOnClose } from './windows-files.ts';

const pauseMs = 20;
/** A file without a pid may be newly created and not yet written. */
const emptyAgeMs = 2000;
/** O_EXLOCK and O_NONBLOCK of macOS (sys/fcntl.h) open and flock a file in one call. Node has no constants for them. */
const macExclusive = 0x20 | 0x4;

/**
 * Runs work while no other program writes to this cache. Our own lock excludes our processes, MSAL's lock file
 * excludes the others.
 * @throws EngineError `Storage.Locked`, `Storage.Write`, `Cancelled.ByUser`; any error of the work
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
  // Deleted while held, as MSAL.NET does, so that the next owner never finds our pid in a file that it has locked.
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

/** Returns the file, created or existing, or undefined while another program excludes us from it. */
async function openExclusively(
  path: string,
  patience: Patience,
): Promise<{ readonly file: FileHandle; readonly isNew: boolean } | undefined> {
  const exclusive = process.platform === 'darwin' ? macExclusive : isWindows ? openAlone | removedOnClose : 0;
  // Don't follow a link: the file is truncated and written. Windows has no such flag.
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
 * Takes flock(2) on an open file: returns 'ours', 'held' by another program, or 'unknown' if the system has no way.
 * On Linux through flock(1), which locks the open file that it inherits; we keep the lock when it exits.
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

/** Whether the path still leads to this file. Its last owner may have deleted it between our open and our lock. */
async function isStillThere(path: string, file: FileHandle): Promise<boolean> {
  if (isWindows) return true;
  const [mine, there] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return there?.ino === mine.ino;
}

/** Whether no program of MSAL for Node holds the lock through this file. */
async function isAbandoned(file: FileHandle, flock: 'ours' | 'unknown'): Promise<boolean> {
  // MSAL for Node keeps it open too, so we could not have opened it exclusively.
  if (isWindows) return true;
  const { mtimeMs } = await file.stat();
  const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, 0);
  const [pid = '', name] = buffer
    .toString('utf8', 0, bytesRead)
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\s+/);
  if (!/^\d+$/.test(pid)) return Date.now() - mtimeMs > emptyAgeMs;
  // MSAL.NET writes its name after its pid, and would still hold the flock if it held the lock.
  if (name !== undefined && flock === 'ours') return true;
  return !isRunning(Number(pid)) || startedAfter(Number(pid), mtimeMs);
}
