// A service refuses requests for now.
import { entry, type CatalogueEntry } from './entry.ts';

export const throttledErrors = {
  'Throttled.Service': entry(
    'LimitsExceeded',
    'System.InvalidOperationException',
    "'{host}' allows no more requests for now, after {attempts} attempts.",
    'Try again in {seconds} seconds.',
    { retriable: true },
  ),
} as const satisfies Record<`Throttled.${string}`, CatalogueEntry>;
