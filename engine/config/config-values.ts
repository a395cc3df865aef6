// Values of the configuration: read leniently where others wrote them, checked strictly where they are set.
import { EngineError } from '../protocol/engine-error.ts';
import { variablesOf, type ConfigKey, type ConfigVariable } from './keys.ts';

export type ConfigValue = boolean | string | number;

/**
 * A stored value; undefined where it is none of this key. Files are edited by hand, environment variables are text,
 * and Az.Accounts stores one of several accepted words as its number.
 */
export function readValue(key: ConfigKey, raw: unknown): ConfigValue | undefined {
  if (key.type === 'bool') {
    if (typeof raw === 'boolean') return raw;
    const text = typeof raw === 'string' ? raw.trim().toLowerCase() : '';
    return text === 'true' || text === 'false' ? text === 'true' : undefined;
  }
  if (key.type === 'int') {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
    return typeof value === 'number' && Number.isInteger(value) && value >= (key.min ?? 0)
      ? value
      : undefined;
  }
  if (key.accepted === undefined) return typeof raw === 'string' ? raw : undefined;
  const text = String(raw).trim().toLowerCase();
  return key.accepted.find((accepted, index) => accepted.toLowerCase() === text || String(index) === text);
}

/** What the environment says of a key. Ours goes before that of Az.Accounts; an empty one says nothing. */
export function readVariables(
  key: ConfigKey,
  variable: (name: string) => string | undefined,
): ConfigValue | undefined {
  for (const candidate of variablesOf(key)) {
    const raw = variable(candidate.name);
    const value = raw === undefined || raw === '' ? undefined : readVariable(key, candidate, raw);
    if (value !== undefined) return value;
  }
  return undefined;
}

function readVariable(key: ConfigKey, { meaning }: ConfigVariable, raw: string): ConfigValue | undefined {
  // "Disabled" is what the survey's variable was set to before it was a truth value.
  if (meaning === 'offOnly') return /^(?:false|disabled)$/i.test(raw) ? false : undefined;
  const value = readValue(key, raw);
  return meaning === 'inverted' && typeof value === 'boolean' ? !value : value;
}

/**
 * A value that is to be set.
 * @throws EngineError `InvalidArgument.Value`, naming the values that are accepted
 */
export function checkValue(key: ConfigKey, value: unknown): ConfigValue {
  const read = readValue(key, value);
  if (read !== undefined) return read;
  throw new EngineError('InvalidArgument.Value', {
    facts: { parameter: key.key, value: String(value), reason: '', accepted: acceptedBy(key) },
    target: String(value),
  });
}

/** The values that a key accepts, in words. */
export function acceptedBy(key: ConfigKey): string {
  if (key.accepted !== undefined) return key.accepted.join(', ');
  if (key.type === 'bool') return '$true, $false';
  return key.type === 'int' ? `a whole number from ${String(key.min ?? 0)}` : 'text';
}
