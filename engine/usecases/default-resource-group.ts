// The default resource group of a context. Other Az modules use it for commands that name no group.
import type { Services } from '../session/services.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import type { ContextScope } from '../contexts/model.ts';

/** Az.Accounts' name for it in a context's extended properties (Resources.resx, DefaultResourceGroupKey). */
const propertyName = 'Default Resource Group';

/** Returns its name, or undefined if none is set. */
export function defaultResourceGroup({ context }: ListedContext): string | undefined {
  return context.ExtendedProperties?.[propertyName] || undefined;
}

/**
 * Sets it in the context, or removes it. Without a scope, the default scope of this process applies; a context whose
 * sign-in is only in memory is never stored.
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
