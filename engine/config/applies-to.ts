// What a value of the configuration is for: all of Az, one module, or one cmdlet. The forms are those of Az.Accounts.
import { EngineError } from '../errors/engine-error.ts';
import type { ConfigKey, AppliesToKind } from './config-key.ts';

/** All of Az: where a value goes when nothing else is said. */
export const appliesToAll = 'Az';

/** The module whose cmdlets ours stand in for: what is set for it holds for ours. */
const ownModule = 'Az.Accounts';

const kindDescriptions: Record<AppliesToKind, string> = {
  Az: 'Az',
  module: 'the name of a module (Az.KeyVault)',
  cmdlet: 'the name of a cmdlet (Get-AzKeyVault)',
};

/** Which kind of thing a text names; undefined where it names none. */
export function kindOf(text: string): AppliesToKind | undefined {
  if (/^az$/i.test(text)) return 'Az';
  if (/^az\.[a-z]+$/i.test(text)) return 'module';
  return /^[a-z]+-[a-z\d]+$/i.test(text) ? 'cmdlet' : undefined;
}

/**
 * A checked -AppliesTo.
 * @throws EngineError `InvalidArgument.Value`
 */
export function checkAppliesTo(text: string): string {
  if (kindOf(text) !== undefined) return kindOf(text) === 'Az' ? appliesToAll : text;
  throw refusal(text, '', Object.keys(kindDescriptions) as AppliesToKind[]);
}

/**
 * Checks that a value of a key can be for this.
 * @throws EngineError `InvalidArgument.Value`
 */
export function checkCanApply(key: ConfigKey, appliesTo: string): void {
  const kinds = key.appliesTo ?? ['Az'];
  if (kinds.some((kind) => kind === kindOf(appliesTo))) return;
  throw refusal(appliesTo, `${key.key} cannot apply to it.`, kinds);
}

/** Where a value for a cmdlet of ours is looked for: the most specific place first. */
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
