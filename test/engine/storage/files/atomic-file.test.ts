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
  it('makes the folder for the user alone (0700), the file too (0600), and leaves nothing beside it.', async () => {
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

  it('makes a file that was readable by others the user’s alone.', async function () {
    if (process.platform === 'win32') this.skip();
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, 'one');
      await chmod(path, 0o644);
      await writeFileAtomically(path, 'two');
      await assertMode(path, 0o600);
    });
  });

  it('writes through a symbolic link and leaves it one.', async function () {
    // On Windows this needs a right that few have, and wine 8 reports a link that it does not make.
    if (process.platform === 'win32') this.skip();
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'target'), 'one');
      await symlink(join(folder, 'target'), join(folder, 'link'));
      await writeFileAtomically(join(folder, 'link'), 'two');
      assert.equal(await readFile(join(folder, 'target'), 'utf8'), 'two');
      assert.ok((await lstat(join(folder, 'link'))).isSymbolicLink());
    });
  });

  it('says in plain words why it cannot write, and keeps what was there.', async () => {
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
  it('makes those above it too, and is content with one that is there or made meanwhile.', async () => {
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

  it('ends with an error where the folder above is there and nothing can be made in it.', async function () {
    if (process.platform !== 'linux') this.skip();
    // As in a folder whose entries are mounted when they are asked for; the system calls that "not there".
    await assert.rejects(makeFolder('/proc/none/at/all'), { code: 'ENOENT' });
    await assert.rejects(writeFileAtomically('/proc/none/file', 'x'), {
      id: 'Storage.Write',
      message: /cannot be made/,
    });
  });
});

describe('reading a file', () => {
  it('gives undefined where there is none, and a typed error where it cannot be read.', async () => {
    await inFolder(async (folder) => {
      assert.equal(await readFileIfExists(join(folder, 'none')), undefined);
      await assert.rejects(readFileIfExists(folder), { id: 'Storage.Read', message: /it is a folder/ });
    });
  });
});
