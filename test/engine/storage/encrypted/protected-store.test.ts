import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  keyringItem,
  openProtectedStore,
  type ProtectedStore,
} from '../../../../engine/storage/encrypted/protected-store.ts';
import { inFolder, inSession, never } from '../helpers.ts';
import { soon } from '../../../support/soon.ts';

interface Result {
  readonly kind?: string;
  readonly text?: string | null;
  readonly reasons?: readonly string[];
  readonly error?: string;
  readonly message?: string;
}

const secret = 'fake-refresh-token-5F1D';
const cache = 'msal.cache.cae';

async function useStore(
  home: string,
  folder: string,
  steps: readonly object[],
  keyring: 'open' | 'none',
): Promise<Result[]> {
  const { stdout, stderr, code } = await inSession(
    home,
    'use-store.ts',
    [folder, JSON.stringify(steps)],
    keyring,
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result[];
}

/** Every file below a folder, by path, with its content. */
async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const)),
  );
}

describe('the protected store on Linux', function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('keeps a text in the keyring across sessions, and stores it in no readable file', async () => {
    await inFolder(async (home) => {
      assert.deepEqual(await useStore(home, '', [{ name: cache }, { name: cache, save: secret }], 'open'), [
        { kind: 'secret-service', text: null, reasons: [] },
        { kind: 'secret-service', text: secret, reasons: [] },
      ]);
      assert.deepEqual(await useStore(home, '', [{ name: cache }], 'open'), [
        { kind: 'secret-service', text: secret, reasons: [] },
      ]);
      for (const [file, text] of await contents(join(home, '.local'))) {
        for (const form of [secret, Buffer.from(secret).toString('base64')])
          assert.ok(!text.includes(form), file);
      }
    });
  });

  it('stores a megabyte of text in any script', async () => {
    await inFolder(async (home) => {
      const unit = 'žluťoučký 鍵 ';
      const [result] = await useStore(home, '', [{ name: 'large', save: unit, times: 60_000 }], 'open');
      assert.equal(result?.kind, 'secret-service');
      assert.ok(result.text === unit.repeat(60_000));
    });
  });

  it('uses the keyring item that Azure.Identity looks for', () => {
    assert.deepEqual(keyringItem(cache, { folder: '/home/sam/.Azure', isDefault: true }), {
      label: 'msal.cache.cae',
      schema: 'msal.cache',
      attributes: {
        MsalClientID: 'Microsoft.Developer.IdentityService',
        'Microsoft.Developer.IdentityService': '1.0.0.0',
      },
    });
  });

  it('separates homes, and names within a home', async () => {
    await inFolder(async (home) => {
      const one = join(home, 'one');
      const two = join(home, 'two');
      const session = (folder: string, steps: readonly object[]): Promise<Result[]> =>
        useStore(home, folder, steps, 'open');
      await session('', [
        { name: cache, save: 'of the default home' },
        { name: 'other', save: 'another name' },
      ]);
      await session(one, [{ name: cache, save: 'of one' }]);
      const texts = async (folder: string): Promise<unknown[]> =>
        (await session(folder, [{ name: cache }, { name: 'other' }])).map(({ text }) => text);
      assert.deepEqual(await texts(''), ['of the default home', 'another name']);
      assert.deepEqual(await texts(one), ['of one', null]);
      assert.deepEqual(await texts(two), [null, null]);
      await session('', [{ name: cache, remove: true }]);
      assert.deepEqual(await texts(''), [null, 'another name']);
      assert.deepEqual(await texts(one), ['of one', null]);
    });
  });

  it('falls back to a file that only the user can read if there is no keyring, and reports the reason and path once', async () => {
    await inFolder(async (home) => {
      const [first] = await useStore(home, '', [{ name: cache, save: secret }], 'none');
      const path = join(home, '.local', 'share', '.IdentityService', cache);
      assert.equal(first?.kind, 'plain-file');
      assert.equal(first.text, secret);
      assert.equal(first.reasons?.length, 2);
      assert.match(first.reasons[0] ?? '', /keyring/);
      assert.equal(first.reasons[1], path);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal((await stat(join(path, '..'))).mode & 0o777, 0o700);
      assert.equal(await readFile(path, 'utf8'), secret);
    });
  });

  it('falls back to the file if the keyring is locked, without a prompt and without waiting', async () => {
    await inFolder(async (home) => {
      await useStore(home, '', [{ name: cache, save: secret }], 'open');
      const [result] = await soon(() => useStore(home, '', [{ name: cache }], 'none'));
      assert.equal(result?.kind, 'plain-file');
      assert.match(result.reasons?.[0] ?? '', /^the keyring is locked$/);
    });
  });

  it('fails if an open keyring stops answering, because other programs look for the text there', async () => {
    await inFolder(async (home) => {
      const [result] = await useStore(home, '', [{ name: cache, freeze: true, save: secret }], 'open');
      assert.equal(result?.error, 'Storage.Write');
      assert.match(result.message ?? '', /the keyring did not answer/);
      assert.ok(![...(await contents(home)).values()].some((text) => text.includes(secret)));
    });
  });

  it('falls back to the file within seconds if the session bus accepts connections but never answers', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'bus');
      const silent = createServer().listen(path);
      await once(silent, 'listening');
      const reasons: string[] = [];
      const store = await openProtectedStore(cache, {
        home: { folder, isDefault: false },
        variables: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
        plaintextRefusedIn: () => Promise.resolve(undefined),
        onPlaintext: (reason) => reasons.push(reason),
      });
      silent.close();
      assert.equal(store.kind, 'plain-file');
      assert.deepEqual(reasons, ['the keyring did not answer within 3 seconds']);
    });
  });

  it('writes nothing if plain-text files are refused', async () => {
    await inFolder(async (home) => {
      const folder = join(home, 'one');
      await mkdir(folder);
      const [result] = await useStore(home, folder, [{ name: cache, save: secret, refuse: true }], 'none');
      assert.equal(result?.error, 'Storage.Plaintext');
      assert.match(result.message ?? '', /keyring.*DisablePlaintextTokenCache in \$env:SOMEWHERE refuses/);
      assert.deepEqual(await readdir(folder), []);
    });
  });
});

describe('the protected store on Windows', () => {
  before(function () {
    if (process.platform !== 'win32') this.skip();
  });

  const open = (folder: string): Promise<ProtectedStore> =>
    openProtectedStore(cache, {
      home: { folder, isDefault: false },
      variables: {},
      plaintextRefusedIn: () => Promise.resolve('a test that wants none'),
      onPlaintext: (reason) => assert.fail(reason),
    });

  it('encrypts a text with DPAPI so that another store can read it, and stores it in no readable file', async () => {
    await inFolder(async (folder) => {
      const store = await open(folder);
      assert.equal(store.kind, 'dpapi');
      assert.equal(await store.load(), undefined);
      await store.withLock(() => store.save(secret), { signal: never });
      assert.equal(await (await open(folder)).load(), secret);
      for (const [file, text] of await contents(folder)) assert.ok(!text.includes(secret), file);
      await store.remove();
      assert.equal(await store.load(), undefined);
    });
  });

  it('stores a megabyte of text in any script', async () => {
    await inFolder(async (folder) => {
      const text = 'žluťoučký 鍵 '.repeat(60_000);
      const store = await open(folder);
      await store.save(text);
      assert.ok((await store.load()) === text);
    });
  });

  it('returns a file that DPAPI cannot decrypt unchanged, so that it counts as damaged', async () => {
    await inFolder(async (folder) => {
      const store = await open(folder);
      await store.save(secret);
      await writeFile(join(folder, '.IdentityService', cache), 'not encrypted');
      assert.equal(await store.load(), 'not encrypted');
    });
  });
});
