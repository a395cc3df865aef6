// A lock between processes: a file that is created exclusively and names its owner. If the owner's process is gone,
// the next process that wants the lock deletes the file and tries again. A lock is never taken from a process that
// still runs. On Windows the owner keeps the file open and the system deletes it when the owner ends; after a power
// cut, no process has it open.
import { constants } from 'node:fs';
import { link, lstat, lutimes, open, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../errors/engine-error.ts';
import { makeFolder } from './atomic-file.ts';
import { requireOwnFolder } from './own-place.ts';
import { isGone, isOfThisMachine, newOwner, readOwner, type Owner } from './lock-owner.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { removeLeftovers, temporaryName } from './temporary-file.ts';
import { isInUse, isWindows, Patience, removedOnClose } from './windows-files.ts';
import { beforeAbort, beforeDeadline } from '../../waiting/before-abort.ts';

/** How long a caller waits for the lock by default. */
const defaultTimeoutMs = 30_000;
const pauseMs = 10;
const ownFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | removedOnClose;
/** The owner touches its lock at this interval. Other machines can see no other sign that it is alive. */
const heartbeatMs = 5000;
/**
 * A lock whose owner we cannot see (another machine) counts as held until we have watched its mtime stay unchanged
 * for 20 s, or until its mtime is 10 minutes old. The second limit is generous because the clocks of machines differ.
 */
const unseenSilenceMs = 20_000;
const unseenAgeMs = 10 * 60_000;
/** On macOS, checking whether an owner still runs starts a program, so it is not done on every turn. */
const judgeEveryMs = 250;
/** The name of a lock, or of a guard that allows removing one: see `recover`. */
const lockName = /\.lock(?:\.[\da-f.-]+)?$/;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** How long to wait for the lock, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The last mtime of an owner we cannot see, and when we first saw it (performance.now, milliseconds). */
interface OwnerSign {
  last: string;
  since: number;
}

/** A lock that this process holds. */
interface HeldLock {
  readonly owner: Owner;
  /** On Windows, open as long as the lock is held. */
  readonly file?: FileHandle;
}

const queues = new Map<string, Promise<void>>();
/** Folders in which this process has already deleted leftovers. */
const cleared = new Set<string>();

/**
 * Runs work while this process holds the lock at a path, which is the locked file's path plus `.lock`. No other
 * process, and no other call in this one, holds it at the same time. The work receives the wait, so that its own
 * waits share the same deadline.
 * @throws EngineError `Storage.Locked` if others hold it until the deadline; `Cancelled.ByUser` if the signal aborts
 * before the lock is acquired; `Storage.Write` if the lock cannot be made; `Storage.Untrusted` if the folder belongs
 * to another user or others can write to it; any error of the work
 */
export async function withFileLock<T>(
  path: string,
  work: (wait: Wait) => Promise<T>,
  options: LockOptions,
): Promise<T> {
  const wait = new Wait(path, options);
  return queued(path, wait, async () => {
    await requireOwnFolder(dirname(path));
    await clearOnce(dirname(path), wait);
    const held = await acquire(path, wait);
    const heartbeat = setInterval(() => {
      const now = new Date();
      lutimes(path, now, now).catch(() => undefined);
    }, heartbeatMs).unref();
    try {
      return await work(wait);
    } finally {
      clearInterval(heartbeat);
      await release(path, held);
    }
  });
}

/** A wait for a lock: its deadline and its cancellation. */
export class Wait {
  readonly signal: AbortSignal;
  readonly #path: string;
  readonly #timeoutMs: number;
  readonly #end: number;

  constructor(path: string, { signal, timeoutMs = defaultTimeoutMs }: LockOptions) {
    this.signal = signal;
    this.#path = lockedBy(path);
    this.#timeoutMs = timeoutMs;
    this.#end = performance.now() + timeoutMs;
  }

  /** Remaining time in milliseconds. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** @throws EngineError `Cancelled.ByUser` if the signal aborted, `Storage.Locked` if the time is over */
  check(): void {
    if (this.signal.aborted) throw new EngineError('Cancelled.ByUser', { cause: this.signal.reason });
    if (this.left > 0) return;
    const seconds = Math.round(this.#timeoutMs / 1000);
    throw new EngineError('Storage.Locked', { facts: { path: this.#path, seconds }, target: this.#path });
  }

  /** Waits between `ms` and twice `ms` milliseconds, at random, so that waiting processes do not retry in step. */
  async pause(ms = pauseMs): Promise<void> {
    this.check();
    await delay(Math.min(ms + Math.random() * ms, this.left), undefined, { signal: this.signal }).catch(
      () => undefined,
    );
    this.check();
  }
}

/** Runs calls in this process one after the other, so that only the first one has to look at the file. */
async function queued<T>(path: string, wait: Wait, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  let leaveQueue: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    leaveQueue = resolve;
  });
  const last = before.then(() => done);
  queues.set(path, last);
  try {
    await waitForTurn(before, wait);
    return await work();
  } finally {
    leaveQueue();
    void last.then(() => {
      if (queues.get(path) === last) queues.delete(path);
    });
  }
}

async function waitForTurn(before: Promise<void>, wait: Wait): Promise<void> {
  const late = (): Error => new Error('It is not our turn yet.');
  await beforeAbort(beforeDeadline(before, wait.left, late), wait.signal).catch(() => {
    wait.check();
  });
}

async function acquire(path: string, wait: Wait): Promise<HeldLock> {
  const owner = newOwner();
  const patience = new Patience();
  const signs: OwnerSign = { last: '', since: 0 };
  let lastJudgedAt = -Infinity;
  for (;;) {
    if (wait.signal.aborted) wait.check();
    const held = await create(path, owner, patience);
    if (held !== undefined) return held;
    const now = performance.now();
    if (now - lastJudgedAt >= judgeEveryMs) {
      lastJudgedAt = now;
      if (await recover(path, wait, signs)) continue;
    }
    await wait.pause();
  }
}

/**
 * Creates the lock. The file is written under another name and then linked into place, so that the lock never exists
 * without its owner's name in it.
 */
async function create(path: string, owner: Owner, patience: Patience): Promise<HeldLock | undefined> {
  if (await isThere(path)) return undefined;
  if (isWindows) return await createOpen(path, owner, patience);
  const draft = temporaryName(path);
  try {
    await makeFolder(dirname(path));
    await writeFile(draft, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    await link(draft, path);
    return { owner };
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return undefined;
    if (['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM', 'EMLINK'].includes(code))
      return await createDirectly(path, owner);
    throw storageError('Storage.Write', lockedBy(path), error);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** For file systems without hard links (FAT, some network shares). */
async function createDirectly(path: string, owner: Owner): Promise<HeldLock | undefined> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return { owner };
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    // On a full disk the file exists but without its owner's name.
    await rm(path, { force: true }).catch(() => undefined);
    throw storageError('Storage.Write', lockedBy(path), error);
  }
}

/** For Windows: the file exists only while its owner has it open. */
async function createOpen(path: string, owner: Owner, patience: Patience): Promise<HeldLock | undefined> {
  let file: FileHandle | undefined;
  try {
    await makeFolder(dirname(path));
    file = await open(path, ownFile, 0o600);
    await file.writeFile(JSON.stringify(owner));
    return { owner, file };
  } catch (error) {
    await file?.close();
    if (errorCode(error) === 'EEXIST') {
      patience.renew();
      return undefined;
    }
    // Another process may be deleting it at this moment.
    if (file === undefined && patience.allows(error)) return undefined;
    throw storageError('Storage.Write', lockedBy(path), error);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Returns the path of the locked file, for messages. */
function lockedBy(path: string): string {
  return path.replace(lockName, '');
}

async function release(path: string, { owner, file }: HeldLock): Promise<void> {
  if (file !== undefined) await file.close();
  else if ((await readOwner(path))?.id === owner.id) await rm(path, { force: true }).catch(() => undefined);
}

/**
 * Deletes the lock of an owner that is gone. Returns true if acquiring should be retried immediately. Only one
 * process at a time may delete the lock of owner X: the right to do so is itself a lock, named after X. Its holder
 * checks again, so that a new lock is never mistaken for the old one. If that holder is killed, its guard is
 * recovered in the same way.
 */
async function recover(path: string, wait: Wait, signs: OwnerSign): Promise<boolean> {
  const stale = await findStale(path, signs);
  if (stale === undefined) return false;
  const guard = `${path}.${stale.id}`;
  const held = await acquire(guard, wait);
  try {
    if ((await findStale(path, signs))?.id !== stale.id) return true;
    await rm(path, { force: true }).catch(() => undefined);
    await removeLeftovers(dirname(path));
    return true;
  } finally {
    await release(guard, held);
  }
}

/**
 * Deletes, once per process, what killed processes left in a folder: temporary files, locks and guards, which
 * otherwise no one would look at again.
 */
async function clearOnce(folder: string, wait: Wait): Promise<void> {
  if (cleared.has(folder)) return;
  cleared.add(folder);
  await removeLeftovers(folder);
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => lockName.test(name)).map((name) => join(folder, name))) {
    // Other programs also have files with such names.
    if ((await readOwner(path)) === undefined) continue;
    await recover(path, wait, { last: '', since: 0 }).catch(() => undefined);
  }
}

/**
 * Returns the lock at this path if no one holds it any more. The id is the owner's, or identifies this file if the
 * owner is unknown.
 */
async function findStale(path: string, signs: OwnerSign): Promise<{ readonly id: string } | undefined> {
  const owner = await readOwner(path);
  if (owner !== undefined && !isWindows && isOfThisMachine(owner)) {
    return (await isGone(owner)) ? { id: owner.id } : undefined;
  }
  // A link is no lock of ours: what it leads to may be changed all the time.
  const file = await lstat(path).catch(() => undefined);
  if (file === undefined) return undefined;
  const sign = `${String(file.ino)}-${String(file.mtimeMs)}`;
  if (isWindows && (owner === undefined || isOfThisMachine(owner))) {
    return (await isInUse(path)) ? undefined : { id: owner?.id ?? sign };
  }
  if (signs.last !== sign) Object.assign(signs, { last: sign, since: performance.now() });
  const isSilent =
    performance.now() - signs.since >= unseenSilenceMs || Date.now() - file.mtimeMs >= unseenAgeMs;
  return isSilent ? { id: owner?.id ?? sign } : undefined;
}
