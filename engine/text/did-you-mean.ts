// A name that was typed wrong, held against those that are known.

/** An ID as it may be typed: another ID differs in most of its characters. */
const likeGuid = /^[0-9a-f-]{30,40}$/;
const mostTyposInId = 2;

/** More letters wrong than one in so many, and it is another name. */
const lettersPerTypo = 3;

/**
 * Returns the known name that is nearest to a text, whatever its case, or undefined where none is near: at most one
 * fault in three letters, or two in an ID, and no other name as near. A fault is a letter left out, added or replaced, or two that changed places
 * (optimal string alignment distance: Boytsov, "Indexing methods for approximate dictionary searching", 2011).
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
  return best !== undefined && best.faults !== second?.faults ? best.name : undefined;
}

/** A sentence after a space that asks for the nearest name; empty where none is near. */
export function didYouMean(text: string, known: readonly string[]): string {
  const name = nearestName(text, known);
  return name === undefined ? '' : ` Did you mean '${name}'?`;
}

/** The number of faults that turn one text into the other; anything above `most` where there are more. */
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
