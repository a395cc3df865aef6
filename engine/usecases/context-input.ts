// Converts context objects from the pipeline that this process does not know, such as those from Import-Clixml, to
// the stored form (the reverse of context-output.ts).
import { fromEnvironmentOutput } from '../environments/environment-output.ts';
import { EngineError } from '../errors/engine-error.ts';
import { wholeContext } from '../contexts/context-file.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { defaultContextName, type NamedContext } from '../contexts/model.ts';
import { isRecord } from '../protocol/shapes.ts';
import { typeKey } from '../protocol/values.ts';

type Output = Readonly<Record<string, unknown>>;

/**
 * Returns the context of an object; for a profile, its current context.
 * @throws EngineError `InvalidArgument.Value` if the object is neither
 */
export function fromContextOutput(object: Output, parameter: string): NamedContext {
  const isContainer = object.$type === outputTypes.profile || object.$type === outputTypes.context;
  const shown = object.$type === outputTypes.profile ? (object.Context as Output | null) : object;
  const context =
    shown?.$type === outputTypes.context
      ? wholeContext({
          Account: part(shown.Account, ['Id', 'Type', 'TenantMap'], { Credential: null }),
          Tenant: part(shown.Tenant, ['Id', 'Directory'], {}),
          Subscription: part(shown.Subscription, ['Id', 'Name', 'State'], {}),
          Environment: isOutput(shown.Environment) ? fromEnvironmentOutput(shown.Environment) : null,
          VersionProfile: shown.VersionProfile ?? null,
          TokenCache: { CacheData: null },
          ExtendedProperties: textsOf(shown.ExtendedProperties),
        })
      : undefined;
  if (context !== undefined) {
    const name = shown?.Name;
    return { name: typeof name === 'string' && name !== '' ? name : defaultContextName(context), context };
  }
  const refusal = new EngineError('InvalidArgument.Value', {
    facts: {
      parameter,
      value: typeof object.$type === 'string' ? object.$type : 'object',
      reason: 'No account is signed in with it.',
      accepted: 'what Get-AzContext or Connect-AzAccount gives',
    },
  });
  throw isContainer ? refusal : refusal.asBinderFault();
}

function part(shown: unknown, properties: readonly string[], fixed: Output): Output | null {
  if (!isOutput(shown)) return null;
  const taken = properties.map((property): [string, unknown] => [property, shown[property] ?? null]);
  return { ...Object.fromEntries(taken), ...fixed, ExtendedProperties: textsOf(shown.ExtendedProperties) };
}

function textsOf(value: unknown): Record<string, string> {
  if (!isOutput(value)) return {};
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.filter(([key]) => key !== typeKey));
}

function isOutput(value: unknown): value is Output {
  return isRecord(value);
}
