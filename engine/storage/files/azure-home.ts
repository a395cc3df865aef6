import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { EngineError } from '../../errors/engine-error.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';

export interface AzureHome {
  /** Absolute path of the folder that holds contexts and configuration. Made (0700) when it is first written to. */
  readonly folder: string;
  /** False where AZ_LOGINTS_HOME moved it: tokens and keyring entries move with it. */
  readonly isDefault: boolean;
}

/**
 * The folder of this user's sign-ins: `~/.Azure`, shared with Az.Accounts, or what AZ_LOGINTS_HOME says.
 * @throws EngineError `InvalidArgument.Home` for a path that is not absolute
 */
export function azureHome(environment: EnvironmentVariables): AzureHome {
  const moved = environment.AZ_LOGINTS_HOME ?? '';
  const usual = userFolder(environment);
  if (moved === '') return { folder: join(usual, '.Azure'), isDefault: true };
  // What a relative one means would change with the folder in which a PowerShell happened to start; so would secrets.
  if (!isAbsolute(moved)) {
    const facts = { value: moved, example: join(usual, 'customers', 'fabrikam') };
    throw new EngineError('InvalidArgument.Home', { facts, target: moved });
  }
  return { folder: resolve(moved), isDefault: false };
}

/** Environment.SpecialFolder.UserProfile, as .NET resolves it: where Az.Accounts' folder is. */
function userFolder(environment: EnvironmentVariables): string {
  const named = (process.platform === 'win32' ? environment.USERPROFILE : environment.HOME) ?? '';
  if (isAbsolute(named)) return named;
  try {
    return userInfo().homedir;
  } catch {
    // A container may run under a number that is no user's.
    return '/';
  }
}

/**
 * The folder of Azure.Identity's token caches: `.IdentityService` in what .NET calls LocalApplicationData. With
 * AZ_LOGINTS_HOME it lies in that folder.
 */
export function identityServiceFolder(home: AzureHome, environment: EnvironmentVariables): string {
  return join(home.isDefault ? localApplicationData(environment) : home.folder, '.IdentityService');
}

/** Environment.SpecialFolder.LocalApplicationData, as .NET 8 and later resolve it. */
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
