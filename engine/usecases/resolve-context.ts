// Contexts that come back in: a user pipes or passes what Get-AzContext gave.
import { EngineError, toEngineError } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';

type Shown = Readonly<Record<string, unknown>>;

/**
 * The name of a context object.
 * @throws EngineError `InvalidArgument.Value` when the object is no context
 */
export function nameOfContextObject(object: Shown, parameter = 'InputObject'): string {
  const { Name: name } = shownContext(object, parameter);
  return textOf(name);
}

/**
 * The context to go on in that an object shows: the one of its name, or else one of the same account, tenant,
 * subscription and environment, for an object that is older than the name. Not for what removes a context.
 * @throws EngineError `NotFound.Context`; `InvalidArgument.Value` when the object is no context
 */
export async function contextOfObject(
  services: Services,
  object: Shown,
  parameter: string,
): Promise<ListedContext> {
  const shown = shownContext(object, parameter);
  const { contexts } = await services.contexts.view();
  const name = textOf(shown.Name);
  const found =
    contexts.find((candidate) => sameText(candidate.name, name)) ??
    contexts.find((candidate) => isShownBy(candidate, shown));
  if (found !== undefined) return found;
  throw new EngineError('NotFound.Context', { facts: { context: name }, target: name });
}

/**
 * The context to work in: the one given, else the current one.
 * @throws EngineError `NotSignedIn.None`, `NotFound.Context`, `InvalidArgument.Value`
 */
export async function resolveContext(services: Services, object: Shown | undefined): Promise<ListedContext> {
  return object === undefined
    ? services.contexts.requireCurrent()
    : contextOfObject(services, object, 'DefaultProfile');
}

/**
 * What Az.Accounts finds out before the first record, or while it binds parameters: its failure ends the statement,
 * and scripts catch it without -ErrorAction Stop. Where one says -ErrorAction SilentlyContinue it means it.
 */
export async function terminatingOnError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toEngineError(error).asTerminating();
  }
}

/** A context, or the one that a profile works in. */
function shownContext(object: Shown, parameter: string): Shown {
  const shown = object.$type === outputTypes.profile ? (object.Context as Shown | null) : object;
  if (shown?.$type === outputTypes.context) return shown;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: typeof object.$type === 'string' ? object.$type : 'object',
      parameter,
      reason: 'It is no context.',
      accepted: 'what Get-AzContext gives',
    },
  });
}

function isShownBy({ context }: ListedContext, shown: Shown): boolean {
  return (
    sameText(context.Account.Id, memberOf(shown.Account, 'Id')) &&
    sameText(context.Account.Type, memberOf(shown.Account, 'Type')) &&
    sameText(context.Tenant?.Id, memberOf(shown.Tenant, 'Id')) &&
    sameText(context.Subscription?.Id, memberOf(shown.Subscription, 'Id')) &&
    sameText(context.Environment.Name, memberOf(shown.Environment, 'Name'))
  );
}

function memberOf(object: unknown, name: string): string {
  return typeof object === 'object' && object !== null
    ? textOf((object as Record<string, unknown>)[name])
    : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
