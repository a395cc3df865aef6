// Who holds a lock, and whether that process is still there. A process is known by more than its pid, which systems
// use again: by the machine (and pid namespace) whose pids are meant, and by when it started.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../../errors/storage-error.ts';
import { readSmallFile } from '../../machine/small-file.ts';

export interface Owner {
  readonly pid: number;
  /** When the owner's process started, as the system counts; empty where it does not say. */
  readonly started: string;
  /** Whose pids are meant: containers and WSL share folders, but not processes. */
  readonly machine: string;
  /** When the lock was taken, milliseconds since 1970. */
  readonly since: number;
  readonly id: string;
}

/** A lock names its owner in less than that. */
const maxBytes = 64 * 1024;
/** The clock of a process's start and ours may differ by rounding. */
const clockSlackMs = 2000;

let self: Pick<Owner, 'started' | 'machine'> | undefined;

/** This process as an owner, with an id of its own for each lock. */
export function newOwner(): Owner {
  self ??= { started: exactStart(process.pid) ?? '', machine: thisMachine() };
  return { pid: process.pid, ...self, since: Date.now(), id: randomBytes(8).toString('hex') };
}

/** The owner that a lock file names; undefined where it names none, or is gone. */
export async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse((await readSmallFile(path, { maxBytes })).toString('utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' && typeof owner.id === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an owner's processes can be seen from here. */
export function isOfThisMachine(owner: Owner): boolean {
  return owner.machine === (self?.machine ?? thisMachine());
}

/** Whether an owner of this machine is gone. In doubt it is not. */
export async function isGone(owner: Owner): Promise<boolean> {
  if (!isRunning(owner.pid)) return true;
  if (owner.started !== '') return owner.started !== exactStart(owner.pid);
  return startedAfter(owner.pid, owner.since);
}

/** Whether a process with this pid runs, whoever's it is. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Whether no process of this machine with this pid is at work: none runs, or it has ended and waits to be noticed. */
export function hasEnded(pid: number): boolean {
  return !isRunning(pid) || statFields(pid)?.[0] === 'Z';
}

/** Whether the process with this pid began after a time (milliseconds since 1970): then the pid was used again. */
export async function startedAfter(pid: number, time: number): Promise<boolean> {
  const started = await startTime(pid);
  return started !== undefined && started > time + clockSlackMs;
}

/**
 * Boot, and field 22 of /proc/<pid>/stat (proc(5)); undefined where there is no /proc, or where the process has ended
 * and only waits for its parent to take note (state Z).
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

/** /proc/<pid>/stat from field 3, the state, on. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Whose pids are meant: see `Owner.machine`. */
export function thisMachine(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has pid namespaces.
  }
  return [hostname(), process.platform, namespace].join('/');
}

/** Milliseconds since 1970; undefined where the system does not say. */
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
