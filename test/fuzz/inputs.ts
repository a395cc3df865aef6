// The inputs of targets: JSON of any shape, and texts that are almost valid.
import fc, { type Arbitrary } from 'fast-check';

/** Names with a meaning in JavaScript, and `$`, which has one in our protocol. */
const treacherous = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  '$secret',
  '$$',
  '',
];

/** JSON values whose property names are the given ones, dangerous ones, or random ones. */
export function hostileJson(names: readonly string[]): Arbitrary<unknown> {
  const name = fc.oneof(fc.constantFrom(...names, ...treacherous), fc.string({ maxLength: 8 }));
  const leaf = fc.oneof(
    fc.constantFrom(null, true, false, 0, -1, 1e308, '', 'x', '1e400', 'http://[', 'https://localhost:1/'),
    fc.constantFrom(...names, '{}'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary', maxLength: 24 }),
  );
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map(objectOf),
    ),
  })).value;
}

/** Properties as JSON.parse creates them, so that `__proto__` is an ordinary property. */
function objectOf(members: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(members);
}

/** A valid document in which up to three values are replaced. */
export function nearlyRight(
  documents: readonly unknown[],
  names: readonly string[] = [],
): Arbitrary<unknown> {
  const known = [...new Set([...names, ...documents.flatMap(namesIn)])];
  const change = fc.tuple(fc.array(fc.nat({ max: 40 }), { maxLength: 7 }), hostileJson(known));
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([document, changes]) =>
      changes.reduce<unknown>((whole, [path, value]) => replaceAt(whole, path, value), document),
    );
}

/** The same as JSON text; sometimes it is cut off or not JSON. */
export function nearlyRightText(documents: readonly unknown[]): Arbitrary<string> {
  const text = nearlyRight(documents).map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat({ max: 400 })).map(([whole, end]) => whole.slice(0, end)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'null', '<html><title>Sign in to the Wi-Fi</title></html>', '\u0000'),
    },
  );
}

/** Bytes of which some are changed, inserted or removed. */
export function nearlyRightBytes(files: readonly Buffer[]): Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.nat({ max: 1_000_000 }),
    fc.nat({ max: 255 }),
    fc.constantFrom('set', 'insert', 'cut', 'end'),
  );
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([file, changes]) =>
      changes.reduce((bytes, [place, byte, kind]) => {
        const at = place % Math.max(1, bytes.length);
        const after = kind === 'insert' ? at : at + 1 + (kind === 'cut' ? byte : 0);
        if (kind === 'end') return bytes.subarray(0, at);
        return Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(kind === 'cut' ? [] : [byte]),
          bytes.subarray(after),
        ]);
      }, file),
    );
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)]);
}

/** Follows a path of property positions, and replaces the value at its end. */
function replaceAt(value: unknown, [first, ...rest]: readonly number[], replacement: unknown): unknown {
  if (first === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const member: unknown = (value as Record<string, unknown>)[key];
  const next = replaceAt(member, rest, replacement);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? next : item));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === key ? next : one]));
}
