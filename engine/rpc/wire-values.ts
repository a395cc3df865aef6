// Plain values as they come in (engine/protocol/values.ts has the closed set of tags).
import { EngineError } from '../errors/engine-error.ts';
import { valueTags, type Credential, type TimeSpan } from '../protocol/values.ts';

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
