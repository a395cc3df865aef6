// Whether a folder or file is one that only this user, or the system, can change: what stands in the configuration is
// run, and what stands in contexts and tokens is signed in with. OpenSSH and git look at the same
// (ssh_config(5), "Files"; git-config(1), "safe.directory"). Windows guards by access lists, which profiles have.
import { readFileSync, type Stats } from 'node:fs';
import { lstat, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../../errors/engine-error.ts';
import { isContainer } from '../../machine/surroundings.ts';
import { errorCode } from '../../errors/storage-error.ts';

/** Writable by the group, by others; only their owners remove files (stat(2)). */
const groupWrites = 0o020;
const othersWrite = 0o002;
const sticky = 0o1000;

/**
 * File systems that keep no owners and modes but show made-up ones: 9p (WSL's drives), CIFS and SMB, FAT, NTFS, FUSE,
 * shared folders of VirtualBox and Parallels (statfs(2); the last two from their sources).
 */
const withoutOwners = new Set([
  ...[0x01021997, 0xff534d42, 0xfe534d42, 0x517b, 0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e],
  ...[0x65735546, 0x786f4256, 0x7c7c6673],
]);

/**
 * Refuses what another user owns or can write.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwn(path: string, found: Stats): Promise<void> {
  const reason = objectionTo(found);
  if (reason !== undefined && !(await hasNoOwners(path))) throw untrusted(path, reason);
}

/**
 * Refuses a folder that another user owns or can write; where it is not there yet, root also refuses the one above it
 * that is there, if it is another user's.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwnFolder(folder: string): Promise<void> {
  const objection = await objectionToFolder(folder);
  if (objection !== undefined) throw untrusted(objection.path, objection.reason);
}

/** What makes a folder one that must not be used, and of which path it is so; undefined where nothing does. */
async function objectionToFolder(
  folder: string,
): Promise<{ readonly path: string; readonly reason: string } | undefined> {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const found = await stat(folder).catch((error: unknown) => errorCode(error));
  if (typeof found === 'object') {
    const reason = found.isDirectory() ? objectionTo(found) : undefined;
    if (reason === undefined || (await hasNoOwners(folder))) return undefined;
    return { path: folder, reason };
  }
  const above = dirname(folder);
  if (user !== 0 || found !== 'ENOENT' || above === folder) return undefined;
  const owner = await stat(above).catch(() => undefined);
  if (owner === undefined) return objectionToFolder(above);
  return isTrusted(owner.uid) ? undefined : { path: above, reason: otherOwnerReason(owner.uid) };
}

/**
 * Refuses to write through a link that another user has made: root would write where that user points.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwnLink(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() !== true || found.uid === 0 || isUserOfContainer(found.uid)) return;
  throw untrusted(path, `it is a link that another user (${String(found.uid)}) has made`);
}

/** Why a file or folder must not be used, as a clause; undefined where it may. */
function objectionTo({ uid, gid, mode }: Stats): string | undefined {
  if (process.getuid === undefined) return undefined;
  if (!isTrusted(uid)) return otherOwnerReason(uid);
  const isSticky = (mode & sticky) !== 0;
  if ((mode & othersWrite) !== 0 && !isSticky) return 'every user can write it';
  if ((mode & groupWrites) !== 0 && !isSticky && !isGroupOfOne(gid, uid)) {
    return `other users of its group (${String(gid)}) can write it`;
  }
  return undefined;
}

function otherOwnerReason(uid: number): string {
  return `it belongs to another user (${String(uid)})`;
}

function isTrusted(uid: number): boolean {
  const user = process.getuid?.();
  if (uid === user || uid === 0) return true;
  // Who runs PowerShell through sudo with the own home kept works in that home on purpose, as with git.
  if (user === 0 && process.env.SUDO_UID === String(uid)) return true;
  return isUserOfContainer(uid);
}

/** In a container: a user of the machine outside, whose folder is mounted here. Nobody here can be that user. */
function isUserOfContainer(uid: number): boolean {
  return isContainer() && !namesIn('/etc/passwd').some(([, , number]) => number === String(uid));
}

/** Whether nobody but its owner is in a group: many systems give each user such a one, and let it write. */
function isGroupOfOne(gid: number, uid: number): boolean {
  const users = namesIn('/etc/passwd');
  const group = namesIn('/etc/group').find(([, , number]) => number === String(gid));
  if (group === undefined) return isContainer();
  const owner = users.find(([, , number]) => number === String(uid))?.[0];
  const members = (group[3] ?? '').split(',').filter((name) => name !== '');
  const primary = users.filter(([, , , number]) => number === String(gid)).map(([name = '']) => name);
  return [...members, ...primary].every((name) => name === owner || name === 'root');
}

/** The lines of a table of users or groups (passwd(5), group(5)), in their parts. */
function namesIn(table: string): string[][] {
  try {
    return readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}

async function hasNoOwners(path: string): Promise<boolean> {
  const found = await statfs(path).catch(() => undefined);
  return found !== undefined && withoutOwners.has(found.type >>> 0);
}

function untrusted(path: string, reason: string): EngineError {
  const isRoot = process.getuid?.() === 0;
  const advice = reason.includes('can write')
    ? `Run: chmod go-w '${path}'. Look first whether what is in it is yours.`
    : isRoot
      ? 'Run PowerShell without sudo, give root a home of its own (sudo -H pwsh), or set AZ_LOGINTS_HOME to a folder of root.'
      : `If what is in it is yours, run: sudo chown -R "$(id -u)" '${path}'. Or set AZ_LOGINTS_HOME to a folder of your own.`;
  return new EngineError('Storage.Untrusted', { facts: { path, reason, advice }, target: path });
}
