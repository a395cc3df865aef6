// Takes a lock, prints "held", and holds the lock until it is killed: <file or cache> <file-lock|cache-lock>.
import { writeSync } from 'node:fs';
import { withFileLock } from '../../../../engine/storage/files/file-lock.ts';
import { withCacheLock } from '../../../../engine/storage/files/msal-lockfile.ts';

const [path = '', kind = ''] = process.argv.slice(2);
const hold = (): Promise<void> =>
  new Promise((resolve) => {
    writeSync(1, 'held\n');
    // The timer keeps the promise reachable; without it, garbage collection would close the lock's open file.
    setTimeout(resolve, 3_600_000);
  });
await (kind === 'cache-lock' ? withCacheLock : withFileLock)(path, hold, {
  signal: new AbortController().signal,
});
