// Values of the configuration: read leniently where others wrote them, checked strictly where they are set.
import { EngineError } from '../errors/engine-error.ts';
import { variablesOf } from './keys.ts';
import type { ConfigKey, ConfigVariable } from './config-key.ts';

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
    const { min, max } = rangeOf(key);
    return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : undefined;
  }
  if (key.type === 'proxy') return typeof raw === 'string' && isProxy(raw.trim()) ? raw.trim() : undefined;
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
 * A value that is to be set; `place` tells where it stands, for one that comes from a file.
 * @throws EngineError `InvalidArgument.Value`, naming the values that are accepted
 */
export function checkValue(key: ConfigKey, value: unknown, place = ''): ConfigValue {
  const read = readValue(key, value);
  if (read !== undefined) return read;
  const shown = String(shownValue(key, String(value)));
  throw new EngineError('InvalidArgument.Value', {
    facts: { parameter: key.key, value: shown, reason: place, accepted: acceptedBy(key) },
    target: shown,
  });
}

/** The values that a key accepts, in words. */
export function acceptedBy(key: ConfigKey): string {
  if (key.accepted !== undefined) return key.accepted.join(', ');
  if (key.type === 'bool') return '$true, $false';
  if (key.type === 'proxy') return 'http://host:port, host:port, or nothing for no proxy';
  if (key.type === 'file') return words[key.content ?? 'certificates'];
  if (key.type !== 'int') return 'text';
  const from = `a whole number from ${String(key.min ?? 0)}`;
  return key.max === undefined ? from : `${from} to ${String(key.max)}`;
}

/** The least and the greatest number that a key accepts. */
export function rangeOf(key: ConfigKey): { readonly min: number; readonly max: number } {
  return { min: key.min ?? 0, max: key.max ?? 2147483647 };
}

/** A value as it may be shown: the name and password of a proxy are not for other eyes. */
export function shownValue(key: ConfigKey, value: ConfigValue): ConfigValue {
  return key.type === 'proxy' ? hideCredentials(String(value)) : value;
}

/** Whether the address of a proxy holds a name or password. */
export function hasCredentials(proxy: string): boolean {
  return hideCredentials(proxy) !== proxy;
}

function hideCredentials(proxy: string): string {
  return proxy.replace(/^([a-z\d+.-]+:\/\/)?.*@/i, '$1***@');
}

/** The address of a proxy as a URL. */
export function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}

const words = {
  certificates: 'the path of a PEM file with one or more certificates',
  runtime: 'the path of the program node, of Node.js 20 or later',
};

/** A host with or without `http://` before it, and nothing after its port; or nothing at all. */
function isProxy(text: string): boolean {
  if (text === '') return true;
  const address = withScheme(text);
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search } = new URL(address);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '';
}
