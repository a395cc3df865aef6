// Secrets of service principals and passwords of certificates, kept as the tokens are: never in the context file.
import { parseJson } from './json-file.ts';
import type { ProtectedStore } from './protected-store.ts';

/** An entry of our own: Az.Accounts keeps its secrets in clear (az-accounts-keystore.ts), and we do not. */
export const secretStoreName = 'keystore.cache.logints';

/** Every method throws EngineError `Storage.*`; those that change something also `Cancelled.ByUser`. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, signal: AbortSignal): Promise<void>;
  delete(key: string, signal: AbortSignal): Promise<void>;
}

export interface StoredSecretStore extends SecretStore {
  /** Deletes every secret whose key is told to go. */
  deleteWhere(isToGo: (key: string) => boolean, signal: AbortSignal): Promise<void>;
}

type Secrets = Record<string, string>;

/** The secrets in a protected store, as one JSON object. */
export function storedSecrets(open: () => Promise<ProtectedStore>): StoredSecretStore {
  const change = async (edit: (secrets: Secrets) => Secrets, signal: AbortSignal): Promise<void> => {
    const store = await open();
    await store.withLock(
      async () => {
        const { value, damaged } = parseJson(await store.load());
        if (damaged) await store.discardDamaged();
        const before = (value ?? {}) as Secrets;
        const after = edit(before);
        if (JSON.stringify(after) === JSON.stringify(before)) return;
        if (Object.keys(after).length === 0) await store.remove();
        else await store.save(JSON.stringify(after));
      },
      { signal },
    );
  };
  const deleteWhere = (isToGo: (key: string) => boolean, signal: AbortSignal): Promise<void> =>
    change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([key]) => !isToGo(key))), signal);
  return {
    async get(key) {
      const { value } = parseJson(await (await open()).load());
      return value !== undefined && Object.hasOwn(value, key) ? (value as Secrets)[key] : undefined;
    },
    set: (key, value, signal) => change((secrets) => ({ ...secrets, [key]: value }), signal),
    delete: (key, signal) => deleteWhere((each) => each === key, signal),
    deleteWhere,
  };
}
