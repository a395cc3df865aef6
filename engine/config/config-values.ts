// Values of the configuration: read leniently where others wrote them, checked strictly where they are set.
import { EngineError } from '../errors/engine-error.ts';
import { certificateFile } from '../http/network-settings.ts';
import { variablesOf } from './keys.ts';
import type { ConfigKey, ConfigVariable } from './config-key.ts';
import { sameText } from '../text/same-text.ts';

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
  const text = asText(raw).trim();
  return key.accepted.find((accepted, index) => sameText(accepted, text) || String(index) === text);
}

/** Any value as text: an object may have a member in place of what makes text of it. */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** What one environment variable says of a key. */
export interface VariableReading {
  readonly name: string;
  readonly raw: string;
  /** Undefined if the key does not accept what the variable holds. */
  readonly value: ConfigValue | undefined;
}

/**
 * The environment variables of a key that are set, the deciding one first: ours go before those of Az.Accounts. An
 * empty one says nothing, and neither does one that can only turn a key off and does not.
 */
export function readVariables(
  key: ConfigKey,
  variable: (name: string) => string | undefined,
): VariableReading[] {
  return variablesOf(key).flatMap((candidate) => {
    const raw = variable(candidate.name) ?? '';
    const value = raw === '' ? undefined : readVariable(key, candidate, raw);
    const saysNothing = raw === '' || (value === undefined && candidate.meaning === 'offOnly');
    return saysNothing ? [] : [{ name: candidate.name, raw, value }];
  });
}

/** A variable as PowerShell writes it. */
export function variablePlace(name: string): string {
  return `$env:${name}`;
}

function readVariable(key: ConfigKey, { meaning }: ConfigVariable, raw: string): ConfigValue | undefined {
  // "Disabled" is what the survey's variable was set to before it was a truth value.
  if (meaning === 'offOnly') return /^(?:false|disabled)$/i.test(raw) ? false : undefined;
  const value = readValue(key, raw);
  return meaning === 'inverted' && typeof value === 'boolean' ? !value : value;
}

/** Where a value that nobody typed comes from. */
export interface ValueSource {
  /** As in `CaFile is '…' in <place>`. */
  readonly place: string;
  /** What follows from it, as a sentence. */
  readonly outcome: string;
}

/**
 * A value that is to be set: typed as a parameter, or from elsewhere.
 * @throws EngineError `InvalidArgument.Value`, or `InvalidArgument.Setting` with a source; both list what is accepted
 */
export function checkValue(key: ConfigKey, value: unknown, source?: ValueSource): ConfigValue {
  const read = readValue(key, value);
  if (read !== undefined) return read;
  throw badValue(key, asText(value), '', source);
}

/** The error for a value that its key does not accept; `reason` is a sentence, or empty. */
export function badValue(key: ConfigKey, value: string, reason: string, source?: ValueSource): EngineError {
  const shown = String(shownValue(key, value));
  const facts = { value: shown, accepted: acceptedBy(key) };
  if (source === undefined) {
    return new EngineError('InvalidArgument.Value', {
      facts: { ...facts, parameter: key.key, reason },
      target: shown,
    });
  }
  const { place, outcome } = source;
  return new EngineError('InvalidArgument.Setting', {
    facts: { ...facts, key: key.key, place, reason: `${reason} ${outcome}`.trim() },
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
  certificates: certificateFile,
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
