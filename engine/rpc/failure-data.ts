import { debugAdvice } from '../errors/catalogue/entry.ts';
import type { ErrorData } from '../errors/error-data.ts';
import type { EngineError } from '../errors/engine-error.ts';
import { redact } from '../text/redact.ts';
import type { Invocation } from './invocation.ts';

/**
 * A call's failure as it goes out. The stack of a fault goes with it; -Debug shows that of any failure but a stop.
 * `invocation` is undefined if the call failed before there was one.
 */
export async function toFailureData(
  failure: EngineError,
  invocation: Invocation | undefined,
): Promise<ErrorData> {
  const data = withoutSecrets(invocation?.describe(failure) ?? failure.toData());
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

/** What others threw may quote anything: our own messages do not. */
function withoutSecrets(data: ErrorData): ErrorData {
  const { causes, message } = data;
  return {
    ...data,
    ...(causes === undefined ? {} : { causes: causes.map(redact) }),
    ...(data.id === 'Engine.Unexpected' ? { message: redact(message) } : {}),
  };
}
