// A file or an encrypted store cannot be used.
import { entry, type CatalogueEntry, type ErrorCategoryName } from './entry.ts';

const storage = (category: ErrorCategoryName, message: string, action: string): CatalogueEntry =>
  entry(category, 'System.IO.IOException', message, action);

export const storageErrors = {
  'Storage.Locked': storage(
    'ResourceBusy',
    "Another process has held '{path}' for {seconds} seconds.",
    'Wait for the other process to end and try again.',
  ),
  'Storage.UnknownForm': storage(
    'InvalidData',
    "'{path}' has a format that this version of Az.LoginTs does not know: {reason}.",
    'Nothing was changed. Update Az.LoginTs; or move the file away and sign in again.',
  ),
  'Storage.Untrusted': storage('PermissionDenied', "'{path}' is not used: {reason}.", '{advice}'),
  'Storage.Read': storage('ReadError', "'{path}' cannot be read: {reason}.", '{advice}'),
  'Storage.Write': storage(
    'WriteError',
    "'{path}' cannot be written: {reason}.",
    '{advice} What was stored before is unchanged.',
  ),
  'Storage.Plaintext': storage(
    'ResourceUnavailable',
    'This system offers no encrypted store for tokens ({reason}), and DisablePlaintextTokenCache in {place} refuses a plain file.',
    'Start a keyring, or sign in for this process only: Connect-AzAccount -Scope Process.',
  ),
} as const satisfies Record<`Storage.${string}`, CatalogueEntry>;
