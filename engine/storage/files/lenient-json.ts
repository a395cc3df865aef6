// JSON that was edited by hand. Az.Accounts reads its files with comments and with commas behind the last member
// (JsonConfigurationFileParser.cs); what it takes must not look damaged here.

/** A string, a comment, what stands between marks, or a mark. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[^"/,:[\]{}]+|[\s\S]/g;

/** The text without comments, and without a comma before the end of an object or an array. */
export function strictJson(text: string): string {
  const kept: string[] = [];
  let comma: number | undefined;
  for (const [token] of text.matchAll(tokens)) {
    const isBlank = token.trim() === '' || /^\/[/*]/.test(token);
    // What follows a comma decides whether it stays.
    if ((token === '}' || token === ']') && comma !== undefined) kept[comma] = '';
    if (!isBlank) comma = token === ',' && isAfterValue(kept) ? kept.length : undefined;
    kept.push(/^\/[/*]/.test(token) ? ' ' : token);
  }
  return kept.join('');
}

/** Whether something stands before a comma that it can be behind of. */
function isAfterValue(kept: readonly string[]): boolean {
  const before = kept.findLast((token) => token.trim() !== '');
  return before !== undefined && !/^[[{,:]$/.test(before);
}
