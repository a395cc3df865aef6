// Long-running operations, in each of the ways in which resource providers let them be followed.
import { randomUUID } from 'node:crypto';
import { json, type Exchange, type Handler, type Reply } from '../router.ts';
import type { CloudState } from '../state.ts';
import { ArmError } from './errors.ts';
import { requireSubscription } from './subscriptions.ts';

export type OperationOutcome = 'Succeeded' | 'Failed' | 'Canceled';

/** Where a client asks for the state: a header of the first answer, or the resource itself. */
export type OperationStyle = 'Azure-AsyncOperation' | 'Operation-Location' | 'Location' | 'provisioningState';

export interface LongOperation {
  readonly id: string;
  readonly outcome: OperationOutcome;
  /** What the operation gives, at the address that Location names. */
  readonly result: () => object | undefined;
  readonly finish: () => void;
  /** So many questions are answered with "in progress" before it ends. */
  questionsLeft: number;
}

/** Clients are told to ask again at once, so that tests need not wait. */
export const askAgain = { 'retry-after': '0' };

/** Begins an operation that ends after two questions. */
export function beginOperation(
  cloud: CloudState,
  plan: Pick<LongOperation, 'outcome' | 'result' | 'finish'>,
): LongOperation {
  const operation: LongOperation = { id: randomUUID(), questionsLeft: 2, ...plan };
  cloud.operations.set(operation.id, operation);
  return operation;
}

/** The headers of the answer that begins an operation. */
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

/** Counts a question; true while the operation goes on. */
export function isUnderway(operation: LongOperation): boolean {
  if (operation.questionsLeft > 0) {
    operation.questionsLeft -= 1;
    return true;
  }
  if (operation.outcome === 'Succeeded') operation.finish();
  return false;
}

/** Azure-AsyncOperation and Operation-Location: always 200, the state in the body. */
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

/** Location: 202 while it goes on, then what it gives, as if it had been asked for directly. */
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
