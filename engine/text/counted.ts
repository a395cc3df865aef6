/** A count with its noun, `1 second` or `2 seconds`: for nouns whose plural takes an s. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
