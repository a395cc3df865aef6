// This system lacks something that the command needs.
import { entry, type CatalogueEntry } from './entry.ts';

export const platformErrors = {
  'Platform.NoBrowser': entry(
    'NotInstalled',
    'System.PlatformNotSupportedException',
    'No browser can be opened here: {reason}.',
    'Run Connect-AzAccount -UseDeviceAuthentication.',
  ),
} as const satisfies Record<`Platform.${string}`, CatalogueEntry>;
