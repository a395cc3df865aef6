// MSAL's token cache: in memory, or in a protected store that all PowerShells of this user share.
import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../protocol/engine-error.ts';
import { CacheWriter } from './cache-writer.ts';
import { parseJson } from './json-file.ts';
import type { ProtectedStore } from './protected-store.ts';

/**
 * Azure.Identity's name for the cache of tokens with continuous access evaluation, which is the one that Az.Accounts
 * uses (src/Accounts/Authentication/Authentication/TokenCache in Azure/azure-powershell).
 */
export const tokenCacheName = 'msal.cache.cae';

/** MSAL.NET writes its file in place: what looks damaged may be half of what it is writing. */
const readAttempts = 4;
const readPauseMs = 50;

/** MSAL's cache schema: kinds of credentials, and in each the credentials by key. */
type CacheJson = Record<string, Record<string, unknown>>;

/** Changes of a cache that could not be stored: they live on in this process. */
export class UnsavedRenewals {
  #changes: { readonly base: string; readonly ours: string }[] = [];
  readonly #onUnsaved: (error: EngineError) => void;

  /** Told each time. */
  constructor(onUnsaved: (error: EngineError) => void) {
    this.#onUnsaved = onUnsaved;
  }

  /** What is stored, with what could not be. */
  over(stored: string): string {
    return this.#changes.reduce((text, { base, ours }) => applyChanges(base, ours, text, true), stored);
  }

  add(base: string, ours: string, error: EngineError): void {
    this.#changes.push({ base, ours });
    this.#onUnsaved(error);
  }

  clear(): void {
    this.#changes = [];
  }
}

export interface StoredTokenCacheOptions {
  readonly signal: AbortSignal;
  /** Shared by all that this process changes in the store. */
  readonly writer: CacheWriter;
  /**
   * Given where tokens are renewed for an account that is signed in: then a token that cannot be stored is worth as
   * much as one that can, and an account that is signed out meanwhile stays so.
   */
  readonly renewals?: UnsavedRenewals;
}

/** Stores changes, and with them what could not be stored before. */
export function tokenCacheWriter(
  open: () => Promise<ProtectedStore>,
  renewals?: UnsavedRenewals,
): CacheWriter {
  return new CacheWriter(async (change, signal) => {
    const store = await open();
    await store.withLock(
      async () => {
        const { text, damaged } = await loadCache(store);
        if (damaged) await store.discardDamaged();
        await store.save(change(renewals?.over(text) ?? text));
        renewals?.clear();
      },
      { signal },
    );
  });
}

/**
 * A cache in a store. Under the store's lock, what this process added, changed and removed is applied to what is
 * stored now; the lock is not held while tokens are fetched, nor for reading.
 * The plug-in throws EngineError `Storage.*`, `Cancelled.ByUser`.
 */
export function storedTokenCache(
  open: () => Promise<ProtectedStore>,
  { signal, writer, renewals }: StoredTokenCacheOptions,
): ICachePlugin {
  // MSAL makes a new context for each call, but the cache in it is the client's own.
  const loaded = new WeakMap<TokenCacheContext['tokenCache'], string>();
  return {
    async beforeCacheAccess({ tokenCache }): Promise<void> {
      const { text } = await loadCache(await open());
      tokenCache.deserialize(renewals?.over(text) ?? text);
      // As MSAL itself writes it: only what it changes from here on is a change.
      loaded.set(tokenCache, tokenCache.serialize());
    },
    async afterCacheAccess({ tokenCache, cacheHasChanged }): Promise<void> {
      if (!cacheHasChanged) return;
      const base = loaded.get(tokenCache) ?? '{}';
      const ours = tokenCache.serialize();
      loaded.set(tokenCache, ours);
      if (ours === base) return;
      try {
        await writer.save((stored) => applyChanges(base, ours, stored, renewals !== undefined), signal);
      } catch (error) {
        if (renewals === undefined || !isStorageError(error)) throw error;
        renewals.add(base, ours, error);
      }
    },
  };
}

function isStorageError(error: unknown): error is EngineError {
  return error instanceof EngineError && error.id.startsWith('Storage.');
}

/** A cache as text: MSAL's JSON. */
export interface TokenText {
  /** @throws EngineError `Storage.Read` */
  read(): Promise<string>;
  /**
   * While `change` runs nobody else changes it.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  edit(change: (text: string) => string | Promise<string>, signal: AbortSignal): Promise<void>;
}

/** The text of a cache in a store, changed under its lock. */
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

/** The stored cache as JSON; an empty one where there is none, or where it cannot be read. */
async function loadCache(store: ProtectedStore): Promise<{ text: string; damaged: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const text = (await store.load())?.replace(/^\uFEFF/, '') ?? '';
    const { value, damaged } = parseJson(text);
    if (!damaged) return { text: value === undefined ? '{}' : text, damaged };
    if (attempt === readAttempts) return { text: '{}', damaged };
    await delay(readPauseMs);
  }
}

/**
 * The stored cache with the changes that lead from `base` to `ours`; all three are JSON. New tokens bring the account
 * along that they are of; a renewal leaves them out where that account is gone.
 */
export function applyChanges(base: string, ours: string, stored: string, isRenewal = false): string {
  const before = JSON.parse(base) as CacheJson;
  const after = JSON.parse(ours) as CacheJson;
  const result = JSON.parse(stored) as CacheJson;
  const known = accountIds(result);
  const gone = new Set(isRenewal ? [...accountIds(before)].filter((id) => !known.has(id)) : []);
  const renewed = new Set<string>();
  for (const section of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const target = { ...result[section] };
    for (const key of Object.keys(before[section] ?? {})) {
      if (after[section]?.[key] === undefined) Reflect.deleteProperty(target, key);
    }
    for (const [key, value] of Object.entries(after[section] ?? {})) {
      if (JSON.stringify(before[section]?.[key]) === JSON.stringify(value) || gone.has(accountIdOf(value)))
        continue;
      target[key] = value;
      renewed.add(accountIdOf(value));
    }
    result[section] = target;
  }
  for (const [key, account] of Object.entries(after.Account ?? {})) {
    if (renewed.has(accountIdOf(account))) result.Account = { [key]: account, ...result.Account };
  }
  return JSON.stringify(result);
}

function accountIds(cache: CacheJson): Set<string> {
  return new Set(Object.values(cache.Account ?? {}).map(accountIdOf));
}

/** Whose an entry is; empty for those of applications. */
function accountIdOf(entry: unknown): string {
  const id = (entry as { readonly home_account_id?: unknown } | null)?.home_account_id;
  return typeof id === 'string' ? id : '';
}

/** A cache in memory, which can be taken out and put back. */
export class MemoryTokenCache implements ICachePlugin, TokenText {
  #text: string | undefined;
  readonly #onChanged: () => void;

  constructor(text: string | undefined, onChanged: () => void) {
    this.#text = text;
    this.#onChanged = onChanged;
  }

  beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    if (this.#text !== undefined) context.tokenCache.deserialize(this.#text);
    return Promise.resolve();
  }

  afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (context.cacheHasChanged) {
      this.#text = context.tokenCache.serialize();
      this.#onChanged();
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
    this.#text = next;
    this.#onChanged();
  }

  toState(): string | undefined {
    return this.#text;
  }
}
