// Suggests the known name that a mistyped one probably meant.
import { literalPattern } from './literal-pattern.ts';

/** The form of a mistyped ID. At most two faults are accepted: different IDs differ in far more characters. */
const likeGuid = /^[0-9a-f-]{30,40}$/;
const mostTyposInId = 2;

/** One fault is allowed for every so many letters; a name with more faults counts as a different name. */
const lettersPerTypo = 3;

/** A shorter text is in too many names by chance. */
const shortestPart = 3;

/**
 * Returns the known name closest to a text, ignoring case, or undefined if none is close. A name is close if it has
 * at most one fault in three letters (two in an ID) and no other name is equally close. A fault is a letter left out,
 * added or replaced, or two swapped letters (optimal string alignment distance: Boytsov, "Indexing methods for
 * approximate dictionary searching", 2011). If none is close, the only name in which a word begins with the text is
 * returned.
 */
export function nearestName(text: string, known: readonly string[]): string | undefined {
  const word = text.toLowerCase();
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  const most = likeGuid.test(word) ? mostTyposInId : Math.floor(word.length / lettersPerTypo);
  const similar = [...names]
    .map(([lower, name]) => ({ name, faults: faultsBetween(word, lower, most) }))
    .filter(({ faults }) => faults > 0 && faults <= most)
    .sort((one, other) => one.faults - other.faults);
  const [best, second] = similar;
  if (best === undefined) return nameWithPart(word, names);
  return best.faults !== second?.faults ? best.name : undefined;
}

/** Returns the only name in which a word, or the name itself, begins with a part; undefined for an ID or a whole name. */
function nameWithPart(part: string, names: ReadonlyMap<string, string>): string | undefined {
  if (part.length < shortestPart || likeGuid.test(part) || names.has(part)) return undefined;
  const beginsWord = new RegExp(`(?<![\\p{L}\\p{N}])${literalPattern(part)}`, 'u');
  const found = [...names].filter(([lower]) => beginsWord.test(lower));
  return found.length === 1 ? found[0]?.[1] : undefined;
}

/** Returns the sentence " Did you mean 'X'?" with its leading space, or an empty string if no known name is close. */
export function didYouMean(text: string, known: readonly string[]): string {
  const name = nearestName(text, known);
  return name === undefined ? '' : ` Did you mean '${name}'?`;
}

/** Returns the number of faults between two texts, or any number above `most` if there are more than that. */
function faultsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    if (Math.min(...next) > most) return most + 1;
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
