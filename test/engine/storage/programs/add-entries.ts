// Adds entries to a JSON file, one change each, and prints the name of each added entry: <file> <name> <how many>.
import { writeSync } from 'node:fs';
import { updateJsonFile } from '../../../../engine/storage/files/json-file.ts';

const [path = '', name = '', count = '0'] = process.argv.slice(2);
for (let index = 0; index < Number(count); index++) {
  await updateJsonFile<Record<string, number>>(
    path,
    (current) => ({ ...current, [`${name}-${String(index)}`]: index }),
    {
      signal: new AbortController().signal,
    },
  );
  writeSync(1, `${name}-${String(index)}\n`);
}
