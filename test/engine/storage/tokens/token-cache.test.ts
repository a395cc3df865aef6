import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { azureHome } from '../../../../engine/storage/files/azure-home.ts';
import { openProtectedStore } from '../../../../engine/storage/encrypted/protected-store.ts';
import { cacheEdit, tokenCacheName } from '../../../../engine/storage/tokens/token-cache.ts';
import { withChanges, type TokenEntries } from '../../../../engine/storage/tokens/token-changes.ts';
import { entriesFor } from '../../../../engine/storage/tokens/token-entries.ts';
import { ended } from '../../../support/child-process.ts';
import { inFolder, inSession, startProgram } from '../helpers.ts';

const withoutKeyring: NodeJS.ProcessEnv = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

async function msal(folder: string, action: string, userName = ''): Promise<unknown> {
  const { code, stdout, stderr } = await ended(
    startProgram('msal-account.ts', [folder, action, userName], withoutKeyring),
  );
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { left: unknown }).left;
}

describe('the merge of a process’s changes into the token cache', () => {
  const change = (base: object, ours: object, stored: object, isRenewal = false): TokenEntries =>
    withChanges(base as TokenEntries, ours as TokenEntries, stored as TokenEntries, isRenewal);

  it('keeps what other processes added meanwhile', () => {
    assert.deepEqual(change({}, { Account: { a: 1 } }, { Account: { b: 2 } }), { Account: { a: 1, b: 2 } });
  });

  it('removes what the process removed, and restores nothing that others removed', () => {
    const base = { Account: { a: 1, b: 2, c: 3 } };
    assert.deepEqual(change(base, { Account: { b: 2, c: 3 } }, { Account: { a: 1, b: 2 } }), {
      Account: { b: 2 },
    });
  });

  it('keeps others’ changes of entries that the process did not change, and parts that it does not know', () => {
    const base = { RefreshToken: { a: 'old', b: 'old' } };
    const ours = { RefreshToken: { a: 'old', b: 'ours' } };
    assert.deepEqual(change(base, ours, { RefreshToken: { a: 'theirs', b: 'old' }, Unknown: { x: 1 } }), {
      RefreshToken: { a: 'theirs', b: 'ours' },
      Unknown: { x: 1 },
    });
  });

  const alex = { home_account_id: 'alex' };
  const account = { Account: { alex } };
  const renewed = { ...account, RefreshToken: { one: { ...alex, secret: 'fake-renewed' } } };

  it('restores an account that the process signed in, even if another process signed it out meanwhile', () => {
    assert.deepEqual(change(account, renewed, {}), renewed);
  });

  it('does not restore a signed-out account whose tokens the process only renewed', () => {
    const stored = { Account: { sam: { home_account_id: 'sam' } } };
    const result = JSON.stringify(change(account, renewed, stored, true));
    assert.ok(!/alex|fake-renewed/.test(result), result);
  });

  it('does not modify the stored entries that it was given', () => {
    const stored = { Account: { b: 2 }, RefreshToken: { a: 'old' } };
    const kept = structuredClone(stored);
    change({ RefreshToken: { a: 'old' } }, { ...renewed, AccessToken: { a: 'new' } }, stored);
    assert.deepEqual(stored, kept);
  });
});

describe('the part of the token cache that MSAL gets', () => {
  const token = (id: string, realm: string, clientId = 'powershell'): object => ({
    ...{ home_account_id: id, realm, client_id: clientId },
  });
  const cache = {
    Account: {
      alex: { home_account_id: 'Alex.Contoso', realm: 'contoso', username: 'alex@contoso.example' },
      sam: { home_account_id: 'sam.contoso', realm: 'contoso', username: 'sam@contoso.example' },
    },
    RefreshToken: {
      alex: { home_account_id: 'Alex.Contoso', client_id: 'powershell' },
      family: { home_account_id: 'Alex.Contoso', client_id: 'other', family_id: '1' },
      sam: { home_account_id: 'sam.contoso', client_id: 'powershell' },
    },
    AccessToken: {
      home: token('Alex.Contoso', 'contoso'),
      guest: token('Alex.Contoso', 'Fabrikam'),
      other: token('sam.contoso', 'fabrikam'),
      app: token('', 'fabrikam', 'app'),
      appElsewhere: token('', 'contoso', 'app'),
    },
    AppMetadata: { powershell: { client_id: 'powershell' } },
    Unknown: { x: null },
  } as TokenEntries;
  const keys = (entries: TokenEntries): string[] =>
    Object.entries(entries).flatMap(([kind, found]) => Object.keys(found).map((key) => `${kind}/${key}`));

  it('is the account, its refresh tokens, and its tokens for the tenant', () => {
    const expected = [
      'Account/alex',
      ...['RefreshToken/alex', 'RefreshToken/family', 'AccessToken/guest', 'AppMetadata/powershell'],
    ];
    const byId = { username: '', homeAccountId: 'alex.contoso' };
    assert.deepEqual(keys(entriesFor({ account: byId, tenantId: 'fabrikam' }, cache)), expected);
  });

  it('is the application’s own tokens for the tenant if an application asks', () => {
    const owner = { applicationId: 'APP', tenantId: 'fabrikam' };
    assert.deepEqual(keys(entriesFor(owner, cache)), ['AccessToken/app', 'AppMetadata/powershell']);
  });
});

describe('the stored token cache', () => {
  const alex = { home_account_id: 'alex' };

  before(function () {
    if (process.platform === 'darwin') this.skip();
  });

  it('is shared by processes: each sees the others’ accounts, and signing out one keeps the rest', async () => {
    await inFolder(async (folder) => {
      await msal(folder, 'add', 'alex@contoso.example');
      assert.deepEqual(await msal(folder, 'add', 'sam@contoso.example'), [
        'alex@contoso.example',
        'sam@contoso.example',
      ]);
      assert.deepEqual(await msal(folder, 'remove', 'alex@contoso.example'), ['sam@contoso.example']);
      const text = await readFile(join(folder, '.IdentityService', 'msal.cache.cae'), 'utf8');
      // DPAPI encrypts the file, so the text is not readable.
      assert.equal(text.includes('fake-refresh-token-of-sam@contoso.example'), process.platform !== 'win32');
      assert.ok(!text.includes('fake-refresh-token-of-alex'));
    });
  });

  it('loses no account when many processes sign in at once', async () => {
    await inFolder(async (folder) => {
      const names = Array.from({ length: 6 }, (_, index) => `user${String(index)}@contoso.example`);
      await Promise.all(names.map((name) => msal(folder, 'add', name)));
      assert.deepEqual(await msal(folder, 'list'), names);
    });
  });

  it('counts as empty if it is damaged, and is moved aside before anything overwrites it', async () => {
    await inFolder(async (folder) => {
      const caches = join(folder, '.IdentityService');
      await mkdir(caches);
      await writeFile(join(caches, 'msal.cache.cae'), '{"Account": {');
      assert.deepEqual(await msal(folder, 'list'), []);
      assert.deepEqual(await readdir(caches), ['msal.cache.cae']);
      assert.deepEqual(await msal(folder, 'add', 'sam@contoso.example'), ['sam@contoso.example']);
      const kept = (await readdir(caches)).find((name) => name.includes('.damaged-')) ?? '';
      assert.equal(await readFile(join(caches, kept), 'utf8'), '{"Account": {');
    });
  });

  it('is read again if another program has emptied it to write it', async () => {
    await inFolder(async (folder) => {
      const variables = { ...withoutKeyring, AZ_LOGINTS_HOME: folder };
      const store = openProtectedStore(tokenCacheName, {
        home: azureHome(variables),
        variables,
        plaintextRefusedIn: () => Promise.resolve(undefined),
        onPlaintext: () => undefined,
      });
      const edit = cacheEdit(() => store);
      const { signal } = new AbortController();
      const entries: TokenEntries = { Account: { alex } };
      await edit(() => entries, signal);
      const path = join(folder, '.IdentityService', 'msal.cache.cae');
      const content = await readFile(path);
      await writeFile(path, '');
      setTimeout(() => void writeFile(path, content), 30);
      const found: TokenEntries[] = [];
      await edit((stored) => {
        found.push(stored);
        return stored;
      }, signal);
      assert.deepEqual(found, [entries]);
    });
  });

  it('is in the keyring if there is one, with no token in any file', async function () {
    if (process.platform !== 'linux') this.skip();
    await inFolder(async (home) => {
      const { stdout, stderr } = await inSession(
        home,
        'msal-account.ts',
        ['', 'add', 'sam@contoso.example'],
        'open',
      );
      assert.equal(
        (JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { kind?: string }).kind,
        'secret-service',
        stderr,
      );
      for (const entry of await readdir(join(home, '.local'), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
        assert.ok(!/fake-(?:access|refresh)-token/.test(text), entry.name);
      }
    });
  });
});
