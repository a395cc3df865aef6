// Builds the commands that messages suggest. Names in them are chosen by others, so each value is quoted: whatever
// the name is, the line that a user copies to the prompt is one command with one argument per name.

/**
 * The characters that PowerShell accepts as a single quote, in any combination (about_Quoting_Rules, and the
 * tokenizer's IsSingleQuote).
 */
const singleQuotes = /['\u2018-\u201b]/g;

/** Texts that need no quotes. The same rule as `ConvertTo-EngineArgument` in the module. */
const plain = /^(?:[A-Za-z_][\w.:/@+-]*|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

/** Returns the text as a PowerShell argument, in single quotes if it needs them. */
export function argument(text: string): string {
  return plain.test(text) ? text : `'${text.replace(singleQuotes, '$&$&')}'`;
}

/**
 * Returns a command with its parameters, each value quoted if it needs quotes. Parameters without a value are left
 * out.
 */
export function commandLine(
  command: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`-${name} ${argument(value)}`],
  );
  return [command, ...given].join(' ');
}
