// A text with each long repeated part only once: with ten thousand contexts, AzureRmContext.json has the same account and
// environment ten thousand times, which is most of its text.

/** At most this many different parts are kept, each of at most this many bytes. */
export const mostRepeats = 64;
export const largestRepeat = 64 * 1024;
const none = -1;
/** Larger than a repeated part, so that there is always room for more. */
const windowSize = 512 * 1024;

/** The bytes of a text, some of them replaced by references to repeated parts. */
export interface CondensedText {
  /** The length of the whole text, in bytes. */
  readonly length: number;
  /** The text without its repeated parts. */
  readonly kept: Buffer;
  /** Where a repeated part was, as an offset in `kept`; followed by its index in `repeats`. */
  readonly cuts: readonly number[];
  readonly repeats: readonly Buffer[];
}

const emptyText: CondensedText = { length: 0, kept: Buffer.alloc(0), cuts: [], repeats: [] };

/** Returns the whole text. */
export function wholeText({ length, kept, cuts, repeats }: CondensedText): Buffer {
  const whole = Buffer.allocUnsafe(length);
  let from = 0;
  let to = 0;
  for (let index = 0; index < cuts.length; index += 2) {
    const at = cuts[index] ?? 0;
    to += kept.copy(whole, to, from, at);
    to += repeats[cuts[index + 1] ?? 0]?.copy(whole, to) ?? 0;
    from = at;
  }
  kept.copy(whole, to, from);
  return whole;
}

/**
 * Condenses JSON that is given in pieces: cuts out the values of certain members if they are objects. As long as the text
 * is the same as a known one, nothing is copied.
 */
export class Condenser {
  /** The members' names with their colons. In JSON, such bytes are no part of a string: its quotes would be escaped. */
  readonly #keys: readonly Buffer[];
  readonly #known: CondensedText;
  /** Text that is not done yet, and room for more. */
  readonly #window = Buffer.allocUnsafeSlow(windowSize);
  #windowLength = 0;
  #length = 0;
  /** Whether the text so far is the beginning of the known text. If so, only the two lengths count. */
  #isKnown = true;
  #keptLength = 0;
  #cutsLength = 0;
  #kept: Buffer = Buffer.alloc(0);
  #cuts: number[] = [];
  readonly #repeats: Buffer[];

  constructor(members: readonly string[], known: CondensedText = emptyText) {
    this.#keys = members.map((member) => Buffer.from(`${JSON.stringify(member)}:`));
    this.#known = known;
    this.#repeats = [...known.repeats];
  }

  /** Where the next piece is put. */
  get room(): Buffer {
    return this.#window.subarray(this.#windowLength);
  }

  /** Adds as many bytes as were put into `room`. */
  addFromRoom(length: number): void {
    this.#length += length;
    this.#windowLength += length;
    const done = this.#condense(this.#window.subarray(0, this.#windowLength));
    this.#window.copyWithin(0, done, this.#windowLength);
    this.#windowLength -= done;
  }

  /** Returns the condensed text: the known one, if it is the same. Nothing can be added afterwards. */
  end(): CondensedText {
    this.#keep(this.#window.subarray(0, this.#windowLength));
    if (this.#isKnown && this.#length === this.#known.length) return this.#known;
    if (this.#isKnown) this.#leaveKnown(0);
    const kept = Buffer.from(this.#kept.subarray(0, this.#keptLength));
    return { length: this.#length, kept, cuts: this.#cuts, repeats: this.#repeats };
  }

  /** Returns how much of the text is done. The rest must be given again, with more behind it. */
  #condense(text: Buffer): number {
    let done = 0;
    const next = this.#keys.map((key) => placeOf(text, key, 0));
    for (;;) {
      const found = Math.min(...next);
      if (found === Infinity) {
        const longest = Math.max(...this.#keys.map((key) => key.length));
        const end = Math.max(done, text.length - longest);
        this.#keep(text.subarray(done, end));
        return end;
      }
      let start = found + (this.#keys[next.indexOf(found)]?.length ?? 0);
      while (text[start] === space) start++;
      const index = this.#repeatAt(text, start);
      if (index === undefined) {
        this.#keep(text.subarray(done, found));
        return found;
      }
      this.#keep(text.subarray(done, start));
      done = start + (this.#repeats[index]?.length ?? 0);
      if (index !== none) this.#cut(index);
      for (const [at, key] of this.#keys.entries())
        if ((next[at] ?? 0) < done) next[at] = placeOf(text, key, done);
    }
  }

  /** Returns the index of the repeated part at an offset, `none`, or undefined if its end is not there yet. */
  #repeatAt(text: Buffer, start: number): number | undefined {
    const left = text.length - start;
    if (left > 0 && text[start] !== openBrace) return none;
    const known = this.#repeats.findIndex(
      (repeat) => repeat.length <= left && repeat.compare(text, start, start + repeat.length) === 0,
    );
    if (known >= 0) return known;
    if (this.#repeats.length === mostRepeats) return none;
    const part = text.subarray(start, start + largestRepeat);
    const length = lengthOfObject(part);
    if (length !== undefined) return this.#repeats.push(Buffer.from(part.subarray(0, length))) - 1;
    return left < largestRepeat ? undefined : none;
  }

  #cut(index: number): void {
    if (this.#isKnown) {
      const { cuts } = this.#known;
      if (cuts[this.#cutsLength] === this.#keptLength && cuts[this.#cutsLength + 1] === index) {
        this.#cutsLength += 2;
        return;
      }
      this.#leaveKnown(0);
    }
    this.#cuts.push(this.#keptLength, index);
  }

  #keep(text: Buffer): void {
    const end = this.#keptLength + text.length;
    if (this.#isKnown) {
      const { kept } = this.#known;
      if (end <= kept.length && text.compare(kept, this.#keptLength, end) === 0) {
        this.#keptLength = end;
        return;
      }
      this.#leaveKnown(text.length);
    }
    if (end > this.#kept.length) this.#kept = larger(this.#kept, 2 * end);
    text.copy(this.#kept, this.#keptLength);
    this.#keptLength = end;
  }

  /** Copies what is the same as in the known text. */
  #leaveKnown(more: number): void {
    const { kept, cuts } = this.#known;
    this.#isKnown = false;
    this.#cuts = cuts.slice(0, this.#cutsLength);
    const size = Math.max(kept.length, this.#keptLength + more) + windowSize;
    this.#kept = larger(kept.subarray(0, this.#keptLength), size);
  }
}

/** Makes a condensed text from its parts. */
export class CondensedWriter {
  #kept: Buffer;
  #keptLength = 0;
  #length = 0;
  readonly #cuts: number[] = [];
  readonly #repeats: Buffer[] = [];

  /** `size` is the expected length of the text without its repeated parts, in bytes. */
  constructor(size = 0) {
    this.#kept = Buffer.allocUnsafeSlow(size + windowSize);
  }

  /** Adds text, and returns its bytes. */
  keep(text: string): Buffer {
    const start = this.#keptLength;
    // No character takes more than three bytes.
    const most = start + 3 * text.length;
    if (most > this.#kept.length) this.#kept = larger(this.#kept, 2 * most);
    this.#keptLength += this.#kept.write(text, start);
    this.#length += this.#keptLength - start;
    return this.#kept.subarray(start, this.#keptLength);
  }

  /** Adds a part that may be repeated; the first one has the index 0. */
  addRepeat(text: string): void {
    this.#repeats.push(Buffer.from(text));
  }

  /** Adds a repeated part in its place, and returns its bytes. */
  repeat(index: number): Buffer {
    const part = this.#repeats[index] ?? emptyText.kept;
    this.#cuts.push(this.#keptLength, index);
    this.#length += part.length;
    return part;
  }

  /** Returns the condensed text. Nothing can be added afterwards. */
  end(): CondensedText {
    const kept = Buffer.from(this.#kept.subarray(0, this.#keptLength));
    return { length: this.#length, kept, cuts: this.#cuts, repeats: this.#repeats };
  }
}

/** Returns where a key is, at or after an offset; Infinity if it is not there. */
function placeOf(text: Buffer, key: Buffer, from: number): number {
  const found = text.indexOf(key, from);
  return found < 0 ? Infinity : found;
}

/** Returns a copy with more room behind it. */
export function larger(buffer: Buffer, size: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(size);
  buffer.copy(copy);
  return copy;
}

const [space, quote, backslash, openBrace, closeBrace] = Buffer.from(' "\\{}');

/** Returns the length of the JSON object at the start of a text, or undefined if its end is not there. */
function lengthOfObject(text: Buffer): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const byte = text[index];
    if (isInString && byte === backslash) index++;
    else if (byte === quote) isInString = !isInString;
    else if (isInString) continue;
    else if (byte === openBrace) depth++;
    else if (byte === closeBrace && --depth === 0) return index + 1;
  }
  return undefined;
}
