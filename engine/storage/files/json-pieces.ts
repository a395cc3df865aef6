// Writes large JSON files in which the entries of a map repeat the same members: see `condensed-json.ts`.
import { isRecord } from '../../protocol/shapes.ts';
import { CondensedJson, newMark, repeatedIn, type RepeatedMembers } from './condensed-json.ts';
import { CondensedWriter, largestRepeat, mostRepeats } from './condensed-text.ts';

/** In bytes. */
const pieceSize = 512 * 1024;
/** The text of so many entries is made at once. */
const batchSize = 64;
/** What `JSON.stringify` puts around the entries of a map in `{"":{…}}`. */
const [beforeEntries, afterEntries] = ['{\n  "": {', '\n  }\n}'];

/** Writes a value as JSON, in pieces. */
export class JsonPieces {
  readonly #repeated: RepeatedMembers;
  readonly #text: CondensedWriter;
  readonly #mark = newMark();
  /** The index in the text of each repeated member; undefined if it is written as often as it is there. */
  readonly #indexes = new Map<object, number | undefined>();
  /** The same, by the member's text. */
  readonly #indexOfText = new Map<string, number>();

  /** `size` is the expected length of the text without its repeated parts. */
  constructor(repeated: RepeatedMembers, size?: number) {
    this.#repeated = repeated;
    this.#text = new CondensedWriter(size);
  }

  /**
   * Yields the bytes of the value's text, the same as `JSON.stringify(value, undefined, 2)` and a line feed. Each piece is
   * valid until the one after the next, so that the next one is made while it is written.
   */
  *of(value: Readonly<Record<string, unknown>>): Generator<Buffer> {
    const text = this.#text;
    let [piece, other] = [Buffer.allocUnsafeSlow(pieceSize), Buffer.allocUnsafeSlow(pieceSize)];
    let length = 0;
    for (const part of this.#parts(value)) {
      const bytes = typeof part === 'string' ? text.keep(part) : text.repeat(part);
      for (let from = 0; from < bytes.length;) {
        const copied = bytes.copy(piece, length, from);
        [length, from] = [length + copied, from + copied];
        if (length < pieceSize) continue;
        yield piece;
        [piece, other, length] = [other, piece, 0];
      }
    }
    yield piece.subarray(0, length);
  }

  /** Returns what was written. */
  written(): CondensedJson {
    return new CondensedJson(this.#text.end(), this.#repeated);
  }

  /** Yields texts, and the indexes of repeated parts between them. */
  *#parts(value: Readonly<Record<string, unknown>>): Generator<string | number> {
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
    yield before.startsWith('{') ? '{}\n' : '\n}\n';
  }

  *#map(members: Readonly<Record<string, unknown>>): Generator<string | number> {
    let before = '{';
    const entries = Object.entries(members);
    for (let from = 0; from < entries.length; from += batchSize) {
      const batch = entries
        .slice(from, from + batchSize)
        .map(([name, entry]) => [name, this.#marked(entry)] as const);
      const whole = JSON.stringify({ '': Object.fromEntries(batch) }, undefined, 2);
      if (!whole.endsWith(afterEntries)) continue;
      yield before;
      before = ',';
      // Between two marks is other text, then the index of a part and text again.
      const text = whole.slice(beforeEntries.length, -afterEntries.length);
      const [start = '', ...others] = text.split(`"${this.#mark}`);
      yield start;
      for (const other of others) {
        const end = other.indexOf('"');
        yield Number(other.slice(0, end));
        yield other.slice(end + 1);
      }
    }
    yield before === '{' ? '{}' : '\n  }';
  }

  /** Returns an entry with marks in the place of its repeated members. */
  #marked(entry: unknown): unknown {
    const marked = repeatedIn(entry, this.#repeated).flatMap(([name, part]) => {
      const index = this.#indexOf(part);
      return index === undefined ? [] : [[name, this.#mark + String(index)]];
    });
    return marked.length === 0 ? entry : { ...(entry as object), ...Object.fromEntries(marked) };
  }

  #indexOf(part: object): number | undefined {
    if (this.#indexes.has(part)) return this.#indexes.get(part);
    const text = jsonOf(part, '      ') ?? '';
    const index = this.#indexOfText.get(text) ?? this.#newIndex(text);
    if (this.#indexes.size === mostRepeats) this.#indexes.clear();
    this.#indexes.set(part, index);
    return index;
  }

  #newIndex(text: string): number | undefined {
    // A reader does not cut out more either.
    if (this.#indexOfText.size === mostRepeats || Buffer.byteLength(text) > largestRepeat) return undefined;
    const index = this.#indexOfText.size;
    this.#indexOfText.set(text, index);
    this.#text.addRepeat(text);
    return index;
  }
}

/** Returns the JSON text of a value inside others, whose lines start with `indent`; undefined for what JSON leaves out. */
function jsonOf(value: unknown, indent: string): string | undefined {
  const text = JSON.stringify(value, undefined, 2) as string | undefined;
  return text?.replaceAll('\n', `\n${indent}`);
}
