// Files that are written beside the one they will replace. Their names tell whose they are, so that what a killed
// process left can be found: it may hold tokens.
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, thisMachine } from './lock-owner.ts';

let machine: string | undefined;

/** Whose pids are meant: a container or another machine that shares the folder has pids of its own. */
function machineMark(): string {
  return (machine ??= createHash('sha256').update(thisMachine()).digest('hex').slice(0, 8));
}

/** A new name for a file of this process beside another one. */
export function temporaryName(path: string): string {
  return `${path}.${machineMark()}-${String(process.pid)}.${randomBytes(8).toString('hex')}.tmp`;
}

/** Removes what processes of this machine that have ended left in a folder. Never fails: it is no one's errand. */
export async function removeLeftovers(folder: string): Promise<void> {
  const pattern = new RegExp(`\\.${machineMark()}-(\\d+)\\.[0-9a-f]{16}\\.tmp$`);
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const pid = pattern.exec(name)?.[1];
    return pid !== undefined && hasEnded(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}
