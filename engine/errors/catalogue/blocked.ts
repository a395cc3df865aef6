// A policy or a check of Az.LoginTs forbids it.
import { entry, type CatalogueEntry } from './entry.ts';

const blocked = (message: string, action: string): CatalogueEntry =>
  entry('PermissionDenied', 'System.UnauthorizedAccessException', message, action);

export const blockedErrors = {
  'Blocked.Policy': blocked('A policy of the tenant forbids this sign-in: {description}', '{advice}'),
  'Blocked.DeviceCode': blocked(
    'A policy of the tenant forbids the device code{reference}.',
    'Run Connect-AzAccount -UseBrowserAuthentication and paste the address that the browser ends on.',
  ),
  'Blocked.OtherCloud': blocked(
    "'{host}' describes the environment '{environment}' with {what} of {cloud}. Tokens for {cloud} would go to {receiver}, which does not belong to it.",
    '{advice}',
  ),
} as const satisfies Record<`Blocked.${string}`, CatalogueEntry>;
