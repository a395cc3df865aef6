// MSAL's token cache: in memory, or in a protected store that all PowerShell processes of this user share.
import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, isCancelled } from '../../errors/engine-error.ts';
import type { CacheEdit, CacheWriter } from './cache-writer.ts';
import { parseJson } from '../files/json-file.ts';
import type { ProtectedStore } from '../encrypted/protected-store.ts';
import type { KeepChanges, TokenBatch, TokenChange } from './token-batch.ts';
import { withChanges, type TokenEntries } from './token-changes.ts';
import { entriesFor, withoutAliases, type TokenOwner } from './token-entries.ts';

/**
 * Azure.Identity's name for the cache of tokens with continuous access evaluation. Az.Accounts uses that cache
 * (src/Accounts/Authentication/Authentication/TokenCache in Azure/azure-powershell).
 */
export const tokenCacheName = 'msal.cache.cae';

/**
 * MSAL.NET writes its file in place, so a file that looks damaged may be half written. Read it again before deciding.
 */
const readAttempts = 4;
const readPauseMs = 50;

/** Changes of a cache that could not be stored. They stay in this process's memory. */
export class UnsavedRenewals {
  /** Whether this process has already warned about it. */
  hasWarned = false;
  #changes: TokenChange[] = [];

  /** Returns the stored entries with the unsaved changes applied. */
  appliedTo(stored: TokenEntries): TokenEntries {
    return this.#changes.reduce((entries, { base, ours }) => withChanges(base, ours, entries, true), stored);
  }

  add(changes: readonly TokenChange[]): void {
    this.#changes.push(...changes);
  }

  clear(): void {
    this.#changes = [];
  }
}

export interface StoredTokenCacheOptions {
  readonly signal: AbortSignal;
  /** Shared by all changes that this process makes to the store; they go through `edit`, see `cacheEdit`. */
  readonly writer: CacheWriter<TokenEntries>;
  readonly edit: CacheEdit<TokenEntries>;
  /**
   * The owner of the wanted tokens, if known. MSAL searches all entries that it gets, for each token, so it gets only
   * those.
   */
  readonly owner?: TokenOwner | undefined;
  /**
   * Set when tokens are renewed for an account that is signed in. Then a failure to store a token is no error, and an
   * account that is signed out meanwhile stays signed out.
   */
  readonly renewals?: UnsavedRenewals;
  /** Called each time a renewal cannot be stored. */
  readonly onUnsaved?: (error: EngineError) => void;
  /** Takes the changes, to store them later. In a search, all its token requests share one. */
  readonly batch?: TokenBatch | undefined;
}

/** Returns the function that stores changes, together with earlier ones that could not be stored. */
export function cacheEdit(
  open: () => Promise<ProtectedStore>,
  renewals?: UnsavedRenewals,
): CacheEdit<TokenEntries> {
  return async (change, signal) => {
    const store = await open();
    await store.withLock(
      async () => {
        const { entries, damaged } = await loadCache(store);
        if (damaged) await store.discardDamaged();
        await store.save(JSON.stringify(change(renewals?.appliedTo(entries) ?? entries)));
        renewals?.clear();
      },
      { signal },
    );
  };
}

/** What MSAL has in one of its caches. */
interface LoadedCache {
  /** The entries that it got; undefined if it has changed them. */
  readonly from: TokenEntries | undefined;
  /** As MSAL serializes it. */
  readonly text: string;
}

/** MSAL's cache, and its content if that can be read without MSAL. */
export interface TokenCache extends ICachePlugin {
  readonly stored?: {
    /**
     * Reads the content. It is the same object while it is unchanged.
     * @throws EngineError `Storage.Read`
     */
    read(): Promise<object>;
    /** Returns the content that MSAL got last. */
    given(): object | undefined;
  };
}

/**
 * Returns a cache in a store. This process's additions, changes and deletions are applied to the stored content,
 * under the store's lock. The lock is not held while tokens are fetched or for reading. The plug-in throws
 * EngineError `Storage.*`, `Cancelled.ByUser`.
 */
export function storedTokenCache(
  open: () => Promise<ProtectedStore>,
  options: StoredTokenCacheOptions,
): TokenCache {
  const { owner, renewals, batch } = options;
  const keep = keeperOf(options);
  // MSAL passes a new context to each call, but the cache in it is always the client's own.
  const loaded = new WeakMap<TokenCacheContext['tokenCache'], LoadedCache>();
  const read = async (): Promise<TokenEntries> => {
    const { entries } = await loadCache(await open());
    return renewals?.appliedTo(entries) ?? entries;
  };
  let given: TokenEntries | undefined;
  const stored = { read, given: () => given };
  return {
    ...(batch === undefined ? { stored } : {}),
    async beforeCacheAccess({ tokenCache }): Promise<void> {
      const entries = await (batch?.read(read) ?? read());
      given = entries;
      // MSAL asks before each step of a request. What it has already is not copied again.
      if (loaded.get(tokenCache)?.from === entries) return;
      const wanted = owner === undefined ? entries : entriesFor(owner, entries);
      tokenCache.deserialize(JSON.stringify(withoutAliases(wanted)));
      // Serialized by MSAL, so that a later comparison shows only MSAL's own changes.
      loaded.set(tokenCache, { from: entries, text: tokenCache.serialize() });
    },
    async afterCacheAccess({ tokenCache, cacheHasChanged }): Promise<void> {
      if (!cacheHasChanged) return;
      const before = loaded.get(tokenCache)?.text ?? '{}';
      const after = tokenCache.serialize();
      loaded.set(tokenCache, { from: undefined, text: after });
      if (after === before) return;
      const change = { base: JSON.parse(before) as TokenEntries, ours: JSON.parse(after) as TokenEntries };
      await (batch?.add(change, keep) ?? keep([change]));
    },
  };
}

/** Returns the function that stores the changes of a cache. */
function keeperOf({ signal, writer, edit, renewals, onUnsaved }: StoredTokenCacheOptions): KeepChanges {
  return async (changes) => {
    const change = (stored: TokenEntries): TokenEntries =>
      changes.reduce(
        (entries, { base, ours }) => withChanges(base, ours, entries, renewals !== undefined),
        stored,
      );
    try {
      await writer.save(change, signal, edit);
    } catch (error) {
      const isUnsaved = isStorageError(error);
      if (renewals !== undefined && (isUnsaved || isCancelled(error))) renewals.add(changes);
      if (renewals === undefined || !isUnsaved) throw error;
      onUnsaved?.(error);
    }
  };
}

function isStorageError(error: unknown): error is EngineError {
  return error instanceof EngineError && error.id.startsWith('Storage.');
}

/** A cache as text, in MSAL's JSON. */
export interface TokenText {
  /** @throws EngineError `Storage.Read` */
  read(): Promise<string>;
  /**
   * Changes the text. No one else changes it while `change` runs.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  edit(change: (text: string) => string | Promise<string>, signal: AbortSignal): Promise<void>;
}

/** Returns a stored cache as text, changed under its lock. */
export function storedTokenText(open: () => Promise<ProtectedStore>): TokenText {
  return {
    read: async () => (await loadCache(await open())).text,
    async edit(change, signal) {
      const store = await open();
      await store.withLock(
        async () => {
          const { text, damaged } = await loadCache(store);
          if (damaged) await store.discardDamaged();
          const next = await change(text);
          if (next !== text) await store.save(next);
        },
        { signal },
      );
    },
  };
}

/** The content last read from each store, so that unchanged content is not parsed again. */
const parsed = new WeakMap<object, StoredEntries>();

interface StoredEntries {
  readonly text: string;
  readonly entries: TokenEntries;
}

/** Returns the stored content; empty if there is none or it is damaged. */
async function loadCache(store: ProtectedStore): Promise<StoredEntries & { readonly damaged: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const text = (await store.load())?.replace(/^\uFEFF/, '') ?? '';
    const known = parsed.get(store.backing);
    if (known?.text === text) return { ...known, damaged: false };
    const { value, damaged } = parseJson(text);
    if (!damaged) {
      const found = value === undefined ? emptyEntries : { text, entries: value as TokenEntries };
      parsed.set(store.backing, found);
      return { ...found, damaged };
    }
    if (attempt === readAttempts) return { ...emptyEntries, damaged };
    await delay(readPauseMs);
  }
}

const emptyEntries: StoredEntries = { text: '{}', entries: {} };

/** A cache in memory, which can be exported and restored. */
export class MemoryTokenCache implements TokenCache, TokenText {
  #text: string | undefined;
  /** Another object for each text. */
  #content = {};
  #given: object | undefined;
  readonly #onChanged: () => void;
  readonly stored: NonNullable<TokenCache['stored']> = {
    read: () => Promise.resolve(this.#content),
    given: () => this.#given,
  };

  constructor(text: string | undefined, onChanged: () => void) {
    this.#text = text;
    this.#onChanged = onChanged;
  }

  beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    this.#given = this.#content;
    if (this.#text !== undefined) {
      const entries = withoutAliases(JSON.parse(this.#text) as TokenEntries);
      context.tokenCache.deserialize(JSON.stringify(entries));
    }
    return Promise.resolve();
  }

  afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (context.cacheHasChanged) {
      this.#change(context.tokenCache.serialize());
    }
    return Promise.resolve();
  }

  read(): Promise<string> {
    return Promise.resolve(this.#text ?? '{}');
  }

  async edit(change: (text: string) => string | Promise<string>): Promise<void> {
    let before: string | undefined;
    let next: string;
    do {
      before = this.#text;
      next = await change(before ?? '{}');
    } while (this.#text !== before);
    this.#change(next);
  }

  #change(text: string): void {
    this.#text = text;
    this.#content = {};
    this.#onChanged();
  }

  toState(): string | undefined {
    return this.#text;
  }
}
