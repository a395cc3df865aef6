// Opens a protected store and runs steps on it; prints the results as JSON: <folder or empty> <steps as JSON>.
import '../../../support/record-raised-errors.ts';
import { azureHome } from '../../../../engine/storage/files/azure-home.ts';
import { DBusConnection } from '../../../../engine/storage/encrypted/dbus/dbus-connection.ts';
import { openProtectedStore } from '../../../../engine/storage/encrypted/protected-store.ts';

interface Step {
  readonly name: string;
  readonly save?: string;
  /** How often the text to save is repeated. */
  readonly times?: number;
  readonly remove?: boolean;
  readonly refuse?: boolean;
  /** Stops the keyring's process (SIGSTOP) once the store is open. */
  readonly freeze?: boolean;
}

const [folder = '', steps = '[]'] = process.argv.slice(2);
const variables = { ...process.env, AZ_LOGINTS_HOME: folder };
const results: unknown[] = [];
let frozen = 0;

async function keyringProcess(): Promise<number> {
  const bus = await DBusConnection.open(variables, new AbortController().signal);
  const [pid] = await bus.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'GetConnectionUnixProcessID',
    signature: 's',
    body: ['org.freedesktop.secrets'],
  });
  bus.close();
  return Number(pid);
}

for (const step of JSON.parse(steps) as Step[]) {
  const reasons: string[] = [];
  try {
    const store = await openProtectedStore(step.name, {
      home: azureHome(variables),
      variables,
      plaintextRefusedIn: () => Promise.resolve(step.refuse === true ? '$env:SOMEWHERE' : undefined),
      onPlaintext: (reason, path) => reasons.push(reason, path),
    });
    if (step.freeze === true) process.kill((frozen = await keyringProcess()), 'SIGSTOP');
    const { save, times = 1 } = step;
    if (save !== undefined) {
      await store.withLock(() => store.save(save.repeat(times)), { signal: new AbortController().signal });
    }
    if (step.remove === true) await store.remove();
    results.push({ kind: store.kind, text: (await store.load()) ?? null, reasons });
  } catch (error) {
    results.push({
      error: (error as { id?: string }).id ?? String(error),
      message: (error as Error).message,
    });
  }
}
if (frozen !== 0) process.kill(frozen, 'SIGKILL');
process.stdout.write(`${JSON.stringify(results)}\n`);
