// DPAPI and Keychain storage, through the persistence classes of msal-node-extensions, so that the encryption matches
// MSAL.NET's.
import { rm } from 'node:fs/promises';
import { readOwnFileIfExists, writeFileAtomically } from '../files/atomic-file.ts';
import type { StoredText } from './stored-text.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { retryWhileInUse } from '../files/windows-files.ts';
import { beforeDeadline } from '../../waiting/before-abort.ts';

/** Where the library reads and writes an encrypted text. Ours is in memory, so that we do the file access ourselves. */
interface EncryptedPlace {
  readonly saveBuffer: (content: Uint8Array) => Promise<void>;
  readonly loadBuffer: () => Promise<Uint8Array>;
}

/** The library's persistence on a given place: `save` encrypts for this Windows user, `load` decrypts. */
type Dpapi = (place: EncryptedPlace) => { save(text: string): Promise<void>; load(): Promise<string | null> };

/** Returns a text kept in a file that DPAPI encrypts for this Windows user. Rejects if DPAPI cannot be used. */
export async function dpapiText(path: string): Promise<StoredText> {
  const { FilePersistenceWithDataProtection, DataProtectionScope } =
    await import('@azure/msal-node-extensions');
  // Its `create` would make the file, even for a read. The constructor is private only in the types.
  const dpapi: Dpapi = (place) =>
    Reflect.construct(FilePersistenceWithDataProtection, [
      place,
      DataProtectionScope.CurrentUser,
    ]) as ReturnType<Dpapi>;
  await decrypt(dpapi, await encrypt(dpapi, '{}'));
  return {
    kind: 'dpapi',
    async load() {
      const content = await readOwnFileIfExists(path);
      if (content === undefined || content.length === 0) return undefined;
      // Content that cannot be decrypted is damaged. It is returned raw, and the caller then finds that it is not
      // JSON.
      return await decrypt(dpapi, content).catch(() => content.toString('latin1'));
    },
    save: async (text) => writeFileAtomically(path, await encrypt(dpapi, text)),
    async remove() {
      await retryWhileInUse(() => rm(path, { force: true })).catch((error: unknown) => {
        throw storageError('Storage.Write', path, error);
      });
    },
  };
}

async function encrypt(dpapi: Dpapi, text: string): Promise<Uint8Array> {
  let encrypted: Uint8Array = new Uint8Array();
  const saveBuffer = (content: Uint8Array): Promise<void> => {
    encrypted = content;
    return Promise.resolve();
  };
  await dpapi({ saveBuffer, loadBuffer: () => Promise.resolve(encrypted) }).save(text);
  return encrypted;
}

async function decrypt(dpapi: Dpapi, content: Uint8Array): Promise<string> {
  const doNothing = (): Promise<void> => Promise.resolve();
  return (await dpapi({ saveBuffer: doNothing, loadBuffer: () => Promise.resolve(content) }).load()) ?? '';
}

/**
 * Returns a text kept in the macOS Keychain. The library also writes a file, only for its date; we put it beside
 * `path`, because MSAL.NET may keep an unprotected cache at `path` itself. Rejects if the Keychain cannot be used
 * without a prompt.
 */
export async function keychainText(path: string, service: string, account: string): Promise<StoredText> {
  const { KeychainPersistence } = await import('@azure/msal-node-extensions');
  const persistence = await KeychainPersistence.create(`${path}.changed`, service, account);
  const withDeadline = <T>(work: Promise<T>): Promise<T> => settleSoon(work, 'the Keychain');
  await withDeadline(persistence.load());
  return {
    kind: 'keychain',
    load: async () => (await withDeadline(persistence.load())) ?? undefined,
    save: (text) => withDeadline(persistence.save(text)),
    async remove() {
      await withDeadline(persistence.delete());
    },
  };
}

const deadlineMs = 3000;

async function settleSoon<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await beforeDeadline(
      work,
      deadlineMs,
      () => new Error(`${what} did not answer within ${String(deadlineMs / 1000)} seconds`),
    );
  } catch (error) {
    throw errorCode(error) === undefined ? error : storageError('Storage.Write', what, error);
  }
}
