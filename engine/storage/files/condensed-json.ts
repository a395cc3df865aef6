// Reads large JSON files in which the entries of a map repeat the same members, such as the account and the environment
// of each context. Neither the whole text nor more than one copy of such a member is ever in memory.
import { read } from 'node:fs';
import { promisify } from 'node:util';
import { isRecord, anyJson } from '../../protocol/shapes.ts';
import { Condenser, wholeText, type CondensedText } from './condensed-text.ts';
import { decodeText } from './text-encoding.ts';

/** Names the members `members` of each entry of the file's member `map`. */
export interface RepeatedMembers {
  readonly map: string;
  readonly members: readonly string[];
}

const readPart = promisify(read);

/** The content of a large file. */
export class CondensedJson {
  readonly text: CondensedText;
  readonly #repeated: RepeatedMembers;

  constructor(text: CondensedText, repeated: RepeatedMembers) {
    this.text = text;
    this.#repeated = repeated;
  }

  /** The length of the whole text, in bytes. */
  get length(): number {
    return this.text.length;
  }

  /** Returns the whole text. */
  toString(): string {
    return decodeText(wholeText(this.text));
  }

  /**
   * Returns the parsed text, in which equal members are one frozen object; undefined if the text is not JSON, or if a
   * part was cut out elsewhere than in the map.
   */
  parse(): Record<string, unknown> | undefined {
    const { kept, cuts, repeats } = this.text;
    const mark = newMark();
    const pieces: string[] = [];
    let from = 0;
    for (let index = 0; index < cuts.length; index += 2) {
      const at = cuts[index] ?? 0;
      pieces.push(kept.toString('utf8', from, at), `"${mark}${String(cuts[index + 1])}"`);
      from = at;
    }
    pieces.push(kept.toString('utf8', from));
    const value = anyJson(pieces.join('').replace(/^\uFEFF/, ''));
    const shared = repeats.map((repeat) => frozen(anyJson(repeat.toString())));
    return isRecord(value) && this.#restore(value, mark, shared) === cuts.length / 2 ? value : undefined;
  }

  /** Puts the shared objects in their places, and returns how many places there were. */
  #restore(value: Record<string, unknown>, mark: string, shared: readonly unknown[]): number {
    const { map, members } = this.#repeated;
    const entries = value[map];
    let count = 0;
    for (const entry of isRecord(entries) ? Object.values(entries) : []) {
      if (!isRecord(entry)) continue;
      for (const member of members) {
        const found = entry[member];
        if (typeof found !== 'string' || !found.startsWith(mark)) continue;
        const part = shared[Number(found.slice(mark.length))];
        if (part === undefined) continue;
        entry[member] = part;
        count++;
      }
    }
    return count;
  }
}

/** Returns a text that no file has in it by chance, and that nobody can foresee. */
export function newMark(): string {
  return `cut ${String(Math.random())} `;
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

/**
 * Reads an open file of a known size, in bytes. Returns `known`, its last content, if it has not changed.
 * @throws the file system's error
 */
export async function readCondensed(
  file: number,
  size: number,
  { repeated, known }: { readonly repeated: RepeatedMembers; readonly known: CondensedJson | undefined },
): Promise<CondensedJson> {
  const condenser = new Condenser(repeated.members, known?.text);
  for (let left = size; left > 0;) {
    const { room } = condenser;
    const { bytesRead } = await readPart(file, room, 0, Math.min(left, room.length), null);
    if (bytesRead === 0) break;
    condenser.addFromRoom(bytesRead);
    left -= bytesRead;
  }
  const text = condenser.end();
  return known?.text === text ? known : new CondensedJson(text, repeated);
}

/**
 * Returns what parsing the text of `value` would return, with the unchanged objects of `before`, the value that was in
 * the file.
 */
export function asStored(
  value: Readonly<Record<string, unknown>>,
  before: unknown,
  repeated: RepeatedMembers,
): Record<string, unknown> {
  const { map } = repeated;
  const shared = new Map<object, unknown>();
  const partOf = (part: object): unknown => {
    if (Object.isFrozen(part)) return part;
    const known = shared.get(part) ?? frozen(copyOf(part));
    shared.set(part, known);
    return known;
  };
  const entryOf = (entry: unknown): unknown => {
    const parts = repeatedIn(entry, repeated);
    if (parts.length === 0) return copyOf(entry);
    const without = { ...(entry as object), ...Object.fromEntries(parts.map(([name]) => [name, null])) };
    return Object.assign(
      copyOf(without) as object,
      Object.fromEntries(parts.map(([name, part]) => [name, partOf(part)])),
    );
  };
  const entriesOf = (entries: Readonly<Record<string, unknown>>): unknown =>
    withEach(entries, isRecord(before) ? before[map] : undefined, (_, entry) => entryOf(entry));
  return withEach(value, before, (key, part) =>
    key === map && isRecord(part) ? entriesOf(part) : copyOf(part),
  );
}

/** Returns the members of an entry that others probably have too, by their names. */
export function repeatedIn(entry: unknown, { members }: RepeatedMembers): [string, object][] {
  if (!isRecord(entry)) return [];
  return members.flatMap((name) => {
    const part = Object.hasOwn(entry, name) ? entry[name] : undefined;
    return isRecord(part) ? [[name, part]] : [];
  });
}

/** Returns the members, each that is not in `before` replaced by what `change` returns. */
function withEach(
  members: Readonly<Record<string, unknown>>,
  before: unknown,
  change: (key: string, member: unknown) => unknown,
): Record<string, unknown> {
  const old = isRecord(before) ? before : {};
  return Object.fromEntries(
    Object.entries(members)
      .map(([key, member]) => [key, member === old[key] ? member : change(key, member)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

/** Returns what parsing the JSON text of a value would return. */
function copyOf(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (Array.isArray(value)) return Array.from(value, (item) => copyOf(item) ?? null);
  if (prototype === Object.prototype && !('toJSON' in (value as object)))
    return copyOfRecord(value as object);
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

function copyOfRecord(record: object): object {
  // Copying everything at once is much faster than member by member.
  const copy = { ...record } as Record<string, unknown>;
  for (const name of Object.keys(copy)) {
    const member = copy[name];
    if (typeof member === 'string') continue;
    const own = copyOf(member);
    if (own === undefined) Reflect.deleteProperty(copy, name);
    else if (own !== member) Object.defineProperty(copy, name, { ...described, value: own });
  }
  return copy;
}

/** A name may be `__proto__`, which an assignment would take for something else. */
const described = { enumerable: true, configurable: true, writable: true };
