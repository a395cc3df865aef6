import { debugAdvice } from '../errors/catalogue/entry.ts';
import type { ErrorData } from '../errors/error-data.ts';
import type { EngineError } from '../errors/engine-error.ts';
import { isGuid } from '../protocol/shapes.ts';
import { redact } from '../text/redact.ts';
import type { Invocation } from './invocation.ts';

/**
 * Returns a call's error in the form that is sent. An unexpected error includes its stack; with -Debug, every error
 * except a cancellation does. `invocation` is undefined if the call failed before it was created.
 */
export async function toFailureData(
  failure: EngineError,
  invocation: Invocation | undefined,
): Promise<ErrorData> {
  const data = await withTenantMeant(
    withoutSecrets(invocation?.describe(failure) ?? failure.toData()),
    invocation,
  );
  const isFault = failure.catalogueId === 'Engine.Unexpected';
  const showsDebug = invocation?.showsDebug === true;
  if (failure.catalogueId === 'Cancelled.ByUser' || !(isFault || showsDebug)) return data;
  const { engineStack } = await import('../errors/engine-stack.ts');
  const stack = engineStack(failure);
  if (!showsDebug) return { ...data, stack };
  invocation.debug(`Stack of the engine: ${stack}`);
  const action = data.action.replace(debugAdvice, '').trim();
  return { ...data, action, ...(isFault ? { stack } : {}) };
}

/**
 * Adds the known tenant with the closest ID to the error for an unknown tenant. It is done here because every flow
 * sends an ID to the authority unchanged, and no flow knows the tenants of this machine.
 */
async function withTenantMeant(data: ErrorData, invocation: Invocation | undefined): Promise<ErrorData> {
  if (data.id !== 'NotFound.Tenant' || invocation === undefined || !isGuid(data.target ?? '')) return data;
  const { tenantMeant } = await import('../usecases/known-places.ts');
  const meant = await tenantMeant(data.target ?? '', invocation.services);
  return { ...data, action: `${meant} ${data.action}`.trim() };
}

/** Redacts errors from libraries, which may quote secrets. Our own messages do not. */
function withoutSecrets(data: ErrorData): ErrorData {
  const { causes, message } = data;
  return {
    ...data,
    ...(causes === undefined ? {} : { causes: causes.map(redact) }),
    ...(data.id === 'Engine.Unexpected' ? { message: redact(message) } : {}),
  };
}
