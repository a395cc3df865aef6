// The owner of a lock, and whether its process still runs. Because systems reuse pids, an owner is identified by its
// pid, its machine (and pid namespace) and its start time.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../../errors/storage-error.ts';
import { readSmallFile } from '../../machine/small-file.ts';

export interface Owner {
  readonly pid: number;
  /** When the owner's process started, in the system's own format; empty if unknown. */
  readonly started: string;
  /** The machine to which the pid belongs. Containers and WSL share folders with it, but not processes. */
  readonly machine: string;
  /** When the lock was acquired, in milliseconds since 1970. */
  readonly since: number;
  readonly id: string;
}

/** No lock file is larger. */
const maxBytes = 64 * 1024;
/** A process's start time and our clock may differ by rounding. */
const clockSlackMs = 2000;

let self: Pick<Owner, 'started' | 'machine'> | undefined;

/** Returns this process as an owner, with a new id for each lock. */
export function newOwner(): Owner {
  self ??= { started: exactStart(process.pid) ?? '', machine: thisMachine() };
  return { pid: process.pid, ...self, since: Date.now(), id: randomBytes(8).toString('hex') };
}

/** Returns the owner named in a lock file, or undefined if it names none or does not exist. */
export async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse((await readSmallFile(path, { maxBytes })).toString('utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' && typeof owner.id === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an owner is on this machine, so that its process can be checked. */
export function isOfThisMachine(owner: Owner): boolean {
  return owner.machine === (self?.machine ?? thisMachine());
}

/** Whether an owner on this machine no longer runs. False if unknown. */
export async function isGone(owner: Owner): Promise<boolean> {
  if (!isRunning(owner.pid)) return true;
  if (owner.started !== '') return owner.started !== exactStart(owner.pid);
  return startedAfter(owner.pid, owner.since);
}

/** Whether a process with this pid runs, of any user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Whether the process with this pid has ended. A zombie, which only waits for its parent to collect it, has ended. */
export function hasEnded(pid: number): boolean {
  return !isRunning(pid) || statFields(pid)?.[0] === 'Z';
}

/**
 * Whether the process with this pid started after a time (milliseconds since 1970), which means that the pid was
 * reused.
 */
export async function startedAfter(pid: number, time: number): Promise<boolean> {
  const started = await startTime(pid);
  return started !== undefined && started > time + clockSlackMs;
}

/**
 * Returns the boot id and field 22 (start time) of /proc/<pid>/stat (proc(5)), or undefined without /proc or for a
 * zombie (state Z).
 */
function exactStart(pid: number): string | undefined {
  const fields = statFields(pid);
  if (fields === undefined || fields[0] === 'Z') return undefined;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

/** Returns the fields of /proc/<pid>/stat from field 3 (the state) on. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Returns the machine to which this process's pid belongs: see `Owner.machine`. */
export function thisMachine(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has pid namespaces.
  }
  return [hostname(), process.platform, namespace].join('/');
}

/** Returns a process's start time in milliseconds since 1970, or undefined if the system does not report it. */
async function startTime(pid: number): Promise<number | undefined> {
  const time = Date.parse(`${await output('ps', ['-o', 'lstart=', '-p', String(pid)])} UTC`);
  return Number.isNaN(time) ? undefined : time;
}

function output(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    execFile(program, parameters, { env, timeout: 5000 }, (_error, stdout) => {
      resolve(stdout.trim());
    });
  });
}
