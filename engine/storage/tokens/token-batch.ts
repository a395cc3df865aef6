// Token requests whose tokens are stored together, later: those of a search over many tenants, and that of an
// application's sign-in. They read the cache once, and no request has to wait until a token is stored.
import type { TokenEntries } from './token-changes.ts';

/** The entries of a cache before and after a change. */
export interface TokenChange {
  readonly base: TokenEntries;
  readonly ours: TokenEntries;
}

/** Stores changes of a cache. */
export type KeepChanges = (changes: readonly TokenChange[]) => Promise<void>;

/** What token requests share whose tokens are stored together. */
export class TokenBatch {
  #entries: Promise<TokenEntries> | undefined;
  #changes: TokenChange[] = [];
  #keep: KeepChanges | undefined;
  #isStored = false;

  /** Returns the entries that the first request has read. */
  read(load: () => Promise<TokenEntries>): Promise<TokenEntries> {
    this.#entries ??= load();
    return this.#entries;
  }

  /** Leaves a change to `store`. After that, keeps it at once: a search ends without the requests that hang. */
  async add(change: TokenChange, keep: KeepChanges): Promise<void> {
    if (this.#isStored) {
      await keep([change]);
      return;
    }
    this.#changes.push(change);
    this.#keep = keep;
  }

  /**
   * Stores all changes.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async store(): Promise<void> {
    this.#isStored = true;
    const changes = this.#changes.splice(0);
    if (changes.length > 0) await this.#keep?.(changes);
  }
}
