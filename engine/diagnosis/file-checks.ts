// Checks the folders of contexts, configuration and tokens, and their permissions.
import { argument } from '../text/command-line.ts';
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseEntries } from '../storage/tokens/token-entries.ts';
import { counted } from '../text/counted.ts';
import { failed, ok, warning, type Check, type Found } from './finding.ts';

/** With less free space than this, a growing file may not fit. */
const leastFreeBytes = 16 * 1024 * 1024;

export const filesCheck: Check = {
  name: 'Files',
  run: async ({ services }) => {
    const { folder, files } = services.places;
    const existing = await nearestExisting(folder);
    try {
      await access(existing, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      return failed(
        `'${existing}' cannot be written to. Sign-ins cannot be kept.`,
        'Give this user the right to write there, set AZ_LOGINTS_HOME to another folder, or sign in with -Scope Process.',
      );
    }
    const { bavail, bsize } = await statfs(existing);
    if (bavail * bsize < leastFreeBytes) {
      return failed(
        `The disk of '${existing}' is full.`,
        'Free some space, or set AZ_LOGINTS_HOME to another disk.',
      );
    }
    const { contexts } = await services.contexts.view();
    for (const path of [folder, ...files]) {
      const problem = await problemOf(path);
      if (problem !== undefined) return problem;
    }
    return ok(`'${folder}' can be read and written: ${counted(contexts.length, 'context')}.`);
  },
};

export const configCheck: Check = {
  name: 'Configuration',
  run: async ({ services }) => {
    const [problem] = await services.config.problems();
    if (problem !== undefined) return warning(problem.text, problem.remedy);
    return ok('All values can be used.');
  },
};

export const tokenStoreCheck: Check = {
  name: 'Token store',
  run: async ({ services }) => {
    const { kind, plaintextReason, text } = await services.stores.inspectTokens();
    const count = text === undefined ? 0 : parseEntries(text)?.homeAccountIds.length;
    if (count === undefined) {
      return failed('The token cache cannot be read.', 'Run Clear-AzContext, then sign in again.');
    }
    if (kind === 'plain-file') {
      return warning(
        `Tokens are in a file that only this user can read, not encrypted: ${plaintextReason ?? ''}.`,
        'Start a keyring (Secret Service) in this session. Update-AzConfig -DisablePlaintextTokenCache $true refuses such a file.',
      );
    }
    const names = { dpapi: 'DPAPI', keychain: 'the Keychain', 'secret-service': 'the Secret Service' };
    return ok(`Tokens are encrypted by ${names[kind]}; accounts in it: ${String(count)}.`);
  },
};

async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) return path;
    return nearestExisting(parent);
  }
}

/** Returns a warning if a file belongs to another user or others can read it. */
async function problemOf(path: string): Promise<Found | undefined> {
  const user = process.getuid?.();
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || user === undefined) return undefined;
  if (found.uid !== user && user !== 0) {
    return warning(
      `'${path}' belongs to another user.`,
      `Run: sudo chown -R "$(id -u)" ${argument(path)}. The usual reason is a sign-in with sudo.`,
    );
  }
  if (found.isFile() && (found.mode & 0o077) !== 0) {
    return warning(`'${path}' can be read by other users.`, `Run: chmod 600 ${argument(path)}.`);
  }
  return undefined;
}
