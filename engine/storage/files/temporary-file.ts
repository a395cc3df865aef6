// Temporary files, written beside the file that they will replace. The name identifies the process, so that files
// left by a killed process can be found and deleted: they may contain tokens.
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, thisMachine } from './lock-owner.ts';

let machine: string | undefined;

/** Containers and other machines that share the folder have pids of their own, so the name includes the machine. */
function machineMark(): string {
  return (machine ??= createHash('sha256').update(thisMachine()).digest('hex').slice(0, 8));
}

/** Returns a new name for a temporary file of this process, beside another file. */
export function temporaryName(path: string): string {
  return `${path}.${machineMark()}-${String(process.pid)}.${randomBytes(8).toString('hex')}.tmp`;
}

/** Deletes temporary files in a folder that ended processes of this machine left behind. Best effort; never throws. */
export async function removeLeftovers(folder: string): Promise<void> {
  const pattern = new RegExp(`\\.${machineMark()}-(\\d+)\\.[0-9a-f]{16}\\.tmp$`);
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => {
    const pid = pattern.exec(name)?.[1];
    return pid !== undefined && hasEnded(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}
