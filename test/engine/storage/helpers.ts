// What the storage tests share: temporary folders, child processes, and a real keyring.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, type Ended } from '../../support/child-process.ts';
import { openKeyring } from '../../support/keyring-session.ts';

export const never = new AbortController().signal;

/** Runs the work in a temporary folder and deletes the folder afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asserts a file's permissions. Does nothing on Windows, where access is inherited from the folder. */
export async function assertMode(path: string, mode: number): Promise<void> {
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, mode, path);
}

/** Starts one of the programs in `programs/` in a Node.js with the same options as this one (the TypeScript loader). */
export function startProgram(
  name: string,
  parameters: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  const path = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  return spawn(process.execPath, [...process.execArgv, path, ...parameters], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Runs a program in its own D-Bus session, with an open GNOME Keyring whose files are in `home`, or without a
 * keyring. HOME is `home`.
 */
export function inSession(
  home: string,
  name: string,
  parameters: readonly string[],
  keyring: 'open' | 'none',
): Promise<Ended> {
  const path = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const unlock = keyring === 'open' ? `${openKeyring}; ` : '';
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home };
  for (const variable of ['XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY']) {
    Reflect.deleteProperty(env, variable);
  }
  const child = spawn(
    'dbus-run-session',
    ['--', 'sh', '-c', `${unlock}exec "$0" --import=tsx "$@"`, process.execPath, path, ...parameters],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return ended(child);
}
