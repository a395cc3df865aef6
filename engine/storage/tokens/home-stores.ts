// Where one home folder keeps tokens and secrets: protected on disk, or in the memory of one PowerShell process.
import type { ICachePlugin } from '@azure/msal-node';
import { dirname } from 'node:path';
import type { TokenPlace } from './token-place.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import type { AzureHome } from '../files/azure-home.ts';
import { AzAccountsKeystore } from './az-accounts-keystore.ts';
import type { CacheWriter } from './cache-writer.ts';
import type { OnDamaged } from '../files/json-file.ts';
import { openProtectedStore, type ProtectedStore } from '../encrypted/protected-store.ts';
import {
  secretStoreName,
  storedSecrets,
  MemorySecrets,
  type Secrets,
  type SecretStore,
} from './secret-store.ts';
import {
  MemoryTokenCache,
  storedTokenCache,
  storedTokenText,
  tokenCacheName,
  tokenCacheWriter,
  UnsavedRenewals,
  type TokenText,
} from './token-cache.ts';
import type { TokenEntries } from './token-changes.ts';
import type { TokenOwner } from './token-entries.ts';
import type { ProtectedStoreKind } from '../encrypted/stored-text.ts';

export interface HomeStoresOptions {
  readonly home: AzureHome;
  readonly variables: () => EnvironmentVariables;
  /** Where a setting refuses plain files; undefined if none does. */
  readonly plaintextRefusedIn: () => Promise<string | undefined>;
  readonly warn: (message: string) => void;
  readonly onDamaged: OnDamaged;
  /** What the process keeps in memory has changed. */
  readonly onChanged: () => void;
}

/** What the process keeps in memory. */
export interface HomeStoresState {
  readonly tokens?: string;
  readonly secrets?: Secrets;
}

export class HomeStores {
  /** What Az.Accounts keeps in the same home folder. */
  readonly keystore: AzAccountsKeystore;
  readonly #options: HomeStoresOptions;
  readonly #processTokens: MemoryTokenCache;
  readonly #processSecrets: MemorySecrets;
  readonly #stores = new Map<string, Promise<ProtectedStore>>();
  readonly #renewals: UnsavedRenewals;
  readonly #writer: CacheWriter<TokenEntries>;
  #hasToldUnsaved = false;

  constructor(options: HomeStoresOptions, state: HomeStoresState) {
    this.keystore = new AzAccountsKeystore(options.home);
    this.#options = options;
    this.#processTokens = new MemoryTokenCache(state.tokens, options.onChanged);
    this.#processSecrets = new MemorySecrets(state.secrets ?? {}, options.onChanged);
    this.#renewals = new UnsavedRenewals((error) => {
      if (this.#hasToldUnsaved) return;
      this.#hasToldUnsaved = true;
      options.warn(
        `Tokens that are renewed cannot be kept, and are renewed in each PowerShell again. ${error.message} ${error.action}`,
      );
    });
    this.#writer = tokenCacheWriter(() => this.#store(tokenCacheName), this.#renewals);
  }

  toState(): HomeStoresState {
    const tokens = this.#processTokens.toState();
    return { ...(tokens === undefined ? {} : { tokens }), secrets: this.#processSecrets.toState() };
  }

  /** MSAL's cache; with an owner where an account that is signed in gets tokens: see `StoredTokenCacheOptions`. */
  tokenCache(place: TokenPlace, signal: AbortSignal, owner?: TokenOwner): ICachePlugin {
    if (place === 'process') return this.#processTokens;
    return storedTokenCache(() => this.#store(tokenCacheName), {
      signal,
      writer: this.#writer,
      ...(owner === undefined ? {} : { owner, renewals: this.#renewals }),
    });
  }

  /** The same cache as text. */
  tokenText(place: TokenPlace): TokenText {
    return place === 'process' ? this.#processTokens : storedTokenText(() => this.#store(tokenCacheName));
  }

  secrets(place: TokenPlace): SecretStore {
    return place === 'process' ? this.#processSecrets : storedSecrets(() => this.#store(secretStoreName));
  }

  /**
   * How stored tokens are kept on this system, and the cache as it is; why it is a plain file, where it is one.
   * @throws EngineError `Storage.Plaintext`, `Storage.Read`
   */
  async inspectTokens(): Promise<{
    readonly kind: ProtectedStoreKind;
    readonly plaintextReason: string | undefined;
    readonly text: string | undefined;
  }> {
    // Whoever looks makes no file: the warning is for the sign-in that does.
    const inUse = this.#stores.get(tokenCacheName);
    const store = await (inUse ?? this.#open(tokenCacheName, () => undefined));
    const text = await store.load();
    return { kind: store.kind, plaintextReason: store.plaintextReason, text };
  }

  #store(name: string): Promise<ProtectedStore> {
    let store = this.#stores.get(name);
    if (store === undefined) {
      store = this.#open(name, (reason, path) => {
        // The file of secrets lies beside it, and is made after it.
        if (name !== tokenCacheName) return;
        this.#options.warn(
          `Tokens and secrets are kept in files that only you can read, but not encrypted, in '${dirname(path)}': ${reason}. To refuse such files: Update-AzConfig -DisablePlaintextTokenCache $true.`,
        );
      });
      store.catch(() => this.#stores.delete(name));
      this.#stores.set(name, store);
    }
    return store;
  }

  #open(name: string, onPlaintext: (reason: string, path: string) => void): Promise<ProtectedStore> {
    const { home, variables, plaintextRefusedIn, onDamaged } = this.#options;
    return openProtectedStore(name, {
      home,
      variables: variables(),
      onDamaged,
      plaintextRefusedIn,
      onPlaintext,
    });
  }
}
