// A D-Bus session with an open GNOME Keyring, for programs that are started one by one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface KeyringSession {
  /** The value for DBUS_SESSION_BUS_ADDRESS. */
  readonly busAddress: string;
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
  return {
    busAddress,
    async stop() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
    },
  };
}
