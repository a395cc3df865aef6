import assert from 'node:assert/strict';
import { chmod, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { readJsonFile } from '../../../../engine/storage/files/json-file.ts';
import { isLocalDisk, noteDisk, readLocalFile } from '../../../../engine/storage/files/local-file.ts';
import { inFolder } from '../helpers.ts';

describe('a file of a local disk', () => {
  before(async function () {
    // Windows and macOS do not tell, and the temporary folder may be elsewhere.
    await inFolder(async (folder) => {
      if (process.platform !== 'linux' || !(await isLocalDisk(folder))) this.skip();
    });
  });

  /** Waits until it is known that the file is on a local disk. */
  async function known(path: string): Promise<void> {
    noteDisk(path);
    while (readLocalFile(path) === undefined) await turn();
  }

  it('is read without waiting only after a first read in the usual way', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      await writeFile(path, '{"a":1}', { mode: 0o600 });
      assert.equal(readLocalFile(path), undefined);
      assert.deepEqual(await readJsonFile(path), { a: 1 });
      while (readLocalFile(path) === undefined) await turn();
      assert.equal(readLocalFile(path)?.toString(), '{"a":1}');
    });
  });

  it('is read again at each call, so that every change is seen at once', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      await writeFile(path, '{"a":1}', { mode: 0o600 });
      await known(path);
      // The same size, and for some of them the same time.
      for (let a = 2; a < 10; a++) {
        const text = `{"a":${String(a)}}`;
        await writeFile(a % 2 === 0 ? path : `${path}.new`, text, { mode: 0o600 });
        if (a % 2 !== 0) await rename(`${path}.new`, path);
        assert.deepEqual(await readJsonFile(path), { a });
      }
    });
  });

  it('is read in the usual way if it is empty, large, gone, not a file, or writable by others', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      const write = (content: string | Uint8Array): Promise<void> =>
        writeFile(path, content, { mode: 0o600 });
      await write('{}');
      await known(path);
      await write('');
      assert.equal(readLocalFile(path), undefined);
      await write(Buffer.alloc(1024 * 1024 + 1, ' '));
      assert.equal(readLocalFile(path), undefined);
      await write('{}');
      await chmod(path, 0o666);
      assert.equal(readLocalFile(path), undefined);
      await assert.rejects(readJsonFile(path), { catalogueId: 'Storage.Untrusted' });
      await chmod(path, 0o600);
      await chmod(folder, 0o777);
      assert.equal(readLocalFile(path), undefined);
      await chmod(folder, 0o700);
      assert.equal(readLocalFile(path)?.toString(), '{}');
      await rename(path, `${path}.old`);
      assert.equal(readLocalFile(path), undefined);
      await symlink(folder, path);
      assert.equal(readLocalFile(path), undefined);
    });
  });

  it('that is damaged is reported and set aside', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file.json');
      await writeFile(path, '{}', { mode: 0o600 });
      await known(path);
      await writeFile(path, '{', { mode: 0o600 });
      const damaged: string[] = [];
      assert.equal(await readJsonFile(path, { onDamaged: (file) => damaged.push(file) }), undefined);
      assert.deepEqual(damaged, [path]);
      assert.equal(readLocalFile(path), undefined);
    });
  });

  it('is not one of /proc, which is no disk', async () => {
    assert.equal(await isLocalDisk('/proc/self/status'), false);
  });
});
