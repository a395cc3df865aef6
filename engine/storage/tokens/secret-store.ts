// Secrets of service principals and passwords of certificates. They are protected like the tokens and never in the
// context file.
import { parseJson } from '../files/json-file.ts';
import type { ProtectedStore } from '../encrypted/protected-store.ts';

/** Separate from Az.Accounts' keystore, which is not encrypted (az-accounts-keystore.ts). */
export const secretStoreName = 'keystore.cache.logints';

export type Secrets = Readonly<Record<string, string>>;

export interface SecretStore {
  /** @throws EngineError `Storage.*` */
  get(key: string): Promise<string | undefined>;
  /**
   * Changes all secrets atomically: readers, also after a crash, find the old or the new secrets. No one else changes
   * them while `change` runs.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  edit(change: (secrets: Secrets) => Secrets | Promise<Secrets>, signal: AbortSignal): Promise<void>;
}

/** Returns the secrets in a protected store, kept as one JSON object. */
export function storedSecrets(open: () => Promise<ProtectedStore>): SecretStore {
  return {
    async get(key) {
      const { value } = parseJson(await (await open()).load());
      return value !== undefined && Object.hasOwn(value, key) ? (value as Secrets)[key] : undefined;
    },
    async edit(change, signal) {
      const store = await open();
      await store.withLock(
        async () => {
          const { value, damaged } = parseJson(await store.load());
          if (damaged) await store.discardDamaged();
          const before = (value ?? {}) as Secrets;
          const after = await change(before);
          if (JSON.stringify(after) === JSON.stringify(before)) return;
          if (Object.keys(after).length === 0) await store.remove();
          else await store.save(JSON.stringify(after));
        },
        { signal },
      );
    },
  };
}

/** Secrets in memory, which can be exported and restored. */
export class MemorySecrets implements SecretStore {
  #secrets: Secrets;
  readonly #onChanged: () => void;

  constructor(secrets: Secrets, onChanged: () => void) {
    this.#secrets = secrets;
    this.#onChanged = onChanged;
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(Object.hasOwn(this.#secrets, key) ? this.#secrets[key] : undefined);
  }

  async edit(change: (secrets: Secrets) => Secrets | Promise<Secrets>): Promise<void> {
    let before: Secrets;
    let next: Secrets;
    do {
      before = this.#secrets;
      next = await change(before);
    } while (this.#secrets !== before);
    this.#secrets = next;
    this.#onChanged();
  }

  toState(): Secrets {
    return this.#secrets;
  }
}
