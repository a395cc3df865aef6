// Finds contexts by objects that users pipe or pass, such as those from Get-AzContext.
import { EngineError, toEngineError } from '../errors/engine-error.ts';
import type { Services } from '../session/services.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';

type Shown = Readonly<Record<string, unknown>>;

/**
 * Returns the name of a context object.
 * @throws EngineError `InvalidArgument.Value` if the object is not a context
 */
export function nameOfContextObject(object: Shown, parameter = 'InputObject'): string {
  const { Name: name } = shownContext(object, parameter);
  return textOf(name);
}

/**
 * Returns the context that an object shows: the one with its name, or one with the same account, tenant, subscription
 * and environment, if it was renamed after the object was created. Do not use it for commands that remove a context.
 * @throws EngineError `NotSignedIn.Context` for -DefaultProfile, `NotFound.Context` for other parameters;
 * `InvalidArgument.Value` if the object is not a context
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
  // Scripts that pass a context to Start-Job look for the login phrase.
  const id = parameter === 'DefaultProfile' ? 'NotSignedIn.Context' : 'NotFound.Context';
  throw new EngineError(id, { facts: { context: name }, target: name });
}

/**
 * Returns the context to use: the given one, otherwise the current one.
 * @throws EngineError `NotSignedIn.None`, `NotSignedIn.Context`, `InvalidArgument.Value`
 */
export async function resolveContext(services: Services, object: Shown | undefined): Promise<ListedContext> {
  return object === undefined
    ? services.contexts.requireCurrent()
    : contextOfObject(services, object, 'DefaultProfile');
}

/**
 * Runs work that Az.Accounts does before the first record (BeginProcessing) or while it binds parameters. An error
 * there is terminating, so scripts catch it without -ErrorAction Stop; -ErrorAction SilentlyContinue still silences
 * it. Everything that a cmdlet throws later (ProcessRecord) is a non-terminating error, in Az.Accounts
 * (AzurePSCmdlet.cs in azure-powershell-common) and here.
 */
export async function terminatingOnError<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toEngineError(error).asTerminating();
  }
}

/** Returns the shown context; for a profile, its current context. */
function shownContext(object: Shown, parameter: string): Shown {
  const shown = object.$type === outputTypes.profile ? (object.Context as Shown | null) : object;
  if (shown?.$type === outputTypes.context) return shown;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      value: typeof object.$type === 'string' ? object.$type : 'object',
      parameter,
      reason: 'It is not a context.',
      accepted: 'what Get-AzContext gives',
    },
  }).asBinderFault();
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
