// The stores for the tokens and secrets of one home folder: protected on disk, or in the memory of one PowerShell
// process.
import { dirname } from 'node:path';
import type { TokenPlace } from './token-place.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import type { EngineError } from '../../errors/engine-error.ts';
import { identityServiceFolder, type AzureHome } from '../files/azure-home.ts';
import { AzAccountsKeystore } from './az-accounts-keystore.ts';
import { CacheWriter } from './cache-writer.ts';
import type { OnDamaged } from '../files/json-file.ts';
import type { ProtectedStore, StoreBacking } from '../encrypted/protected-store.ts';
import {
  secretStoreName,
  storedSecrets,
  MemorySecrets,
  type Secrets,
  type SecretStore,
} from './secret-store.ts';
import {
  cacheEdit,
  MemoryTokenCache,
  storedTokenCache,
  storedTokenText,
  tokenCacheName,
  UnsavedRenewals,
  type TokenCache,
  type TokenText,
} from './token-cache.ts';
import type { TokenBatch } from './token-batch.ts';
import type { TokenEntries } from './token-changes.ts';
import type { TokenOwner } from './token-entries.ts';
import type { ProtectedStoreKind } from '../encrypted/stored-text.ts';

/** The tokens and secrets that the process keeps in memory. */
export interface HomeStoresState {
  readonly tokens?: string;
  readonly secrets?: Secrets;
}

/** The parts of a home folder's stores that all calls of one process share. */
export class HomeStoresMemory {
  readonly tokens: MemoryTokenCache;
  readonly secrets: MemorySecrets;
  readonly #stores = new Map<string, SharedStore>();

  /** `onChanged` is called when the tokens or secrets in memory have changed. */
  constructor(state: HomeStoresState, onChanged: () => void) {
    this.tokens = new MemoryTokenCache(state.tokens, onChanged);
    this.secrets = new MemorySecrets(state.secrets ?? {}, onChanged);
  }

  toState(): HomeStoresState {
    const tokens = this.tokens.toState();
    return { ...(tokens === undefined ? {} : { tokens }), secrets: this.secrets.toState() };
  }

  /**
   * Returns the shared parts of one store. `place` differs for calls whose variables lead to another folder or
   * keyring.
   */
  store(place: string): SharedStore {
    const known = this.#stores.get(place);
    if (known !== undefined) return known;
    const made = { backing: {}, writer: new CacheWriter<TokenEntries>(), renewals: new UnsavedRenewals() };
    this.#stores.set(place, made);
    return made;
  }
}

interface SharedStore {
  readonly backing: StoreBacking;
  readonly writer: CacheWriter<TokenEntries>;
  readonly renewals: UnsavedRenewals;
}

export interface HomeStoresOptions {
  readonly home: AzureHome;
  readonly memory: HomeStoresMemory;
  readonly variables: EnvironmentVariables;
  /** Returns the place of the setting that refuses plain files, or undefined if none does. */
  readonly plaintextRefusedIn: () => Promise<string | undefined>;
  readonly warn: (message: string) => void;
  readonly onDamaged: OnDamaged;
}

/** The stores of a home folder, for one call. */
export class HomeStores {
  /** Az.Accounts' secrets in the same home folder. */
  readonly keystore: AzAccountsKeystore;
  readonly #options: HomeStoresOptions;
  readonly #opened = new Map<string, Promise<ProtectedStore>>();

  constructor(options: HomeStoresOptions) {
    this.keystore = new AzAccountsKeystore(options.home);
    this.#options = options;
  }

  /**
   * Returns MSAL's cache. Pass an owner when getting tokens for an account that is signed in, and a batch if
   * tokens are stored later: see `StoredTokenCacheOptions`.
   */
  tokenCache(
    place: TokenPlace,
    signal: AbortSignal,
    {
      owner,
      batch,
    }: { readonly owner?: TokenOwner | undefined; readonly batch?: TokenBatch | undefined } = {},
  ): TokenCache {
    if (place === 'process') return this.#options.memory.tokens;
    const { writer, renewals } = this.#shared(tokenCacheName);
    const open = (): Promise<ProtectedStore> => this.#store(tokenCacheName);
    return storedTokenCache(open, {
      signal,
      writer,
      edit: cacheEdit(open, renewals),
      batch,
      ...(owner === undefined ? {} : { owner, renewals, onUnsaved: this.#unsavedWarning(renewals) }),
    });
  }

  /** Returns the same cache as text. */
  tokenText(place: TokenPlace): TokenText {
    return place === 'process'
      ? this.#options.memory.tokens
      : storedTokenText(() => this.#store(tokenCacheName));
  }

  secrets(place: TokenPlace): SecretStore {
    return place === 'process'
      ? this.#options.memory.secrets
      : storedSecrets(() => this.#store(secretStoreName));
  }

  /**
   * Returns why tokens or secrets in the keyring cannot be read, as a clause, or undefined if there are none.
   * @throws EngineError `Storage.Plaintext`
   */
  async hiddenReason(place: TokenPlace): Promise<string | undefined> {
    if (place === 'process') return undefined;
    const stores = await Promise.all([this.#store(tokenCacheName), this.#store(secretStoreName)]);
    return stores.map((store) => store.hiddenReason).find((reason) => reason !== undefined);
  }

  /**
   * Returns why the tokens (of a person) or secrets (of an application) that were not found may be in a keyring, as a
   * clause, or undefined if they cannot be.
   * @throws EngineError `Storage.Plaintext`
   */
  async missingReason(place: TokenPlace, what: 'tokens' | 'secrets'): Promise<string | undefined> {
    if (place === 'process') return undefined;
    const store = await this.#store(what === 'tokens' ? tokenCacheName : secretStoreName);
    return (await this.hiddenReason(place)) ?? store.missingReason();
  }

  /**
   * Warns after a sign-out if tokens or secrets are left in a keyring that cannot be reached. `hadTokens` says whether
   * the signed-out accounts had stored tokens.
   */
  async warnIfHidden(place: TokenPlace, hadTokens: boolean): Promise<void> {
    const hidden = await this.hiddenReason(place);
    const reason = hidden ?? (hadTokens ? await this.missingReason(place, 'tokens') : undefined);
    if (reason === undefined) return;
    const what = hidden === undefined ? 'Tokens and secrets that may be' : 'The tokens and secrets';
    this.#options.warn(
      `${what} in the keyring could not be removed: ${reason}. Once it is open, run Clear-AzContext, which removes those of every account.`,
    );
  }

  /**
   * Returns how tokens are stored on this system, the cache as text, and, if the store is a plain file, the reason
   * for that.
   * @throws EngineError `Storage.Plaintext`, `Storage.Read`
   */
  async inspectTokens(): Promise<{
    readonly kind: ProtectedStoreKind;
    readonly plaintextReason: string | undefined;
    readonly text: string | undefined;
  }> {
    // Read-only inspection must not create the file or print the plaintext warning.
    const { backing } = this.#shared(tokenCacheName);
    const store = await this.#open(tokenCacheName, () => undefined, { ...backing });
    const text = await store.load();
    return { kind: store.kind, plaintextReason: store.plaintextReason, text };
  }

  #unsavedWarning(renewals: UnsavedRenewals): (error: EngineError) => void {
    return ({ message, action }) => {
      if (renewals.hasWarned) return;
      renewals.hasWarned = true;
      this.#options.warn(
        `Renewed tokens cannot be saved, so each PowerShell has to renew them again. ${message} ${action}`,
      );
    };
  }

  #store(name: string): Promise<ProtectedStore> {
    let store = this.#opened.get(name);
    if (store === undefined) {
      store = this.#open(name, (reason, path) => {
        // The file of secrets is in the same folder and made later; one warning is enough.
        if (name !== tokenCacheName) return;
        this.#options.warn(
          `Tokens and secrets are kept in files that only you can read, but not encrypted, in '${dirname(path)}': ${reason}. To refuse such files: Update-AzConfig -DisablePlaintextTokenCache $true.`,
        );
      });
      store.catch(() => this.#opened.delete(name));
      this.#opened.set(name, store);
    }
    return store;
  }

  async #open(
    name: string,
    onPlaintext: (reason: string, path: string) => void,
    backing = this.#shared(name).backing,
  ): Promise<ProtectedStore> {
    const { home, variables, plaintextRefusedIn, onDamaged } = this.#options;
    const options = { home, variables, onDamaged, plaintextRefusedIn, onPlaintext };
    const { openProtectedStore } = await import('../encrypted/protected-store.ts');
    return openProtectedStore(name, options, backing);
  }

  /** A store's folder and keyring depend on these variables. */
  #shared(name: string): SharedStore {
    const { home, variables, memory } = this.#options;
    const { DBUS_SESSION_BUS_ADDRESS: bus = '', XDG_RUNTIME_DIR: runtime = '' } = variables;
    return memory.store(JSON.stringify([name, identityServiceFolder(home, variables), bus, runtime]));
  }
}
