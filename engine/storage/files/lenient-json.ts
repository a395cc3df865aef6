// JSON that was edited by hand. Az.Accounts accepts comments and trailing commas in its files
// (JsonConfigurationFileParser.cs), so we must not treat them as damage.

/** A string, a comment, other text, or a single punctuation mark. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[^"/,:[\]{}]+|[\s\S]/g;

/** Returns the text without comments and without trailing commas. */
export function strictJson(text: string): string {
  const kept: string[] = [];
  let comma: number | undefined;
  for (const [token] of text.matchAll(tokens)) {
    const isBlank = token.trim() === '' || /^\/[/*]/.test(token);
    // A comma is removed if the next token closes an object or an array.
    if ((token === '}' || token === ']') && comma !== undefined) kept[comma] = '';
    if (!isBlank) comma = token === ',' && isAfterValue(kept) ? kept.length : undefined;
    kept.push(/^\/[/*]/.test(token) ? ' ' : token);
  }
  return kept.join('');
}

/** Whether the last token ends a value, so that a comma may follow it. */
function isAfterValue(kept: readonly string[]): boolean {
  const before = kept.findLast((token) => token.trim() !== '');
  return before !== undefined && !/^[[{,:]$/.test(before);
}
