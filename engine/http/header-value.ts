/** What Node.js refuses in the value of a header (RFC 9110, section 5.5). */
const notInHeaders = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Returns why a text cannot be the value of a header, as a clause, or undefined if it can. Texts from outside, such as
 * variables, are checked when they are read, so that the error can name their source.
 */
export function headerFault(text: string): string | undefined {
  const found = notInHeaders.exec(text)?.[0];
  if (found === undefined) return undefined;
  return /[\r\n]/.test(found) ? 'a line break is in it' : `the character '${found}' is in it`;
}
