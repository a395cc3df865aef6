// The command was stopped.
import { entry, type CatalogueEntry } from './entry.ts';

export const cancelledErrors = {
  'Cancelled.ByUser': entry(
    'OperationStopped',
    'System.OperationCanceledException',
    'The command was stopped.',
    'Run it again when you are ready.',
  ),
} as const satisfies Record<`Cancelled.${string}`, CatalogueEntry>;
