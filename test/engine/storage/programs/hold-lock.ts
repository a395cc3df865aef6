// Takes a lock, says so, and holds it until it is killed: <file or cache> <file-lock|cache-lock>.
import { writeSync } from 'node:fs';
import { withFileLock } from '../../../../engine/storage/files/file-lock.ts';
import { withCacheLock } from '../../../../engine/storage/files/msal-lockfile.ts';

const [path = '', kind = ''] = process.argv.slice(2);
const hold = (): Promise<void> =>
  new Promise((resolve) => {
    writeSync(1, 'held\n');
    // What nothing can resolve any more is collected, with the file that it holds open.
    setTimeout(resolve, 3_600_000);
  });
await (kind === 'cache-lock' ? withCacheLock : withFileLock)(path, hold, {
  signal: new AbortController().signal,
});
