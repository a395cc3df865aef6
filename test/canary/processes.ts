// What other users of a machine, and its administrator, can see of processes on Linux.
import { readFile, readdir } from 'node:fs/promises';

/** Returns the arguments and environment in /proc of all descendants of a process, by process. */
export async function shownByProcesses(root: number): Promise<Map<string, Buffer>> {
  const shown = new Map<string, Buffer>();
  for (const id of await descendantsOf(root)) {
    for (const file of ['cmdline', 'environ']) {
      const content = await readFile(`/proc/${String(id)}/${file}`).catch(() => undefined);
      if (content !== undefined) shown.set(`${file} of ${String(id)}`, content);
    }
  }
  return shown;
}

async function descendantsOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    const status = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const found = [root];
  for (const id of found) {
    for (const [child, parent] of parents) if (parent === id) found.push(child);
  }
  return found;
}
