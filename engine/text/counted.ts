/** Returns a count with its noun, such as `1 second` or `2 seconds`. Only for nouns whose plural ends in s. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
