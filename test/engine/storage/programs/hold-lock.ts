// Takes a lock, says so, and holds it until it is killed: <file or cache> <file-lock|cache-lock>.
import { writeSync } from 'node:fs';
import { withFileLock } from '../../../../engine/storage/file-lock.ts';
import { withCacheLock } from '../../../../engine/storage/msal-lockfile.ts';

const [path = '', kind = ''] = process.argv.slice(2);
const hold = (): Promise<void> =>
  new Promise(() => {
    writeSync(1, 'held\n');
    setInterval(() => undefined, 1000);
  });
await (kind === 'cache-lock' ? withCacheLock : withFileLock)(path, hold, {
  signal: new AbortController().signal,
});
