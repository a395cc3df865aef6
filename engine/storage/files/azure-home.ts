import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { EngineError } from '../../errors/engine-error.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';

export interface AzureHome {
  /** Absolute path of the folder with contexts and configuration. Made with mode 0700 on the first write. */
  readonly folder: string;
  /** False if AZ_LOGINTS_HOME is set. Then tokens and keyring entries are separate too. */
  readonly isDefault: boolean;
}

/**
 * Returns the folder of this user's sign-ins: AZ_LOGINTS_HOME if it is set, otherwise `~/.Azure`, shared with
 * Az.Accounts.
 * @throws EngineError `InvalidArgument.Home` for a path that is not absolute
 */
export function azureHome(environment: EnvironmentVariables): AzureHome {
  const moved = environment.AZ_LOGINTS_HOME ?? '';
  const usual = userFolder(environment);
  if (moved === '') return { folder: join(usual, '.Azure'), isDefault: true };
  // A relative path would mean another folder, with other secrets, whenever PowerShell starts in another folder.
  if (!isAbsolute(moved)) {
    const facts = { value: moved, example: join(usual, 'customers', 'fabrikam') };
    throw new EngineError('InvalidArgument.Home', { facts, target: moved });
  }
  return { folder: resolve(moved), isDefault: false };
}

/** Returns .NET's Environment.SpecialFolder.UserProfile, where Az.Accounts has its folder. */
function userFolder(environment: EnvironmentVariables): string {
  const named = (process.platform === 'win32' ? environment.USERPROFILE : environment.HOME) ?? '';
  if (isAbsolute(named)) return named;
  try {
    return userInfo().homedir;
  } catch {
    // A container may run under a user id that has no account.
    return '/';
  }
}

/**
 * Returns the folder of Azure.Identity's token caches: `.IdentityService` in .NET's LocalApplicationData, or inside
 * AZ_LOGINTS_HOME if that is set.
 */
export function identityServiceFolder(home: AzureHome, environment: EnvironmentVariables): string {
  return join(home.isDefault ? localApplicationData(environment) : home.folder, '.IdentityService');
}

/** Returns Environment.SpecialFolder.LocalApplicationData as .NET 8 and later resolve it. */
function localApplicationData(environment: EnvironmentVariables): string {
  const user = userFolder(environment);
  switch (process.platform) {
    case 'win32':
      return environment.LOCALAPPDATA ?? join(user, 'AppData', 'Local');
    case 'darwin':
      return join(user, 'Library', 'Application Support');
    default: {
      const data = environment.XDG_DATA_HOME ?? '';
      return data.startsWith('/') ? data : join(user, '.local', 'share');
    }
  }
}
