import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../../../../engine/storage/files/file-lock.ts';
import { temporaryName } from '../../../../engine/storage/files/temporary-file.ts';
import { ended, nextLine } from '../../../support/child-process.ts';
import { inFolder, never, startProgram } from '../helpers.ts';
import { soon } from '../../../support/soon.ts';

describe('the lock between processes', () => {
  it('admits callers of one process one at a time, in order', async () => {
    await inFolder(async (folder) => {
      const order: number[] = [];
      let inside = 0;
      const work = (index: number): Promise<void> =>
        withFileLock(
          join(folder, 'lock'),
          async () => {
            assert.equal(++inside, 1);
            await new Promise((resolve) => setImmediate(resolve));
            order.push(index);
            inside--;
          },
          { signal: never },
        );
      await Promise.all([0, 1, 2, 3].map(work));
      assert.deepEqual(order, [0, 1, 2, 3]);
      assert.deepEqual(await readdir(folder), []);
    });
  });

  it('is released when the work fails, and the work’s error is thrown', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      await assert.rejects(
        withFileLock(path, () => Promise.reject(new Error('its own')), { signal: never }),
        /its own/,
      );
      assert.equal(await withFileLock(path, () => Promise.resolve('in'), { signal: never }), 'in');
    });
  });

  it('is never taken from a living owner: the wait fails with Storage.Locked', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      const holder = startProgram('hold-lock.ts', [path, 'file-lock']);
      try {
        assert.equal(await nextLine(holder), 'held');
        await assert.rejects(
          withFileLock(path, () => Promise.resolve(), { signal: never, timeoutMs: 700 }),
          { id: 'Storage.Locked', target: path },
        );
        assert.match(await readFile(path, 'utf8'), new RegExp(`"pid":${String(holder.pid)}`));
      } finally {
        holder.kill('SIGKILL');
      }
    });
  });

  it('stops waiting for another process or another caller when the signal is aborted', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      const stop = new AbortController();
      let second: Promise<void> | undefined;
      await withFileLock(
        path,
        async () => {
          second = withFileLock(path, () => Promise.resolve(), { signal: stop.signal });
          stop.abort();
          await assert.rejects(second, { id: 'Cancelled.ByUser' });
        },
        { signal: never },
      );
      const holder = startProgram('hold-lock.ts', [path, 'file-lock']);
      try {
        assert.equal(await nextLine(holder), 'held');
        const later = new AbortController();
        const waiting = withFileLock(path, () => Promise.resolve(), { signal: later.signal });
        setImmediate(() => {
          later.abort();
        });
        await assert.rejects(waiting, { id: 'Cancelled.ByUser' });
      } finally {
        holder.kill('SIGKILL');
      }
    });
  });

  it('is taken over at once from a killed owner, whose temporary files are deleted', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      const holder = startProgram('hold-lock.ts', [path, 'file-lock']);
      assert.equal(await nextLine(holder), 'held');
      const left = temporaryName(join(folder, 'file')).replace(
        `-${String(process.pid)}.`,
        `-${String(holder.pid)}.`,
      );
      await writeFile(left, 'half');
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      await soon(() => withFileLock(path, () => Promise.resolve(), { signal: never }));
      assert.deepEqual(await readdir(folder), []);
    });
  });

  it('is taken over from an owner whose pid now belongs to another process', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      let owner = '';
      await withFileLock(path, async () => void (owner = await readFile(path, 'utf8')), { signal: never });
      const before = JSON.parse(owner) as { started: string; id: string };
      await writeFile(path, JSON.stringify({ ...before, started: 'another-boot:1', id: '0123456789abcdef' }));
      await withFileLock(path, () => Promise.resolve(), { signal: never, timeoutMs: 2000 });
      assert.deepEqual(await readdir(folder), []);
    });
  });

  it('is respected without an owner, or with an owner on another machine, until it has been unchanged for long', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      const lockOfOtherMachine = {
        pid: 1,
        id: 'fedcba9876543210',
        machine: 'elsewhere',
        started: '',
        since: 0,
      };
      const contents = [JSON.stringify(lockOfOtherMachine)];
      // On Windows the owner keeps the file open, so a lock file that no process has open has no owner.
      if (process.platform !== 'win32') contents.push('');
      for (const content of contents) {
        await writeFile(path, content);
        await assert.rejects(
          withFileLock(path, () => Promise.resolve(), { signal: never, timeoutMs: 100 }),
          { id: 'Storage.Locked' },
        );
        const longAgo = new Date(Date.now() - 60 * 60_000);
        await utimes(path, longAgo, longAgo);
        await withFileLock(path, () => Promise.resolve(), { signal: never, timeoutMs: 2000 });
      }
    });
  });

  it('has one holder at a time when many processes find a dead owner’s lock at once', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'lock');
      const holder = startProgram('hold-lock.ts', [path, 'file-lock']);
      assert.equal(await nextLine(holder), 'held');
      const others = Array.from({ length: 6 }, () =>
        ended(startProgram('count-holders.ts', [path, join(folder, 'proof')])),
      );
      holder.kill('SIGKILL');
      for (const { code, stderr } of await Promise.all(others)) assert.equal(code, 0, stderr);
      assert.deepEqual(await readdir(folder), []);
    });
  });
});
