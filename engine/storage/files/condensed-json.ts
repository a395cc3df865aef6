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
  const { map, members } = repeated;
  const shared = new Map<object, unknown>();
  const partOf = (part: object): unknown => {
    if (Object.isFrozen(part)) return part;
    const known = shared.get(part) ?? frozen(copyOf(part));
    shared.set(part, known);
    return known;
  };
  const memberOf = (member: unknown, name: string): unknown =>
    isRecord(member) && members.includes(name) ? partOf(member) : copyOf(member);
  const entryOf = (entry: unknown): unknown => (isPlain(entry) ? copyWith(entry, memberOf) : copyOf(entry));
  const old = isRecord(before) ? before : {};
  const oldEntries = isRecord(old[map]) ? old[map] : {};
  return copyWith(value, (part, key) => {
    if (part === old[key]) return part;
    if (key !== map || !isRecord(part)) return copyOf(part);
    return copyWith(part, (entry, name) => (entry === oldEntries[name] ? entry : entryOf(entry)));
  });
}

/** Returns the members of an entry that others probably have too, by their names. */
export function repeatedIn(entry: unknown, { members }: RepeatedMembers): [string, object][] {
  if (!isRecord(entry)) return [];
  return members.flatMap((name) => {
    const part = Object.hasOwn(entry, name) ? entry[name] : undefined;
    return isRecord(part) ? [[name, part]] : [];
  });
}

/** Returns what parsing the JSON text of a value would return. */
function copyOf(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, (item) => copyOf(item) ?? null);
  if (isPlain(value)) return copyWith(value, copyOf);
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

/** Whether JSON has just the members of an object, and no other form of it. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype && !('toJSON' in value);
}

/** Returns a copy of a record, with what `change` returns for each member; one that is undefined is left out. */
function copyWith(
  record: Readonly<Record<string, unknown>>,
  change: (member: unknown, name: string) => unknown,
): Record<string, unknown> {
  // Copying everything at once is much faster than member by member, and most members are texts.
  const copy = { ...record };
  for (const name of Object.keys(copy)) {
    const member = copy[name];
    if (typeof member === 'string') continue;
    const changed = change(member, name);
    if (changed === member && changed !== undefined) continue;
    if (changed === undefined) Reflect.deleteProperty(copy, name);
    // An assignment would take the name for something else.
    else if (name === '__proto__') Object.defineProperty(copy, name, { value: changed });
    else copy[name] = changed;
  }
  return copy;
}
