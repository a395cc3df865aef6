// One secret in the Secret Service (specifications.freedesktop.org/secret-service): GNOME Keyring, KWallet,
// KeePassXC. We speak D-Bus directly because the item must have the schema and the attributes that libsecret writes
// for MSAL.NET; keytar uses a schema of its own. The session is "plain": the socket belongs to this user, like the
// keyring.
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { DBusConnection, DBusError } from './dbus/dbus-connection.ts';
import type { DBusCall, DBusValue } from './dbus/dbus-message.ts';
import { beforeAbort } from '../../waiting/before-abort.ts';

/** How an item is found, and its label. */
export interface SecretItem {
  readonly label: string;
  /** The value that libsecret stores as the attribute `xdg:schema`. */
  readonly schema: string;
  /** An item matches only if all of these match. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** There is no keyring, or it cannot be used without prompting the user. The message is a clause. */
export class KeyringUnavailableError extends Error {
  /** It did not answer in time, but may exist. */
  readonly isLate: boolean;
  /** It is locked and contains the requested item. */
  readonly hidesItem: boolean;

  constructor(reason: string, { cause, isLate = false, hidesItem = false }: UnavailableDetails = {}) {
    super(reason, { cause });
    this.name = 'KeyringUnavailableError';
    this.isLate = isLate;
    this.hidesItem = hidesItem;
  }

  get isLocked(): boolean {
    return this.message === lockedReason;
  }
}

interface UnavailableDetails {
  readonly cause?: unknown;
  readonly isLate?: boolean;
  readonly hidesItem?: boolean;
}

const lockedReason = 'the keyring is locked';

/** A keyring that prompts or does not answer must not block a sign-in. */
const deadlineMs = 3000;
const bus = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
const noObject = '/';

/** One item in the default keyring. Each call connects, works and ends within `deadlineMs`. */
export class SecretServiceItem {
  readonly #variables: EnvironmentVariables;
  readonly #item: SecretItem;

  constructor(variables: EnvironmentVariables, item: SecretItem) {
    this.#variables = variables;
    this.#item = item;
  }

  /**
   * Checks that there is a default keyring and that it is unlocked.
   * @throws KeyringUnavailableError
   */
  probe(): Promise<void> {
    return this.#inSession(async (session) => {
      try {
        await session.defaultCollection();
      } catch (error) {
        if (!unavailable(error, false).isLocked) throw error;
        const [, locked] = await session.search(this.#item.attributes);
        throw new KeyringUnavailableError(lockedReason, { cause: error, hidesItem: locked.length > 0 });
      }
    });
  }

  /** @throws KeyringUnavailableError */
  load(): Promise<string | undefined> {
    return this.#inSession(async (session) => {
      const [path] = await session.find(this.#item.attributes);
      return path === undefined ? undefined : session.read(path);
    });
  }

  /** @throws KeyringUnavailableError */
  save(secret: string): Promise<void> {
    return this.#inSession(async (session) => {
      await session.write(this.#item, secret);
    });
  }

  /** @throws KeyringUnavailableError */
  remove(): Promise<void> {
    return this.#inSession(async (session) => {
      for (const path of await session.find(this.#item.attributes)) await session.remove(path);
    });
  }

  async #inSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
    }, deadlineMs);
    let lease: Lease | undefined;
    try {
      lease = await leaseConnection(this.#variables, deadline.signal);
      const session = new Session(lease.connection);
      try {
        return await beforeAbort(work(session), deadline.signal);
      } finally {
        session.close();
      }
    } catch (error) {
      if (deadline.signal.aborted) lease?.retire();
      throw unavailable(error, deadline.signal.aborted);
    } finally {
      clearTimeout(timer);
      lease?.release();
    }
  }
}

/** A shared connection with a count of its users. */
class Lease {
  readonly connection: DBusConnection;
  #uses = 0;
  #isRetired = false;

  constructor(connection: DBusConnection) {
    this.connection = connection;
  }

  get isUsable(): boolean {
    return !this.#isRetired && this.connection.isOpen;
  }

  use(): this {
    this.#uses++;
    return this;
  }

  /** Prevents new uses; current uses may finish. */
  retire(): void {
    this.#isRetired = true;
  }

  release(): void {
    this.#uses--;
    if (this.#isRetired && this.#uses === 0) this.connection.close();
  }
}

/**
 * One open connection for each bus. It is kept open because GNOME Keyring 42 crashes after a few thousand clients
 * have connected and left, and is locked when it restarts.
 */
const leases = new Map<string, Lease>();

async function leaseConnection(variables: EnvironmentVariables, signal: AbortSignal): Promise<Lease> {
  const key = `${variables.DBUS_SESSION_BUS_ADDRESS ?? ''}|${variables.XDG_RUNTIME_DIR ?? ''}`;
  const open = (): Lease | undefined => {
    const lease = leases.get(key);
    return lease?.isUsable === true ? lease : undefined;
  };
  const found = open();
  if (found !== undefined) return found.use();
  const connection = await DBusConnection.open(variables, signal);
  // Another call may have connected meanwhile.
  const other = open();
  if (other !== undefined) {
    connection.close();
    return other.use();
  }
  const lease = new Lease(connection);
  leases.set(key, lease);
  return lease.use();
}

/**
 * A session with the service, for one use only, so that a restarted keyring is found again. Calls that do not depend
 * on each other are sent without waiting.
 */
class Session {
  readonly #connection: DBusConnection;
  readonly #path: Promise<string>;

  constructor(connection: DBusConnection) {
    this.#connection = connection;
    this.#path = this.#call(servicePath, 'Service.OpenSession', 'sv', [
      'plain',
      { signature: 's', value: '' },
    ]).then(([, path]) => path as string);
    this.#path.catch(() => undefined);
  }

  /** Closes the session without waiting for the answer. */
  close(): void {
    this.#path.then((path) => this.#tell(path, 'Session.Close')).catch(() => undefined);
  }

  /** Returns the path of the default keyring, unlocked. */
  async defaultCollection(): Promise<string> {
    const [path] = await this.#call(servicePath, 'Service.ReadAlias', 's', ['default']);
    if (path === undefined || path === noObject)
      throw new KeyringUnavailableError('there is no default keyring');
    await this.#open([path as string]);
    return path as string;
  }

  /** Returns the paths of the unlocked and of the locked items with these attributes. */
  async search(
    attributes: Readonly<Record<string, string>>,
  ): Promise<readonly [unlocked: string[], locked: string[]]> {
    const found = await this.#call(servicePath, 'Service.SearchItems', 'a{ss}', [Object.entries(attributes)]);
    return found as [string[], string[]];
  }

  /** Returns the paths of the items with these attributes, unlocked. */
  async find(attributes: Readonly<Record<string, string>>): Promise<string[]> {
    const [unlocked, locked] = await this.search(attributes);
    if (unlocked.length === 0 && locked.length > 0) await this.#open(locked);
    return unlocked.length === 0 ? locked : unlocked;
  }

  async read(item: string): Promise<string> {
    const session = await this.#path;
    const [secret] = await this.#call(item, 'Item.GetSecret', 'o', [session]);
    const [, , bytes] = secret as [string, Buffer, Buffer, string];
    return bytes.toString('utf8');
  }

  async write({ label, schema, attributes }: SecretItem, secret: string): Promise<void> {
    const [session, collection] = await Promise.all([this.#path, this.defaultCollection()]);
    const properties: DBusValue = [
      ['org.freedesktop.Secret.Item.Label', { signature: 's', value: label }],
      [
        'org.freedesktop.Secret.Item.Attributes',
        { signature: 'a{ss}', value: [['xdg:schema', schema], ...Object.entries(attributes)] },
      ],
    ];
    const value: DBusValue = [session, Buffer.alloc(0), Buffer.from(secret), 'text/plain'];
    const [, prompt] = await this.#call(collection, 'Collection.CreateItem', 'a{sv}(oayays)b', [
      properties,
      value,
      true,
    ]);
    this.#requireNoPrompt(prompt);
  }

  async remove(item: string): Promise<void> {
    const [prompt] = await this.#call(item, 'Item.Delete');
    this.#requireNoPrompt(prompt);
  }

  /** Unlocks what can be unlocked without a password prompt. */
  async #open(paths: readonly string[]): Promise<void> {
    const [, prompt] = await this.#call(servicePath, 'Service.Unlock', 'ao', [paths]);
    this.#requireNoPrompt(prompt);
  }

  /** A prompt is a window that asks for the keyring's password. There may be no one to see it, so we do not open it. */
  #requireNoPrompt(prompt: DBusValue | undefined): void {
    if (prompt === undefined || prompt === noObject) return;
    // Otherwise the keyring keeps the prompt until we disconnect, perhaps for a long time.
    this.#tell(prompt as string, 'Prompt.Dismiss').catch(() => undefined);
    throw new KeyringUnavailableError(lockedReason);
  }

  /** Calls a method given as interface and member, such as `Item.Delete`. */
  #call(
    path: string,
    method: string,
    signature?: string,
    body?: readonly DBusValue[],
  ): Promise<readonly DBusValue[]> {
    return this.#connection.call({
      ...address(path, method),
      ...(signature === undefined ? {} : { signature }),
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Calls a method that is meaningless for a restarted keyring, so none is started for it. */
  #tell(path: string, method: string): Promise<unknown> {
    return this.#connection.call({ ...address(path, method), isForRunning: true });
  }
}

function address(
  path: string,
  method: string,
): Pick<DBusCall, 'destination' | 'path' | 'interface' | 'member'> {
  const [owner = '', member = ''] = method.split('.');
  return { destination: bus, path, interface: `org.freedesktop.Secret.${owner}`, member };
}

function unavailable(error: unknown, isLate: boolean): KeyringUnavailableError {
  if (error instanceof KeyringUnavailableError) return error;
  const seconds = String(deadlineMs / 1000);
  if (isLate)
    return new KeyringUnavailableError(`the keyring did not answer within ${seconds} seconds`, {
      cause: error,
      isLate: true,
    });
  if (error instanceof DBusError) {
    const isMissing = /\.(?:ServiceUnknown|NameHasNoOwner|Spawn\.\w+|UnknownObject|UnknownMethod)$/.test(
      error.errorName,
    );
    const isLocked = error.errorName.endsWith('.IsLocked');
    const reason = isMissing ? 'no keyring runs in this session' : isLocked ? lockedReason : undefined;
    return new KeyringUnavailableError(reason ?? `the keyring answered ${error.message}`, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ENOENT', 'ECONNREFUSED', 'EACCES'].includes(code)) {
    return new KeyringUnavailableError('the session bus cannot be reached, so there is no keyring', {
      cause: error,
    });
  }
  return new KeyringUnavailableError(error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
