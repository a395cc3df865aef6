// Takes a lock and, while it holds the lock, checks with an exclusive file that no other process does: <lock> <file>.
import { open, rm } from 'node:fs/promises';
import { withFileLock } from '../../../../engine/storage/files/file-lock.ts';

const [lock = '', proof = ''] = process.argv.slice(2);
for (let round = 0; round < 5; round++) {
  await withFileLock(
    lock,
    async () => {
      await (await open(proof, 'wx')).close();
      await new Promise((resolve) => setImmediate(resolve));
      await rm(proof);
    },
    { signal: new AbortController().signal },
  );
}
