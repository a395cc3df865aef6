// Reads and writes large JSON files in which the entries of a map repeat the same members, such as the account and the
// environment of each context. Neither the whole text nor more than one copy of such a member is ever in memory.
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

/** In bytes. */
const pieceSize = 512 * 1024;
/** At most this many texts of repeated members are kept while a file is written. */
const mostTexts = 64;

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
function newMark(): string {
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

/** Writes a value as JSON, in pieces. */
export class JsonPieces {
  readonly #repeated: RepeatedMembers;
  readonly #condenser: Condenser;
  readonly #mark = newMark();
  /** The text of each repeated member. */
  readonly #texts = new Map<object, Buffer>();
  readonly #piece = Buffer.allocUnsafeSlow(pieceSize);

  /** `known` is the last content of the file. */
  constructor(repeated: RepeatedMembers, known: CondensedJson | undefined) {
    this.#repeated = repeated;
    this.#condenser = new Condenser(repeated.members, known?.text);
  }

  /**
   * Yields the bytes of the value's text, the same as `JSON.stringify(value, undefined, 2)` and a line feed. Each piece is
   * valid until the next one.
   */
  *of(value: Readonly<Record<string, unknown>>): Generator<Buffer> {
    let length = 0;
    for (const part of this.#parts(value)) {
      const size = typeof part === 'string' ? Buffer.byteLength(part) : part.length;
      if (length + size > pieceSize) {
        yield this.#condensed(this.#piece.subarray(0, length));
        length = 0;
      }
      if (size > pieceSize) yield this.#condensed(Buffer.from(part));
      else
        length += typeof part === 'string' ? this.#piece.write(part, length) : part.copy(this.#piece, length);
    }
    yield this.#condensed(this.#piece.subarray(0, length));
  }

  /** Returns what was written. */
  written(): CondensedJson {
    return new CondensedJson(this.#condenser.end(), this.#repeated);
  }

  #condensed(piece: Buffer): Buffer {
    this.#condenser.add(piece);
    return piece;
  }

  *#parts(value: Readonly<Record<string, unknown>>): Generator<string | Buffer> {
    yield* this.#object(value);
    yield '\n';
  }

  *#object(value: Readonly<Record<string, unknown>>): Generator<string | Buffer> {
    let before = '{\n  ';
    for (const [key, member] of Object.entries(value)) {
      if (key === this.#repeated.map && isRecord(member)) {
        yield `${before}${JSON.stringify(key)}: `;
        yield* this.#map(member);
      } else {
        const text = jsonOf(member, '  ');
        if (text === undefined) continue;
        yield `${before}${JSON.stringify(key)}: ${text}`;
      }
      before = ',\n  ';
    }
    yield before.startsWith('{') ? '{}' : '\n}';
  }

  *#map(entries: Readonly<Record<string, unknown>>): Generator<string | Buffer> {
    let before = '{\n    ';
    for (const [key, entry] of Object.entries(entries)) {
      const parts = repeatedIn(entry, this.#repeated);
      const marked = parts.map(([name], at) => [name, this.#mark + String(at)]);
      const text = jsonOf(
        parts.length === 0 ? entry : { ...(entry as object), ...Object.fromEntries(marked) },
        '    ',
      );
      if (text === undefined) continue;
      yield `${before}${JSON.stringify(key)}: `;
      before = ',\n    ';
      // Between two marks is other text, then the index of a part and text again.
      const [start = '', ...others] = text.split(`"${this.#mark}`);
      yield start;
      for (const other of others) {
        const end = other.indexOf('"');
        const part = parts[Number(other.slice(0, end))]?.[1];
        if (part !== undefined) yield this.#textOf(part);
        yield other.slice(end + 1);
      }
    }
    yield before.startsWith('{') ? '{}' : '\n  }';
  }

  #textOf(part: object): Buffer {
    const known = this.#texts.get(part);
    if (known !== undefined) return known;
    const text = Buffer.from(jsonOf(part, '      ') ?? '');
    if (this.#texts.size === mostTexts) this.#texts.clear();
    this.#texts.set(part, text);
    return text;
  }
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
function repeatedIn(entry: unknown, { members }: RepeatedMembers): [string, object][] {
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

function copyOf(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

/** Returns the JSON text of a value inside others, whose lines start with `indent`; undefined for what JSON leaves out. */
function jsonOf(value: unknown, indent: string): string | undefined {
  const text = JSON.stringify(value, undefined, 2) as string | undefined;
  return text?.replaceAll('\n', `\n${indent}`);
}
