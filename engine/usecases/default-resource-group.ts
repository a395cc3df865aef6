// The default resource group of a context. Other Az modules read it where a command names none.
import type { Services } from '../session/services.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import type { ContextScope } from '../contexts/model.ts';

/** Az.Accounts' name for it among a context's extended properties (Resources.resx, DefaultResourceGroupKey). */
const propertyName = 'Default Resource Group';

/** Its name; undefined where none was chosen. */
export function defaultResourceGroup({ context }: ListedContext): string | undefined {
  return context.ExtendedProperties?.[propertyName] || undefined;
}

/**
 * Keeps it with the context, or forgets it. Without a scope the change goes where changes of this process go; a
 * context whose sign-in is in memory only is never stored.
 * @throws EngineError `Storage.*`
 */
export async function setDefaultResourceGroup(
  services: Services,
  { name, context, tokens }: ListedContext,
  group: string | undefined,
  { scope, signal }: { scope: ContextScope | undefined; signal: AbortSignal },
): Promise<void> {
  const others = Object.entries(context.ExtendedProperties ?? {}).filter(([key]) => key !== propertyName);
  const properties = [...others, ...(group === undefined ? [] : [[propertyName, group] as const])];
  const changed = { name, context: { ...context, ExtendedProperties: Object.fromEntries(properties) } };
  const place = tokens === 'process' ? 'Process' : (scope ?? (await services.autosave.ofProcess()));
  await services.contexts.merge([changed], { scope: place, tokens, signal });
}
