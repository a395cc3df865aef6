// Contexts that come back in: a user pipes or passes what Get-AzContext gave.
import { EngineError } from '../protocol/engine-error.ts';
import type { Services } from '../services.ts';
import type { ListedContext } from './context-store.ts';
import { outputTypes } from './context-output.ts';
import { sameText } from './model.ts';

/**
 * The name of a context object.
 * @throws EngineError `InvalidArgument.Value` when the object is no context
 */
export function nameOfContextObject(object: Readonly<Record<string, unknown>>): string {
  const context = object.$type === outputTypes.profile ? (object.Context as typeof object | null) : object;
  if (context?.$type === outputTypes.context && typeof context.Name === 'string') return context.Name;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: typeof object.$type === 'string' ? object.$type : 'object',
      parameter: 'DefaultProfile',
      reason: 'It is no context.',
      accepted: 'what Get-AzContext gives',
    },
  });
}

/**
 * The context to work in: the one given, else the current one.
 * @throws EngineError `NotSignedIn.None`, `NotFound.Context`, `InvalidArgument.Value`
 */
export async function resolveContext(
  services: Services,
  object: Readonly<Record<string, unknown>> | undefined,
): Promise<ListedContext> {
  if (object === undefined) return services.contexts.requireCurrent();
  const name = nameOfContextObject(object);
  const found = (await services.contexts.view()).contexts.find((candidate) => sameText(candidate.name, name));
  if (found === undefined)
    throw new EngineError('NotFound.Context', { facts: { context: name }, target: name });
  return found;
}
