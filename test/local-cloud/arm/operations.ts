// Long-running operations, with each of the ways in which resource providers let clients follow them.
import { randomUUID } from 'node:crypto';
import { json, type Exchange, type Handler, type Reply } from '../router.ts';
import type { CloudState } from '../state.ts';
import { ArmError } from './errors.ts';
import { requireSubscription } from './subscriptions.ts';

export type OperationOutcome = 'Succeeded' | 'Failed' | 'Canceled';

/** Where a client polls the state: an address in a header of the first response, or the resource itself. */
export type OperationStyle = 'Azure-AsyncOperation' | 'Operation-Location' | 'Location' | 'provisioningState';

export interface LongOperation {
  readonly id: string;
  readonly outcome: OperationOutcome;
  /** The operation's result, at the address in Location. */
  readonly result: () => object | undefined;
  readonly finish: () => void;
  /** The number of polls that are answered with "in progress" before the operation ends. */
  questionsLeft: number;
}

/** Clients are told to poll again at once, so that tests need not wait. */
export const askAgain = { 'retry-after': '0' };

/** Starts an operation that ends after two polls. */
export function beginOperation(
  cloud: CloudState,
  plan: Pick<LongOperation, 'outcome' | 'result' | 'finish'>,
): LongOperation {
  const operation: LongOperation = { id: randomUUID(), questionsLeft: 2, ...plan };
  cloud.operations.set(operation.id, operation);
  return operation;
}

/** The headers of the response that starts an operation. */
export function operationHeaders(
  cloud: CloudState,
  exchange: Exchange,
  operation: LongOperation,
  styles: readonly OperationStyle[],
): Record<string, string> {
  const at = (room: string): string =>
    `${cloud.armUrl}/subscriptions/${exchange.params['subscription'] ?? ''}/${room}/${operation.id}?api-version=2024-01-01&t=1`;
  const headers: Record<string, string> = { ...askAgain };
  for (const style of styles) {
    if (style === 'provisioningState') continue;
    headers[style] = at(style === 'Location' ? 'operationresults' : 'operationstatuses');
  }
  return headers;
}

/** Counts a poll; true while the operation is in progress. */
export function isUnderway(operation: LongOperation): boolean {
  if (operation.questionsLeft > 0) {
    operation.questionsLeft -= 1;
    return true;
  }
  if (operation.outcome === 'Succeeded') operation.finish();
  return false;
}

/** Azure-AsyncOperation and Operation-Location: always 200, with the state in the body. */
export const getOperationStatus: Handler = async (exchange, cloud) => {
  const operation = await requireOperation(exchange, cloud);
  if (isUnderway(operation)) {
    const percentComplete = 100 - operation.questionsLeft * 40 - 10;
    return json(200, { id: operation.id, status: 'InProgress', percentComplete }, askAgain);
  }
  return json(200, {
    ...{ id: operation.id, status: operation.outcome },
    ...(operation.outcome === 'Succeeded' ? {} : { error: failure }),
  });
};

/** Location: 202 while in progress, then the result, as if it had been requested directly. */
export const getOperationResult: Handler = async (exchange, cloud) => {
  const operation = await requireOperation(exchange, cloud);
  if (isUnderway(operation)) return { ...json(202, ''), body: '', headers: askAgain };
  if (operation.outcome !== 'Succeeded') return json(409, { error: failure });
  const result = operation.result();
  return result === undefined ? noContent : json(200, result);
};

export const noContent: Reply = { status: 204, headers: {}, body: '' };
const failure = { code: 'QuotaExceeded', message: 'The quota of the region is used up.' };

async function requireOperation(exchange: Exchange, cloud: CloudState): Promise<LongOperation> {
  await requireSubscription(exchange, cloud, 'Microsoft.Resources/operations/read');
  const operation = cloud.operations.get(exchange.params['operation'] ?? '');
  if (operation === undefined) throw new ArmError(404, 'OperationNotFound', 'There is no such operation.');
  return operation;
}
