// Faults of the machine that have to be ended: of its disk, its keyring, and of other processes.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOwner } from '../../engine/storage/files/lock-owner.ts';
import type { LocalCloud } from '../local-cloud/index.ts';
import { mountDisk, type SmallDisk } from '../support/disk.ts';
import { startKeyringSession, type KeyringSession } from '../support/keyring-session.ts';

export type Variables = Readonly<Record<string, string>>;

/** The cloud and home in which a cell runs. */
export interface Place {
  readonly cloud: LocalCloud;
  readonly home: string;
  /** Signs in the person and the application again, in PowerShells with these variables. */
  readonly signInAgain: (variables: Variables) => Promise<void>;
  /** Gets the person's token for another service in another PowerShell, which renews the stored refresh token. */
  readonly renewTokens: () => Promise<void>;
}

/** A fault that lasts until it is ended. */
export interface LastingFault {
  /** Environment variables of PowerShell during the fault. */
  readonly variables?: Variables;
  /** Ends the fault; the home is still needed. */
  readonly end: () => Promise<void> | void;
  /** Environment variables of PowerShell after the fault. */
  readonly variablesAfter?: Variables;
  /** Called last, before the home is deleted. */
  readonly cleanUp?: () => Promise<void> | void;
}

export const cacheFile = join('.IdentityService', 'msal.cache.cae');
const lockedFiles = ['AzureRmContext.json', cacheFile];

/** Writes the locks of an owner. Returns the paths. */
export async function writeLocks(home: string, owner: object): Promise<string[]> {
  const paths = lockedFiles.map((file) => join(home, `${file}.lock`));
  for (const path of paths) await writeFile(path, JSON.stringify(owner), { mode: 0o600 });
  return paths;
}

/** The owner of the locks is this process. */
export async function beginRunningLocks({ home }: Place): Promise<LastingFault> {
  const paths = await writeLocks(home, newOwner());
  return {
    end: async () => {
      for (const path of paths) await rm(path, { force: true });
    },
  };
}

export async function beginFullDisk({ home }: Place): Promise<LastingFault> {
  const disk = await moveToDisk(home);
  await disk.fill();
  return {
    end: () => disk.free(),
    cleanUp: () => {
      disk.unmount();
    },
  };
}

export async function beginReadOnlyHome({ home }: Place): Promise<LastingFault> {
  const disk = await moveToDisk(home);
  disk.makeReadOnly();
  return {
    end: () => {
      disk.makeWritable();
    },
    cleanUp: () => {
      disk.unmount();
    },
  };
}

/** Mounts a small disk at the home, with the same files. */
async function moveToDisk(home: string): Promise<SmallDisk> {
  const copy = await mkdtemp(join(tmpdir(), 'faults-copy-'));
  await cp(home, copy, { recursive: true });
  const disk = mountDisk(home);
  if (disk === undefined) throw new Error('This user may not mount a disk.');
  await cp(copy, home, { recursive: true });
  await rm(copy, { recursive: true });
  return disk;
}

/** The sign-ins are in a keyring that is then locked, and opened again at the end. */
export function beginLockedKeyring(place: Place): Promise<LastingFault> {
  return beginInKeyring(place, (keyring) => {
    keyring.lock();
    return {
      variables: { DBUS_SESSION_BUS_ADDRESS: keyring.busAddress },
      end: () => {
        keyring.restart();
      },
    };
  });
}

/** The sign-ins are in a keyring that cannot be reached, as in a session without a bus (SSH, cron). */
export function beginAbsentKeyring(place: Place): Promise<LastingFault> {
  return beginInKeyring(place, () => ({
    variables: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    end: () => undefined,
  }));
}

async function beginInKeyring(
  { signInAgain }: Place,
  begin: (keyring: KeyringSession) => Pick<LastingFault, 'variables' | 'end'>,
): Promise<LastingFault> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-keyring-'));
  const keyring = await startKeyringSession(folder);
  const variables = { DBUS_SESSION_BUS_ADDRESS: keyring.busAddress };
  await signInAgain(variables);
  return {
    ...begin(keyring),
    variablesAfter: variables,
    cleanUp: async () => {
      await keyring.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
