// Configuration values: read leniently, because other programs write them too, and checked strictly when they are
// set.
import { EngineError } from '../errors/engine-error.ts';
import { certificateFile } from '../http/network-settings.ts';
import { variablesOf } from './keys.ts';
import type { ConfigKey, ConfigVariable } from './config-key.ts';
import { sameText } from '../text/same-text.ts';

export type ConfigValue = boolean | string | number;

/**
 * Returns a stored value, or undefined if it is invalid for the key. Files are edited by hand, environment variables
 * are text, and Az.Accounts stores an accepted word as its number.
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

/** Returns any value as text. An object becomes JSON, because it may have a member named `toString`. */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The value of one environment variable for a key. */
export interface VariableReading {
  readonly name: string;
  readonly raw: string;
  /** Undefined if the key does not accept it. */
  readonly value: ConfigValue | undefined;
}

/**
 * Returns the environment variables that set a key, the effective one first; ours come before Az.Accounts'. Empty
 * variables are ignored, and so is an `offOnly` variable that does not turn the key off.
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

/** Returns the name of a variable in PowerShell's syntax. */
export function variablePlace(name: string): string {
  return `$env:${name}`;
}

function readVariable(key: ConfigKey, { meaning }: ConfigVariable, raw: string): ConfigValue | undefined {
  // The survey's variable used the value "Disabled" before it became a boolean.
  if (meaning === 'offOnly') return /^(?:false|disabled)$/i.test(raw) ? false : undefined;
  const value = readValue(key, raw);
  return meaning === 'inverted' && typeof value === 'boolean' ? !value : value;
}

/** The source of a value that was not typed by the user. */
export interface ValueSource {
  /** Worded for `CaFile is '…' in <place>`. */
  readonly place: string;
  /** The consequence of an invalid value, as a sentence. */
  readonly outcome: string;
}

/**
 * Returns the value to set, which was typed as a parameter or comes from `source`.
 * @throws EngineError `InvalidArgument.Value`, or `InvalidArgument.Setting` with a source; both list the accepted
 * values
 */
export function checkValue(key: ConfigKey, value: unknown, source?: ValueSource): ConfigValue {
  const read = readValue(key, value);
  if (read !== undefined) return read;
  throw badValue(key, asText(value), '', source);
}

/** Returns the error for an invalid value; `reason` is a sentence, or empty. */
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

/** Returns the accepted values of a key, in words. */
export function acceptedBy(key: ConfigKey): string {
  if (key.accepted !== undefined) return key.accepted.join(', ');
  if (key.type === 'bool') return '$true, $false';
  if (key.type === 'proxy') return 'http://host:port, host:port, or nothing for no proxy';
  if (key.type === 'file') return words[key.content ?? 'certificates'];
  if (key.type !== 'int') return 'text';
  const from = `a whole number from ${String(key.min ?? 0)}`;
  return key.max === undefined ? from : `${from} to ${String(key.max)}`;
}

/** Returns the smallest and the largest number that a key accepts. */
export function rangeOf(key: ConfigKey): { readonly min: number; readonly max: number } {
  return { min: key.min ?? 0, max: key.max ?? 2147483647 };
}

/** Returns a value for display, without the user name and password of a proxy. */
export function shownValue(key: ConfigKey, value: ConfigValue): ConfigValue {
  return key.type === 'proxy' ? hideCredentials(String(value)) : value;
}

/** Whether a proxy's address contains a user name or password. */
export function hasCredentials(proxy: string): boolean {
  return hideCredentials(proxy) !== proxy;
}

function hideCredentials(proxy: string): string {
  return proxy.replace(/^([a-z\d+.-]+:\/\/)?.*@/i, '$1***@');
}

/**
 * Returns a proxy's address as a URL. In its user name and password, as in `domain\user`, a character that would end the
 * host is escaped (RFC 3986, section 3.2.1): nothing follows the port of a proxy.
 */
export function proxyUrl(proxy: string): string {
  if (proxy === '') return '';
  const [, scheme = 'http://', user = '', host = ''] = /^(.*?:\/\/)?(.*@)?(.*)$/s.exec(proxy) ?? [];
  return scheme + user.replace(/[\\/?#]/g, encodeURIComponent) + host;
}

const words = {
  certificates: certificateFile,
  runtime: 'the path of the program node, of Node.js 20 or later',
};

/** Whether a text is a host with or without `http://` and with nothing after its port, or empty. */
function isProxy(text: string): boolean {
  if (text === '') return true;
  const address = proxyUrl(text);
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search } = new URL(address);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '';
}
