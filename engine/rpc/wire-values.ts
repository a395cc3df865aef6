// Plain values to and from their form on the wire (engine/protocol/values.ts has the closed set of tags).
import { EngineError } from '../errors/engine-error.ts';
import {
  OutgoingDictionary,
  OutgoingHeaders,
  OutgoingSecret,
  OutgoingShared,
  typeKey,
  valueTags,
  type Credential,
  type TimeSpan,
} from '../protocol/values.ts';

/** Strings that Newtonsoft's reader, and so PowerShell 7's ConvertFrom-Json, takes for dates. */
const looksLikeDate = /^(?:\d{4}-\d\d-\d\d[Tt]|\/Date\()/;

/** Keys that ConvertFrom-Json makes a property of in both editions, and that stand for nothing else there. */
const plainKey = /^(?!ps)[a-z][a-z0-9]*$/i;

/** What goes out beside the values of a call. */
export interface OutgoingParts {
  /** Tells a secret, and gives the index it is referred to by. */
  readonly tellSecret: (text: string) => number;
  /** What was shared before in this call, as JSON, with the numbers it is referred to by. */
  readonly shared: Map<string, number>;
}

/**
 * A value as it goes out.
 * `undefined` becomes null: PowerShell sees a property that is there and empty.
 */
export function toWireValue(value: unknown, parts: OutgoingParts): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return looksLikeDate.test(value) ? { [valueTags.text]: `=${value}` } : value;
  if (value instanceof OutgoingSecret) {
    const tag = value.asPlainText ? valueTags.plainSecret : valueTags.secureString;
    return { [tag]: parts.tellSecret(value.value) };
  }
  if (value instanceof OutgoingHeaders) {
    const lines = value.pairs.map(([name, text]) => `${name}: ${text}`);
    return { [valueTags.responseHeaders]: parts.tellSecret(lines.join('\n')) };
  }
  if (value instanceof OutgoingShared) return toSharedValue(value, parts);
  if (value instanceof Date) return { [valueTags.dateTimeOffset]: value.getTime() };
  if (Array.isArray(value)) return value.map((item) => toWireValue(item, parts));
  if (value instanceof OutgoingDictionary) return toWireDictionary(value.members, parts);
  if (typeof value === 'object') {
    return typeKey in value
      ? toWireMembers(value, parts)
      : toWireDictionary(value as Readonly<Record<string, unknown>>, parts);
  }
  return value;
}

function toWireMembers(members: object, parts: OutgoingParts): object {
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [key, toWireValue(member, parts)]),
  );
}

function toWireDictionary(members: Readonly<Record<string, unknown>>, parts: OutgoingParts): object {
  const keys = Object.keys(members);
  const differ = new Set(keys.map((key) => key.toLowerCase())).size === keys.length;
  if (differ && keys.every((key) => plainKey.test(key))) return toWireMembers(members, parts);
  const pairs = Object.entries(members).flat();
  return { [valueTags.pairs]: pairs.map((item) => toWireValue(item, parts)) };
}

function toSharedValue({ value }: OutgoingShared, parts: OutgoingParts): object {
  const text = JSON.stringify(value);
  const known = parts.shared.get(text);
  if (known !== undefined) return { [valueTags.shared]: known };
  const number = parts.shared.size;
  parts.shared.set(text, number);
  return { [valueTags.shared]: number, value: toWireValue(value, parts) };
}

/**
 * A value as it came in, with secrets put in their places. A key that begins with `$` and is none of the wire's came
 * with one more.
 * @throws EngineError `InvalidArgument.Value` for a reference to a secret that was not sent
 */
export function fromWireValue(value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => fromWireValue(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (valueTags.secureString in record) return secretAt(record[valueTags.secureString], secrets);
  if (valueTags.dateTimeOffset in record) return new Date(Number(record[valueTags.dateTimeOffset]));
  if (valueTags.timeSpan in record)
    return { totalMilliseconds: Number(record[valueTags.timeSpan]) } satisfies TimeSpan;
  if (valueTags.credential in record) {
    const inner = record[valueTags.credential] as { userName?: unknown; password?: { $secret?: unknown } };
    return {
      userName: String(inner.userName),
      password: secretAt(inner.password?.$secret, secrets),
    } satisfies Credential;
  }
  return Object.fromEntries(
    Object.entries(record).map(([key, member]) => [
      key.startsWith('$$') ? key.slice(1) : key,
      fromWireValue(member, secrets),
    ]),
  );
}

function secretAt(index: unknown, secrets: readonly string[]): string {
  const secret = typeof index === 'number' ? secrets[index] : undefined;
  if (secret !== undefined) return secret;
  throw new EngineError('Engine.Unexpected', {
    facts: { reason: 'a message refers to a secret that was not sent.' },
  });
}
