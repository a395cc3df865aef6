// A lock between processes: a file that is created exclusively and names its owner. It outlives no owner: whoever
// finds the owner gone takes the file away and tries again. An owner that is still there is never robbed. On Windows the
// owner keeps the file open, and the system removes it when the owner ends; what a power cut left nobody has open.
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

/** How long a caller waits for others, unless it says otherwise. */
const defaultTimeoutMs = 30_000;
const pauseMs = 10;
const ownFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | removedOnClose;
/** An owner shows that it is alive by touching its lock this often: the only sign that other machines can see. */
const heartbeatMs = 5000;
/**
 * A lock whose owner cannot be seen from here is believed until it has shown no sign for so long before our eyes, or
 * for so long by its date: clocks of machines differ, so that one is generous.
 */
const unseenSilenceMs = 20_000;
const unseenAgeMs = 10 * 60_000;
/** Asking whether an owner still runs starts a program on macOS: not at every turn. */
const judgeEveryMs = 250;
/** A lock, and the right to remove one: see `recover`. */
const lockName = /\.lock(?:\.[\da-f.-]+)?$/;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** How long to wait for others, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The last sign of an unseen owner, and since when it is the last (performance.now). */
interface OwnerSign {
  last: string;
  since: number;
}

/** A lock that this process has. */
interface HeldLock {
  readonly owner: Owner;
  /** Windows: open as long as the lock is held. */
  readonly file?: FileHandle;
}

const queues = new Map<string, Promise<void>>();
/** Folders that this process has cleared of what others left. */
const cleared = new Set<string>();

/**
 * Runs work while no other process, and nothing else in this one, holds the lock at this path: that of what it locks,
 * and `.lock`. The work is given the wait, for what else it has to wait for in the same time.
 * @throws EngineError `Storage.Locked` when others hold it until the deadline, `Cancelled.ByUser` when the signal
 * aborts before the lock is had, `Storage.Write` where the lock cannot be made,
 * `Storage.Untrusted` where the folder is another user's or others can write it; whatever the work throws
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

/** A wait for others: until when, and whether it was called off. */
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

  /** Milliseconds left. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** @throws EngineError `Cancelled.ByUser`, `Storage.Locked` */
  check(): void {
    if (this.signal.aborted) throw new EngineError('Cancelled.ByUser', { cause: this.signal.reason });
    if (this.left > 0) return;
    const seconds = Math.round(this.#timeoutMs / 1000);
    throw new EngineError('Storage.Locked', { facts: { path: this.#path, seconds }, target: this.#path });
  }

  /** Waits a moment, not always the same one, so that those who wait do not move in step. */
  async pause(ms = pauseMs): Promise<void> {
    this.check();
    await delay(Math.min(ms + Math.random() * ms, this.left), undefined, { signal: this.signal }).catch(
      () => undefined,
    );
    this.check();
  }
}

/** One after the other within this process: only the first needs to look at the file. */
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
  const given = new AbortController();
  const signal = AbortSignal.any([wait.signal, given.signal]);
  const late = delay(wait.left, false, { signal }).catch(() => false);
  const isOurs = await Promise.race([before.then(() => true), late]);
  given.abort();
  if (!isOurs) wait.check();
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

/** Made under another name and linked into place: the lock never exists without its owner's name in it. */
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
    // On a full disk it is there, without an owner's name in it.
    await rm(path, { force: true }).catch(() => undefined);
    throw storageError('Storage.Write', lockedBy(path), error);
  }
}

/** For Windows: nobody can find the file without its owner's having it open. */
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
    // Another process may just be removing it.
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

/** What a lock is for, by which a person knows it. */
function lockedBy(path: string): string {
  return path.replace(lockName, '');
}

async function release(path: string, { owner, file }: HeldLock): Promise<void> {
  if (file !== undefined) await file.close();
  else if ((await readOwner(path))?.id === owner.id) await rm(path, { force: true }).catch(() => undefined);
}

/**
 * Takes away the lock of an owner that is gone; true where the lock is worth another try at once. Of several that
 * find it, one at a time may: the right to remove the lock of owner X is itself a lock, named after X. Its holder
 * looks again, so a lock that came in the meantime is never taken for the old one. A holder that is killed is
 * recovered from in the same way.
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
 * Clears a folder, once in a process, of what those who were killed left in it: files that were being written, locks,
 * and rights to remove locks, which nobody would look at again.
 */
async function clearOnce(folder: string, wait: Wait): Promise<void> {
  if (cleared.has(folder)) return;
  cleared.add(folder);
  await removeLeftovers(folder);
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => lockName.test(name)).map((name) => join(folder, name))) {
    // Other programs have locks of such names, too.
    if ((await readOwner(path)) === undefined) continue;
    await recover(path, wait, { last: '', since: 0 }).catch(() => undefined);
  }
}

/** The lock at this path if nobody holds it any more. The id is the owner's, or stands for this very file. */
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
