import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EnvironmentVariables } from '../protocol/methods.ts';

export interface AzureHome {
  /** Absolute path of the folder that holds contexts and configuration. Made (0700) when it is first written to. */
  readonly folder: string;
  /** False where AZ_LOGINTS_HOME moved it: tokens and keyring entries move with it. */
  readonly isDefault: boolean;
}

/** The folder of this user's sign-ins: `~/.Azure`, shared with Az.Accounts, or what AZ_LOGINTS_HOME says, from the user's folder on. */
export function azureHome(environment: EnvironmentVariables): AzureHome {
  const user = environment.USERPROFILE ?? environment.HOME ?? homedir();
  const moved = environment.AZ_LOGINTS_HOME;
  if (moved !== undefined && moved !== '') return { folder: resolve(user, moved), isDefault: false };
  return { folder: join(user, '.Azure'), isDefault: true };
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
  const user = environment.HOME ?? homedir();
  switch (process.platform) {
    case 'win32':
      return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(user, 'Library', 'Application Support');
    default: {
      const data = environment.XDG_DATA_HOME ?? '';
      return data.startsWith('/') ? data : join(user, '.local', 'share');
    }
  }
}
