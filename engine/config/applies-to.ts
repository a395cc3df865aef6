// What a configuration value applies to: all of Az, one module, or one cmdlet. The forms are Az.Accounts'.
import { EngineError } from '../errors/engine-error.ts';
import type { ConfigKey, AppliesToKind } from './config-key.ts';

/** All of Az: the default. */
export const appliesToAll = 'Az';

/** The module that our cmdlets replace; its values apply to our cmdlets too. */
const ownModule = 'Az.Accounts';

const kindDescriptions: Record<AppliesToKind, string> = {
  Az: 'Az',
  module: 'the name of a module (Az.KeyVault)',
  cmdlet: 'the name of a cmdlet (Get-AzKeyVault)',
};

/** Returns the kind of thing that a text names, or undefined for none. */
export function kindOf(text: string): AppliesToKind | undefined {
  if (/^az$/i.test(text)) return 'Az';
  if (/^az\.[a-z]+$/i.test(text)) return 'module';
  return /^[a-z]+-[a-z\d]+$/i.test(text) ? 'cmdlet' : undefined;
}

/**
 * Returns a valid -AppliesTo value.
 * @throws EngineError `InvalidArgument.Value`
 */
export function checkAppliesTo(text: string): string {
  if (kindOf(text) !== undefined) return kindOf(text) === 'Az' ? appliesToAll : text;
  throw refusal(text, '', Object.keys(kindDescriptions) as AppliesToKind[]);
}

/**
 * Checks that a key accepts this -AppliesTo value.
 * @throws EngineError `InvalidArgument.Value`
 */
export function checkCanApply(key: ConfigKey, appliesTo: string): void {
  const kinds = key.appliesTo ?? ['Az'];
  if (kinds.some((kind) => kind === kindOf(appliesTo))) return;
  throw refusal(appliesTo, `${key.key} cannot apply to it.`, kinds);
}

/** Returns the places to search for a value of our cmdlets, most specific first. */
export function placesFor(cmdlet: string | undefined): string[] {
  return [...(cmdlet === undefined ? [] : [cmdlet]), ownModule, appliesToAll];
}

function refusal(value: string, reason: string, kinds: readonly AppliesToKind[]): EngineError {
  const accepted = kinds.map((kind) => kindDescriptions[kind]).join(', or ');
  return new EngineError('InvalidArgument.Value', {
    facts: { parameter: 'AppliesTo', value, reason, accepted },
    target: value,
  });
}
