import assert from 'node:assert/strict';
import {
  KeyringUnavailableError,
  SecretServiceItem,
} from '../../../../engine/storage/encrypted/secret-service.ts';
import { startKeyringSession, type KeyringSession } from '../../../support/keyring-session.ts';
import { inFolder } from '../helpers.ts';

describe('an item of the Secret Service', () => {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  const withKeyring = (work: (session: KeyringSession, home: string) => Promise<void>): Promise<void> =>
    inFolder(async (home) => {
      const session = await startKeyringSession(home);
      try {
        await work(session, home);
      } finally {
        await session.stop();
      }
    });
  const itemOf = ({ busAddress }: KeyringSession): SecretServiceItem =>
    new SecretServiceItem(
      { DBUS_SESSION_BUS_ADDRESS: busAddress },
      { label: 'fake', schema: 'fake', attributes: { name: 'fake' } },
    );

  it('can be read and written thousands of times by one process without stopping the keyring', async () => {
    await withKeyring(async (session) => {
      const item = itemOf(session);
      await item.save('fake-secret');
      const use = async (): Promise<void> => {
        for (let count = 1; count <= 2000; count++) {
          if (count % 50 === 0) await item.save('fake-secret');
          assert.equal(await item.load(), 'fake-secret');
        }
      };
      await Promise.all([use(), use(), use()]);
    });
  });

  it('is found again in a new session, and reported as unavailable after its session has ended', async () => {
    await inFolder(async (home) => {
      const first = await startKeyringSession(home);
      const item = itemOf(first);
      await item.save('fake-secret');
      await first.stop();
      await assert.rejects(item.load(), KeyringUnavailableError);
      const second = await startKeyringSession(home);
      assert.equal(await itemOf(second).load(), 'fake-secret');
      await second.stop();
    });
  });
});
