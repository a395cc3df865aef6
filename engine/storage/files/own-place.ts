// Checks that only this user or the system can change a file or folder. Configuration is executed, and contexts and
// tokens are used to sign in, so no one else may write them. OpenSSH and git do the same check (ssh_config(5),
// "Files"; git-config(1), "safe.directory"). On Windows the access lists of the profile protect them.
import { readFileSync, stat as statWithCallback, type Stats } from 'node:fs';
import { lstat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from '../../errors/engine-error.ts';
import { isContainer } from '../../machine/surroundings.ts';
import { errorCode } from '../../errors/storage-error.ts';

// Every first command checks its folder, and loading node:fs/promises would take longer than that.
const stat = promisify(statWithCallback);

/** Mode bits (stat(2)): writable by the group, writable by others, and only owners may delete files. */
const groupWrites = 0o020;
const othersWrite = 0o002;
const sticky = 0o1000;

/**
 * File systems that store no owners and modes and report made-up ones: 9p (WSL's drives), CIFS and SMB, FAT, NTFS,
 * FUSE, shared folders of VirtualBox and Parallels (statfs(2); the last two from their sources).
 */
const withoutOwners = new Set([
  ...[0x01021997, 0xff534d42, 0xfe534d42, 0x517b, 0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e],
  ...[0x65735546, 0x786f4256, 0x7c7c6673],
]);

/** Whether no other user owns or can write a file or folder. */
export function isOwn(found: Stats): boolean {
  return objectionTo(found) === undefined;
}

/**
 * Checks that no other user owns or can write a file or folder.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwn(path: string, found: Stats): Promise<void> {
  const reason = objectionTo(found);
  if (reason !== undefined && !(await hasNoOwners(path))) throw untrusted(path, reason);
}

/**
 * Checks that no other user owns or can write a folder. If it does not exist, root also checks who owns the nearest
 * folder above it.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwnFolder(folder: string): Promise<void> {
  const objection = await objectionToFolder(folder);
  if (objection !== undefined) throw untrusted(objection.path, objection.reason);
}

/** Returns why a folder must not be used and which path causes it, or undefined if it may be used. */
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
 * Checks that a link was not made by another user: otherwise root would write to a place of that user's choice.
 * @throws EngineError `Storage.Untrusted`
 */
export async function requireOwnLink(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() !== true || found.uid === 0 || isUserOfContainer(found.uid)) return;
  throw untrusted(path, `it is a link that another user (${String(found.uid)}) has made`);
}

/** Returns why a file or folder must not be used, as a clause, or undefined if it may be used. */
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
  // `sudo pwsh` that keeps the user's home uses that home on purpose; git allows it too.
  if (user === 0 && process.env.SUDO_UID === String(uid)) return true;
  return isUserOfContainer(uid);
}

/**
 * Whether this runs in a container and the uid belongs to a user of the host, whose folder is mounted here. No
 * process in the container can be that user.
 */
function isUserOfContainer(uid: number): boolean {
  return isContainer() && !namesIn('/etc/passwd').some(([, , number]) => number === String(uid));
}

/**
 * Whether a user is the only member of a group. Many systems give each user such a group and make files
 * group-writable.
 */
function isGroupOfOne(gid: number, uid: number): boolean {
  const users = namesIn('/etc/passwd');
  const group = namesIn('/etc/group').find(([, , number]) => number === String(gid));
  if (group === undefined) return isContainer();
  const owner = users.find(([, , number]) => number === String(uid))?.[0];
  const members = (group[3] ?? '').split(',').filter((name) => name !== '');
  const primary = users.filter(([, , , number]) => number === String(gid)).map(([name = '']) => name);
  return [...members, ...primary].every((name) => name === owner || name === 'root');
}

/** Returns the lines of a user or group table (passwd(5), group(5)), split into fields. */
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
    ? `Run: chmod go-w '${path}'. Check first that its content is yours.`
    : isRoot
      ? 'Run PowerShell without sudo, give root a home of its own (sudo -H pwsh), or set AZ_LOGINTS_HOME to a folder of root.'
      : `If its content is yours, run: sudo chown -R "$(id -u)" '${path}'. Or set AZ_LOGINTS_HOME to a folder of your own.`;
  return new EngineError('Storage.Untrusted', { facts: { path, reason, advice }, target: path });
}
