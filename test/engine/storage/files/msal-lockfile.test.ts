import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilePersistence, PersistenceCachePlugin } from '@azure/msal-node-extensions';
import { withCacheLock } from '../../../../engine/storage/files/msal-lockfile.ts';
import { nextLine } from '../../../support/child-process.ts';
import { inFolder, never, startProgram } from '../helpers.ts';

const work = (): Promise<string> => Promise.resolve('in');
const lockedSoon = { signal: never, timeoutMs: 400 };
const cacheContext = {
  hasChanged: true,
  cacheHasChanged: true,
  cache: { serialize: () => '{}', deserialize: () => undefined },
  tokenCache: { serialize: () => '{}', deserialize: () => undefined },
};

/** flock(1), like MSAL.NET on Unix, where FileShare.None is flock(2). Holds the lock until it is killed. */
function holdFlock(path: string): ReturnType<typeof spawn> {
  return spawn('flock', ['-o', '-x', path, 'sh', '-c', 'echo held; exec sleep 10 >&-'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe('the lock that is shared with MSAL’s libraries', () => {
  /** flock(1) exists on Linux; test/windows tests the lock on Windows. */
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('contains our pid and name while it is held, and is deleted afterwards', async () => {
    await inFolder(async (folder) => {
      const cache = join(folder, 'msal.cache');
      await withCacheLock(
        cache,
        async () => {
          assert.match(
            await readFile(`${cache}.lockfile`, 'utf8'),
            new RegExp(`^${String(process.pid)} Az.LoginTs`),
          );
        },
        { signal: never },
      );
      assert.deepEqual(await readdir(folder), []);
    });
  });

  onLinux('keeps MSAL.NET out: its flock fails while we hold the lock, and succeeds afterwards', async () => {
    await inFolder(async (folder) => {
      const cache = join(folder, 'msal.cache');
      const tryFlock = (): number | null => spawnSync('flock', ['-n', `${cache}.lockfile`, 'true']).status;
      assert.equal(await withCacheLock(cache, () => Promise.resolve(tryFlock()), { signal: never }), 1);
      assert.equal(tryFlock(), 0);
    });
  });

  onLinux('waits for MSAL.NET, and needs no recovery after MSAL.NET was killed', async () => {
    await inFolder(async (folder) => {
      const cache = join(folder, 'msal.cache');
      // MSAL.NET writes a byte order mark, its pid and its name. This pid is of a living process, like a reused one.
      await writeFile(`${cache}.lockfile`, `\uFEFF${String(process.ppid)} pwsh\n`);
      const holder = holdFlock(`${cache}.lockfile`);
      assert.equal(await nextLine(holder), 'held');
      await assert.rejects(withCacheLock(cache, work, lockedSoon), { id: 'Storage.Locked' });
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      assert.equal(await withCacheLock(cache, work, { signal: never, timeoutMs: 3000 }), 'in');
    });
  });

  it('waits for MSAL for Node, and makes MSAL for Node wait', async function () {
    if (process.platform === 'darwin') this.skip();
    await inFolder(async (folder) => {
      const cache = join(folder, 'msal.cache');
      const theirs = new PersistenceCachePlugin(await FilePersistence.create(cache), {
        retryNumber: 3,
        retryDelay: 10,
      });
      const context = cacheContext as unknown as Parameters<typeof theirs.beforeCacheAccess>[0];
      await theirs.beforeCacheAccess(context);
      await assert.rejects(withCacheLock(cache, work, lockedSoon), { id: 'Storage.Locked' });
      await theirs.afterCacheAccess(context);
      await withCacheLock(cache, () => assert.rejects(theirs.beforeCacheAccess(context), /lock/), {
        signal: never,
      });
    });
  });

  onLinux('is taken over from a killed MSAL for Node and from a killed engine', async () => {
    await inFolder(async (folder) => {
      const cache = join(folder, 'msal.cache');
      const gone = spawn('true');
      await once(gone, 'close');
      await writeFile(`${cache}.lockfile`, String(gone.pid));
      assert.equal(await withCacheLock(cache, work, { signal: never, timeoutMs: 3000 }), 'in');

      const holder = startProgram('hold-lock.ts', [cache, 'cache-lock']);
      assert.equal(await nextLine(holder), 'held');
      holder.kill('SIGKILL');
      await once(holder, 'close');
      assert.equal(await withCacheLock(cache, work, { signal: never, timeoutMs: 3000 }), 'in');
      assert.deepEqual(await readdir(folder), []);
    });
  });
});
