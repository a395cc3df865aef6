// A long-running operation of a service failed, or cannot be followed.
import { entry, type CatalogueEntry } from './entry.ts';

export const operationErrors = {
  'Operation.Failed': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    'The operation that {request} began ended as {state}: {reason}',
    'Correct what the service reports and send the request again. {status} shows the state of the operation.',
  ),
  'Operation.NoAddress': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    'The operation that {request} began is still running, but the answer ({status}) has no header {header} to follow it by.',
    'Do not send the request again. Choose another value for -{parameter} next time, or leave it out; the answer has: {present}.',
  ),
} as const satisfies Record<`Operation.${string}`, CatalogueEntry>;
