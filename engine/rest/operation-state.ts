// Reads the state of a long-running operation from an answer (Azure REST API guidelines, "Long-running operations";
// the resource provider contract, "Asynchronous API").
import type { HttpResponse } from '../http/types.ts';
import { jsonRecord } from '../protocol/shapes.ts';

/**
 * Where the state of an operation is polled: at the address in a header of the first answer, or at the resource
 * itself.
 */
export type StatusSource = 'Azure-AsyncOperation' | 'Operation-Location' | 'Location' | 'OriginalUri';

export interface OperationState {
  readonly kind: 'underway' | 'succeeded' | 'failed';
  /** The service's own name for the state; empty if it has none. */
  readonly name: string;
  /** 0 to 100, if the service reports it. */
  readonly percent: number | undefined;
}

interface StatusBody {
  readonly status?: unknown;
  readonly percentComplete?: unknown;
  readonly properties?: { readonly provisioningState?: unknown } | null;
}

/** Returns the state in the answer of a status address. The caller handles HTTP errors. */
export function operationState(response: HttpResponse, source: StatusSource): OperationState {
  const body = bodyOf(response);
  const provisioning = textOf(body.properties?.provisioningState);
  const status = textOf(body.status);
  const percent = typeof body.percentComplete === 'number' ? body.percentComplete : undefined;
  const state = (kind: OperationState['kind'], name: string): OperationState => ({ kind, name, percent });
  if (source === 'Azure-AsyncOperation' || source === 'Operation-Location') {
    const name = status === '' ? provisioning : status;
    // Without a state, only the status code counts.
    if (name === '') return state(response.status === 202 ? 'underway' : 'succeeded', name);
    return state(kindOf(name), name);
  }
  // A resource may have a `status` of its own, which is ignored unless it is clearly that of an operation.
  const name = provisioning === '' && isOperationStatus(status) ? status : provisioning;
  if (source === 'Location' && response.status === 202) return state('underway', name);
  return state(name === '' ? 'succeeded' : kindOf(name), name);
}

/** Whether an answer to a request with this method starts an operation that continues. */
export function beginsOperation(response: HttpResponse, method: string): boolean {
  const { status, headers } = response;
  if (status === 202) return true;
  const isChange = method === 'PUT' || method === 'PATCH' || status === 201;
  if ((status !== 200 && status !== 201) || !isChange) return false;
  if (headers['azure-asyncoperation'] !== undefined || headers['operation-location'] !== undefined)
    return true;
  return operationState(response, 'OriginalUri').kind === 'underway';
}

/** Returns the reason for a failed operation from its body. */
export function failureReason(response: HttpResponse): string {
  const body = bodyOf(response) as StatusBody & { error?: unknown; properties?: { error?: unknown } | null };
  const error = (body.error ?? body.properties?.error) as { code?: unknown; message?: unknown } | undefined;
  const reason = [textOf(error?.code), textOf(error?.message)].filter((part) => part !== '').join(': ');
  return reason === '' ? 'the service gives no reason.' : reason;
}

function kindOf(state: string): OperationState['kind'] {
  const lower = state.toLowerCase();
  if (lower === 'succeeded' || lower === 'completed') return 'succeeded';
  return /^(?:failed|cancell?ed)$/.test(lower) ? 'failed' : 'underway';
}

function isOperationStatus(status: string): boolean {
  return /^(?:in ?progress|not ?started|running|accepted|pending|failed|cancell?ed)$/i.test(status);
}

function bodyOf({ body }: HttpResponse): StatusBody {
  return jsonRecord(body);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
