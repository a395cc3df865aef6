// A D-Bus session with an open GNOME Keyring, for programs that are started one by one.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DBusConnection } from '../../engine/storage/encrypted/dbus/dbus-connection.ts';
import type { DBusValue } from '../../engine/storage/encrypted/dbus/dbus-message.ts';

export interface KeyringSession {
  /** The value for DBUS_SESSION_BUS_ADDRESS. */
  readonly busAddress: string;
  /** Locks the keyring: afterwards it asks for its password, which nobody enters. */
  lock(): void;
  /** Makes a keyring without a password the default, so that it is open after a restart of the service. */
  useKeyringWithoutPassword(): Promise<void>;
  /**
   * Kills the keyring's process. The next call makes the bus start another one, in which keyrings with a password are
   * locked.
   */
  kill(): void;
  /** Stops the keyring's process (SIGSTOP), so that calls wait for it. */
  freeze(): void;
  /** Kills the keyring's process, and starts another one with an open keyring. */
  restart(): void;
  stop(): Promise<void>;
}

/**
 * A shell command that opens a keyring in a session. It waits until the keyring owns its bus name: an earlier call
 * would make the bus start another keyring, which is locked.
 */
export const openKeyring =
  'printf fake-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ' +
  'until dbus-send --print-reply=literal --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner ' +
  'string:org.freedesktop.secrets | grep -q true; do sleep 0.02; done';

/** Starts a session. The keyring's files are below `home`. */
export async function startKeyringSession(home: string): Promise<KeyringSession> {
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home };
  for (const variable of ['XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY'])
    Reflect.deleteProperty(env, variable);
  const script = `${openKeyring}; echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat`;
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env,
    // dbus-daemon warns about limits that a container may not raise.
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [busAddress] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const run = (program: string, ...parameters: string[]): string => {
    const options = { env: { ...env, DBUS_SESSION_BUS_ADDRESS: busAddress }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(program, parameters, options);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const send = (destination: string, ...message: string[]): string =>
    run('dbus-send', '--print-reply=literal', `--dest=${destination}`, ...message);
  const signal = (name: NodeJS.Signals): void => {
    const asked = 'org.freedesktop.DBus.GetConnectionUnixProcessID';
    const said = send('org.freedesktop.DBus', '/', asked, 'string:org.freedesktop.secrets');
    process.kill(Number(/uint32 (\d+)/.exec(said)?.[1]), name);
  };
  const service = '/org/freedesktop/secrets';
  return {
    busAddress,
    lock() {
      const login = `array:objpath:${service}/collection/login`;
      send('org.freedesktop.secrets', service, 'org.freedesktop.Secret.Service.Lock', login);
    },
    useKeyringWithoutPassword: () => makeKeyringWithoutPassword(busAddress),
    kill() {
      signal('SIGKILL');
    },
    freeze() {
      signal('SIGSTOP');
    },
    restart() {
      signal('SIGKILL');
      run('sh', '-c', openKeyring);
    },
    async stop() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}

/** GNOME Keyring's own method to create a keyring without a prompt. */
const makerInterface = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface';

async function makeKeyringWithoutPassword(busAddress: string): Promise<void> {
  const variables = { DBUS_SESSION_BUS_ADDRESS: busAddress };
  const bus = await DBusConnection.open(variables, new AbortController().signal);
  const call = (
    owner: string,
    member: string,
    signature: string,
    body: readonly DBusValue[],
  ): Promise<readonly DBusValue[]> =>
    bus.call({
      destination: 'org.freedesktop.secrets',
      path: '/org/freedesktop/secrets',
      interface: owner,
      member,
      signature,
      body,
    });
  const secretService = 'org.freedesktop.Secret.Service';
  const noInput: DBusValue = { signature: 's', value: '' };
  const [, session = ''] = await call(secretService, 'OpenSession', 'sv', ['plain', noInput]);
  const label: DBusValue = ['org.freedesktop.Secret.Collection.Label', { signature: 's', value: 'open' }];
  const noPassword: DBusValue = [session, Buffer.alloc(0), Buffer.alloc(0), 'text/plain'];
  const body = [[label], noPassword];
  const [made = ''] = await call(makerInterface, 'CreateWithMasterPassword', 'a{sv}(oayays)', body);
  await call(secretService, 'SetAlias', 'so', ['default', made]);
  bus.close();
}
