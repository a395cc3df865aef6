// DPAPI and Keychain, through the persistence classes of msal-node-extensions, which encrypt as MSAL.NET does.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, readFileIfExists, renameOver } from './atomic-file.ts';
import type { StoredText } from './protected-store.ts';
import { errorCode, storageError } from './storage-error.ts';
import { temporaryName } from './temporary-file.ts';

/**
 * A text in a file encrypted for this Windows user. The library writes in place, so it writes to a file of its own
 * that is then moved over. Rejects where DPAPI cannot be used.
 */
export async function dpapiText(path: string): Promise<StoredText> {
  const { FilePersistenceWithDataProtection, DataProtectionScope } =
    await import('@azure/msal-node-extensions');
  const at = (file: string) =>
    FilePersistenceWithDataProtection.create(file, DataProtectionScope.CurrentUser);
  const saveTo = async (file: string, text: string): Promise<void> => {
    await makeFolder(dirname(file));
    await (await at(file)).save(text);
  };
  const trial = temporaryName(path);
  await saveTo(trial, '{}').finally(() => rm(trial, { force: true }));
  return {
    kind: 'dpapi',
    async load() {
      if ((await readFileIfExists(path)) === undefined) return undefined;
      return (await (await at(path)).load()) ?? undefined;
    },
    async save(text) {
      const draft = temporaryName(path);
      try {
        await saveTo(draft, text);
        await renameOver(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw storageError('Storage.Write', path, error);
      }
    },
    async remove() {
      await rm(path, { force: true });
    },
  };
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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${String(deadlineMs / 1000)} seconds`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw errorCode(error) === undefined ? error : storageError('Storage.Write', what, error);
  } finally {
    clearTimeout(timer);
  }
}
