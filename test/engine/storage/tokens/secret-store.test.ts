import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProtectedStore } from '../../../../engine/storage/encrypted/protected-store.ts';
import {
  secretStoreName,
  storedSecrets,
  type SecretStore,
} from '../../../../engine/storage/tokens/secret-store.ts';
import { assertMode, inFolder, never } from '../helpers.ts';

function secretsIn(folder: string, damaged: (string | undefined)[] = []): SecretStore {
  const store = openProtectedStore(secretStoreName, {
    home: { folder, isDefault: false },
    variables: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    plaintextRefusedIn: () => Promise.resolve(undefined),
    onPlaintext: () => undefined,
    onDamaged: (_path, keptAs) => damaged.push(keptAs),
  });
  return storedSecrets(() => store);
}

function put(secrets: SecretStore, key: string, value: string): Promise<void> {
  return secrets.edit((others) => ({ ...others, [key]: value }), never);
}

describe('the store of secrets', () => {
  before(function () {
    if (process.platform === 'darwin') this.skip();
  });

  it('returns what was set, also in another process, and forgets what was deleted', async () => {
    await inFolder(async (folder) => {
      const secrets = secretsIn(folder);
      assert.equal(await secrets.get('app|tenant'), undefined);
      await Promise.all(['a|1', 'a|2', 'b|1'].map((key) => put(secrets, key, `secret of ${key}`)));
      assert.equal(await secretsIn(folder).get('a|2'), 'secret of a|2');
      await secrets.edit((all) => ({ 'a|1': all['a|1'] ?? '', 'a|2': all['a|2'] ?? '' }), never);
      assert.equal(await secrets.get('b|1'), undefined);
      assert.equal(await secrets.get('toString'), undefined);
      const path = join(folder, '.IdentityService', secretStoreName);
      await assertMode(path, 0o600);
      await secrets.edit(() => ({}), never);
      assert.deepEqual(await readdir(join(folder, '.IdentityService')), []);
    });
  });

  it('moves a damaged file aside when a secret is set', async () => {
    await inFolder(async (folder) => {
      await put(secretsIn(folder), 'a|1', 'secret');
      await writeFile(join(folder, '.IdentityService', secretStoreName), '{"a|1": "sec');
      const damaged: (string | undefined)[] = [];
      const secrets = secretsIn(folder, damaged);
      assert.equal(await secrets.get('a|1'), undefined);
      await put(secrets, 'a|2', 'other');
      assert.equal(await secrets.get('a|2'), 'other');
      assert.equal(damaged.length, 1);
    });
  });
});
