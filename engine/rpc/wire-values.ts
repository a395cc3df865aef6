// Decodes incoming values (engine/protocol/values.ts has the closed set of tags).
import { EngineError } from '../errors/engine-error.ts';
import { valueTags, type Credential, type TimeSpan } from '../protocol/values.ts';

/**
 * Returns an incoming value with its secrets inserted. A key that begins with `$` and is not a tag was sent with a
 * second `$`, which is removed.
 * @throws EngineError `Engine.Unexpected` for a value that no stub sends: a missing secret, or a date that is not a
 * number
 */
export function fromWireValue(value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => fromWireValue(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (valueTags.secureString in record) return secretAt(record[valueTags.secureString], secrets);
  if (valueTags.dateTimeOffset in record) return new Date(numberIn(record[valueTags.dateTimeOffset]));
  if (valueTags.timeSpan in record)
    return { totalMilliseconds: numberIn(record[valueTags.timeSpan]) } satisfies TimeSpan;
  if (valueTags.credential in record) {
    const { userName, password } = asRecord(record[valueTags.credential]);
    if (typeof userName !== 'string') throw unexpected('a credential without a user name');
    return {
      userName,
      password: secretAt(asRecord(password)[valueTags.secureString], secrets),
    } satisfies Credential;
  }
  return Object.fromEntries(
    Object.entries(record).map(([key, member]) => [
      key.startsWith('$$') ? key.slice(1) : key,
      fromWireValue(member, secrets),
    ]),
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function numberIn(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'string') return Number(value);
  throw unexpected('a time that is not a number');
}

function secretAt(index: unknown, secrets: readonly string[]): string {
  const secret = typeof index === 'number' ? secrets[index] : undefined;
  if (secret !== undefined) return secret;
  throw unexpected('a secret that was not sent');
}

function unexpected(what: string): EngineError {
  return new EngineError('Engine.Unexpected', { facts: { reason: `a message refers to ${what}.` } });
}
