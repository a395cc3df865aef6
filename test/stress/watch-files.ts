// Reads and parses files continuously until its input ends: <folder> <file>... Prints what it saw, as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Watched {
  readonly reads: number;
  /** The file, the reason and the content, for each time that an existing file could not be read whole. */
  readonly unreadable: readonly string[];
}

const [folder = '', ...files] = process.argv.slice(2);
let reads = 0;
const unreadable: string[] = [];
const state = { isOver: false };
process.stdin.resume().once('end', () => (state.isOver = true));
while (!state.isOver) {
  for (const file of files) {
    let text: string | undefined;
    try {
      text = readFileSync(join(folder, file), 'utf8');
      JSON.parse(text);
      reads += 1;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      unreadable.push(`${file}: ${(error as Error).message} in '${text?.slice(0, 80) ?? ''}'`);
    }
  }
  await delay(2);
}
process.stdout.write(`${JSON.stringify({ reads, unreadable } satisfies Watched)}\n`);
