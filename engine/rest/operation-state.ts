// What an answer says of a long-running operation (Azure REST API guidelines, "Long-running operations"; the
// resource provider contract, "Asynchronous API").
import type { HttpResponse } from '../http/types.ts';
import { jsonRecord } from '../protocol/shapes.ts';

/** Where the state of an operation is asked for: a header of the answer that began it, or the resource itself. */
export type StatusSource = 'Azure-AsyncOperation' | 'Operation-Location' | 'Location' | 'OriginalUri';

export interface OperationState {
  readonly kind: 'underway' | 'succeeded' | 'failed';
  /** In the service's own words; empty where it says none. */
  readonly name: string;
  /** 0 to 100, where the service tells. */
  readonly percent: number | undefined;
}

interface StatusBody {
  readonly status?: unknown;
  readonly percentComplete?: unknown;
  readonly properties?: { readonly provisioningState?: unknown } | null;
}

/** What the answer of a status address says; HTTP errors are for the caller. */
export function operationState(response: HttpResponse, source: StatusSource): OperationState {
  const body = bodyOf(response);
  const provisioning = textOf(body.properties?.provisioningState);
  const status = textOf(body.status);
  const percent = typeof body.percentComplete === 'number' ? body.percentComplete : undefined;
  const state = (kind: OperationState['kind'], name: string): OperationState => ({ kind, name, percent });
  if (source === 'Azure-AsyncOperation' || source === 'Operation-Location') {
    const name = status === '' ? provisioning : status;
    // An address that tells no state has nothing more to say than that it answered.
    if (name === '') return state(response.status === 202 ? 'underway' : 'succeeded', name);
    return state(kindOf(name), name);
  }
  // A resource may have a status of its own, which says nothing of the operation, unless it is plainly one.
  const name = provisioning === '' && isOperationStatus(status) ? status : provisioning;
  if (source === 'Location' && response.status === 202) return state('underway', name);
  return state(name === '' ? 'succeeded' : kindOf(name), name);
}

/** Whether an answer to a request of this method begins an operation that goes on. */
export function beginsOperation(response: HttpResponse, method: string): boolean {
  const { status, headers } = response;
  if (status === 202) return true;
  const isChange = method === 'PUT' || method === 'PATCH' || status === 201;
  if ((status !== 200 && status !== 201) || !isChange) return false;
  if (headers['azure-asyncoperation'] !== undefined || headers['operation-location'] !== undefined)
    return true;
  return operationState(response, 'OriginalUri').kind === 'underway';
}

/** Why an operation failed, as its body says; the state alone where it says nothing. */
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
