// DPAPI and Keychain, through the persistence classes of msal-node-extensions, which encrypt as MSAL.NET does.
import { rm } from 'node:fs/promises';
import { readOwnFileIfExists, writeFileAtomically } from '../files/atomic-file.ts';
import type { StoredText } from './stored-text.ts';
import { errorCode, storageError } from '../../errors/storage-error.ts';
import { retryWhileInUse } from '../files/windows-files.ts';
import { beforeDeadline } from '../../waiting/before-abort.ts';

/** What the library keeps an encrypted text in: here memory, so that the file is ours to read and write. */
interface EncryptedPlace {
  readonly saveBuffer: (content: Uint8Array) => Promise<void>;
  readonly loadBuffer: () => Promise<Uint8Array>;
}

/** Encrypts for this Windows user, or decrypts. */
type Dpapi = (place: EncryptedPlace) => { save(text: string): Promise<void>; load(): Promise<string | null> };

/** A text in a file encrypted for this Windows user. Rejects where DPAPI cannot be used. */
export async function dpapiText(path: string): Promise<StoredText> {
  const { FilePersistenceWithDataProtection, DataProtectionScope } =
    await import('@azure/msal-node-extensions');
  // Its `create` makes the file, also where it is only to be read. The constructor is private in the types alone.
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
      // What cannot be decrypted is damaged, and seen as such: it is no JSON.
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
 * A text in the macOS Keychain. The library also writes a file, for its date alone: that one lies beside `path`,
 * where MSAL.NET may keep an unprotected cache. Rejects where the Keychain cannot be used without asking.
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
