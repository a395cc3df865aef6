import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeFolder,
  readFileIfExists,
  writeFileAtomically,
} from '../../../../engine/storage/files/atomic-file.ts';
import { assertMode, inFolder } from '../helpers.ts';

describe('writing a file atomically', () => {
  it('creates the folder (0700) and the file (0600) for the user only, and leaves no temporary file', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'home', 'file.json');
      await writeFileAtomically(path, 'one');
      await writeFileAtomically(path, 'two');
      assert.equal(await readFile(path, 'utf8'), 'two');
      await assertMode(path, 0o600);
      await assertMode(join(folder, 'home'), 0o700);
      assert.deepEqual(await readdir(join(folder, 'home')), ['file.json']);
    });
  });

  it('removes other users’ access to an existing file', async function () {
    if (process.platform === 'win32') this.skip();
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, 'one');
      await chmod(path, 0o644);
      await writeFileAtomically(path, 'two');
      await assertMode(path, 0o600);
    });
  });

  it('writes through a symbolic link and keeps the link', async function () {
    // Creating a link needs a privilege on Windows that few users have, and wine 8 reports a link that it does not
    // create.
    if (process.platform === 'win32') this.skip();
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'target'), 'one');
      await symlink(join(folder, 'target'), join(folder, 'link'));
      await writeFileAtomically(join(folder, 'link'), 'two');
      assert.equal(await readFile(join(folder, 'target'), 'utf8'), 'two');
      assert.ok((await lstat(join(folder, 'link'))).isSymbolicLink());
    });
  });

  it('says why it cannot write, and keeps the existing files', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'file'), 'one');
      await mkdir(join(folder, 'taken'));
      await assert.rejects(writeFileAtomically(join(folder, 'taken'), 'x'), {
        id: 'Storage.Write',
        message: /it is a folder/,
      });
      await assert.rejects(writeFileAtomically(join(folder, 'file', 'below'), 'x'), {
        id: 'Storage.Write',
        message: /not a folder/,
      });
      assert.deepEqual((await readdir(folder)).sort(), ['file', 'taken']);
    });
  });
});

describe('making a folder', () => {
  it('creates its parents, and succeeds if it exists or is created meanwhile', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'one', 'two', 'three');
      await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'one', 'two', 'four'))]);
      await makeFolder(path);
      for (const made of [path, join(folder, 'one')]) {
        assert.ok((await stat(made)).isDirectory());
        await assertMode(made, 0o700);
      }
    });
  });

  it('fails if its parent exists but nothing can be created in it', async function () {
    if (process.platform !== 'linux') this.skip();
    // Like a folder whose entries are mounted on demand: the system reports ENOENT.
    await assert.rejects(makeFolder('/proc/none/at/all'), { code: 'ENOENT' });
    await assert.rejects(writeFileAtomically('/proc/none/file', 'x'), {
      id: 'Storage.Write',
      message: /cannot be created/,
    });
  });
});

describe('reading a file', () => {
  it('returns undefined if the file does not exist, and throws a typed error if it cannot be read', async () => {
    await inFolder(async (folder) => {
      assert.equal(await readFileIfExists(join(folder, 'none')), undefined);
      await assert.rejects(readFileIfExists(folder), { id: 'Storage.Read', message: /it is a folder/ });
    });
  });
});
