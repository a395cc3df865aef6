// One text, encrypted by the operating system: DPAPI, Keychain or Secret Service. Without any of these it is kept in
// a file that only the user can read; the user is warned before that file is made, and a setting can refuse it.
// Places and formats are those of Azure.Identity, so that programs that use it (Az.Accounts among them) share our
// sign-ins; found by running Azure.Identity 1.21 and in the source of Microsoft.Identity.Client.Extensions.Msal.
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../errors/engine-error.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { identityServiceFolder, type AzureHome } from '../files/azure-home.ts';
import { withFileLock, type LockOptions } from '../files/file-lock.ts';
import { setAside, type OnDamaged } from '../files/json-file.ts';
import { withCacheLock } from '../files/msal-lockfile.ts';
import { dpapiText, keychainText } from './native-stores.ts';
import { plainFileText } from './plain-file-store.ts';
import { KeyringUnavailableError, SecretServiceItem, type SecretItem } from './secret-service.ts';
import type { ProtectedStoreKind, StoredText } from './stored-text.ts';

export interface ProtectedStore extends StoredText {
  /**
   * Runs work while no one else changes this store, in this process or another. MSAL's own programs respect the lock
   * of the token cache too.
   * @throws EngineError `Storage.Locked`, `Cancelled.ByUser`
   */
  withLock<T>(work: () => Promise<T>, options: LockOptions): Promise<T>;
  /** If the store is a plain file, the reason, worded as a clause. */
  readonly plaintextReason: string | undefined;
  /**
   * Why an existing text in the keyring cannot be read (a clause); undefined if there is none. Until then the store
   * uses another text.
   */
  readonly hiddenReason: string | undefined;
  /**
   * Why a text of this store is out of reach (a clause): it is in a keyring that is locked, or in one that this session
   * does not have. Undefined otherwise.
   */
  missingReason(): Promise<string | undefined>;
  /** The same object for all stores that share a backing: see `StoreBacking`. */
  readonly backing: object;
  /** Removes content that cannot be read. A file is renamed, and `onDamaged` gets its new name. */
  discardDamaged(): Promise<void>;
}

/** How a store keeps its text. Found out once and shared by all calls of a process. */
export interface StoreBacking {
  current?: StoredText;
  plaintextReason?: string;
  /** Whether to try the keyring again at the next call: it exists and may be unlocked by then. */
  mayComeBack?: boolean;
  /** Whether the keyring contains a text other than the one in use. */
  isHidden?: boolean;
  /** Whether a keyring that cannot be reached contains one if the file is empty: see `markInKeyring`. */
  mayBeHidden?: boolean;
}

export interface ProtectedStoreOptions {
  readonly home: AzureHome;
  readonly variables: EnvironmentVariables;
  /**
   * Returns the place of the setting that refuses plain files, or undefined if none does. Called only if there is no
   * encrypted store.
   */
  readonly plaintextRefusedIn: () => Promise<string | undefined>;
  /**
   * Called before a plain file is made, with the reason (a clause) and the path. Not called if the file already
   * exists: the user was warned when it was made.
   */
  readonly onPlaintext: (reason: string, path: string) => void;
  readonly onDamaged?: OnDamaged;
}

/** Azure.Identity's name for its entries in Keychain and Secret Service. */
const identityService = 'Microsoft.Developer.IdentityService';
/** Azure.Identity's schema. On Linux its caches with and without continuous access evaluation share one item. */
const identitySchema = 'msal.cache';
const ownService = 'Az.LoginTs';
/**
 * Attempts on a keyring that worked before and now does not answer in time or has ended. The machine may be busy, or
 * the keyring may be restarting.
 */
const attempts = 2;

/**
 * Opens the store with the given name. The kind of store is found out once for each backing, and again while a
 * keyring is locked or gone. If the keyring is later locked or gone, the plain file replaces it in the same way. A
 * keyring that is only slow is not replaced: other processes still use it and would not find tokens that we keep
 * elsewhere.
 * @throws EngineError `Storage.Plaintext` if there is no encrypted store and a plain file is refused
 */
export async function openProtectedStore(
  name: string,
  options: ProtectedStoreOptions,
  backing: StoreBacking = {},
): Promise<ProtectedStore> {
  const store = new EncryptedOrPlainStore(name, options, backing);
  if (backing.current === undefined || backing.mayComeBack === true) await store.open();
  return store;
}

/**
 * Returns the attributes that identify an entry in the keyring. No two homes share an entry, and only the default
 * home shares those of Azure.Identity.
 */
export function keyringItem(name: string, home: AzureHome): SecretItem {
  if (home.isDefault && isIdentityCache(name)) {
    return {
      label: name,
      schema: identitySchema,
      attributes: { MsalClientID: identityService, [identityService]: '1.0.0.0' },
    };
  }
  const folder = home.isDefault ? 'default' : home.folder;
  return {
    label: `${ownService} ${name}`,
    schema: ownService,
    attributes: { [ownService]: name, 'Az.LoginTs.Home': folder },
  };
}

function isIdentityCache(name: string): boolean {
  return name === identitySchema || name.startsWith(`${identitySchema}.`);
}

class EncryptedOrPlainStore implements ProtectedStore {
  readonly backing: StoreBacking;
  readonly #name: string;
  readonly #path: string;
  readonly #options: ProtectedStoreOptions;

  constructor(name: string, options: ProtectedStoreOptions, backing: StoreBacking) {
    this.#name = name;
    this.#path = join(identityServiceFolder(options.home, options.variables), name);
    this.#options = options;
    this.backing = backing;
  }

  get kind(): ProtectedStoreKind {
    return this.#current.kind;
  }

  get plaintextReason(): string | undefined {
    return this.backing.plaintextReason;
  }

  get hiddenReason(): string | undefined {
    return this.backing.isHidden === true ? this.plaintextReason : undefined;
  }

  async missingReason(): Promise<string | undefined> {
    const { isHidden = false, mayBeHidden = false, plaintextReason } = this.backing;
    if (isHidden) return plaintextReason;
    return mayBeHidden && (await isInKeyring(this.#path)) ? plaintextReason : undefined;
  }

  get #current(): StoredText {
    return this.backing.current ?? plainFileText(this.#path);
  }

  async open(): Promise<void> {
    await this.#openAnew().catch((error: unknown) => this.#fallBack(error));
  }

  async #openAnew(): Promise<void> {
    this.backing.current = await this.#openEncrypted();
    delete this.backing.plaintextReason;
    this.backing.mayComeBack = this.backing.isHidden = this.backing.mayBeHidden = false;
  }

  load(): Promise<string | undefined> {
    return this.#try('Storage.Read', (text) => text.load());
  }

  save(text: string): Promise<void> {
    return this.#try('Storage.Write', (stored) => stored.save(text));
  }

  remove(): Promise<void> {
    return this.#try('Storage.Write', (text) => text.remove());
  }

  withLock<T>(work: () => Promise<T>, options: LockOptions): Promise<T> {
    // No other program has a store of the other names, and MSAL's lock takes longer: flock(1) is started for it.
    return isIdentityCache(this.#name)
      ? withCacheLock(this.#path, work, options)
      : withFileLock(`${this.#path}.lock`, work, options);
  }

  async discardDamaged(): Promise<void> {
    const { kind } = this.#current;
    if (kind === 'plain-file' || kind === 'dpapi') await setAside(this.#path, this.#options.onDamaged);
    else await this.#current.remove();
  }

  async #openEncrypted(): Promise<StoredText> {
    const { home, variables } = this.#options;
    const name = this.#name;
    const isShared = home.isDefault && isIdentityCache(name);
    switch (process.platform) {
      case 'win32':
        return dpapiText(this.#path);
      case 'darwin':
        return isShared
          ? keychainText(this.#path, identityService, name)
          : keychainText(this.#path, ownService, home.isDefault ? name : `${name} ${home.folder}`);
      default: {
        const item = new SecretServiceItem(variables, keyringItem(name, home));
        await item.probe();
        return secretServiceText(item, this.#path);
      }
    }
  }

  async #try<T>(
    failure: 'Storage.Read' | 'Storage.Write',
    use: (text: StoredText) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await use(this.#current);
      } catch (error) {
        if (!(error instanceof KeyringUnavailableError)) throw error;
        if (attempt < attempts) await this.#recover(error, failure);
        else if (error.isLate) throw lateError(failure, error);
        else await this.#fallBack(error);
      }
    }
  }

  /** Tries to open the keyring again: the bus restarts one that was killed. */
  async #recover(cause: KeyringUnavailableError, failure: 'Storage.Read' | 'Storage.Write'): Promise<void> {
    if (cause.isLate) return;
    try {
      await this.#openAnew();
    } catch (error) {
      if (error instanceof KeyringUnavailableError && error.isLate) throw lateError(failure, error);
      await this.#fallBack(error);
    }
  }

  async #fallBack(cause: unknown): Promise<void> {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    const place = await this.#options.plaintextRefusedIn();
    if (place !== undefined) throw new EngineError('Storage.Plaintext', { facts: { reason, place }, cause });
    const { backing } = this;
    const isKnown = backing.plaintextReason === reason;
    const keyring = cause instanceof KeyringUnavailableError ? cause : undefined;
    // A keyring that is gone still contains our text.
    backing.isHidden =
      keyring?.hidesItem === true || backing.isHidden === true || backing.current?.kind === 'secret-service';
    backing.mayBeHidden = keyring !== undefined;
    backing.mayComeBack = backing.isHidden || keyring?.isLocked === true;
    backing.current = plainFileText(this.#path);
    backing.plaintextReason = reason;
    if (isKnown) return;
    if (!(await this.#hasContent())) this.#options.onPlaintext(reason, this.#path);
  }

  /** An unreadable file counts as content: the next read reports what is wrong with it. */
  #hasContent(): Promise<boolean> {
    return this.#current.load().then(
      (text) => text !== undefined,
      () => true,
    );
  }
}

function lateError(failure: 'Storage.Read' | 'Storage.Write', cause: KeyringUnavailableError): EngineError {
  const path = 'the keyring';
  const advice = 'Run the command again. If that fails too, restart the keyring, or log in again.';
  return new EngineError(failure, { facts: { path, reason: cause.message, advice }, target: path, cause });
}

/** As MSAL.NET does, the text is stored in base64. */
function secretServiceText(item: SecretServiceItem, path: string): StoredText {
  return {
    kind: 'secret-service',
    async load() {
      const secret = (await item.load()) ?? '';
      return secret === '' ? undefined : Buffer.from(secret, 'base64').toString('utf8');
    },
    async save(text) {
      await item.save(Buffer.from(text, 'utf8').toString('base64'));
      await markInKeyring(path).catch(() => undefined);
    },
    remove: () => item.remove(),
  };
}

/**
 * Changes the time of the file that a store without a keyring would use, so that other programs notice the change. It
 * is made if it does not exist, as MSAL.NET does (FileIOWithRetries.TouchFile); an empty one says that the text is in
 * a keyring.
 */
async function markInKeyring(path: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    const now = new Date();
    await file.utimes(now, now);
  } finally {
    await file.close();
  }
}

async function isInKeyring(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === 0;
}
