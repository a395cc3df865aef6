// Commands that a person is told to run. Names in them are chosen by others: whatever they are, what is copied to the
// prompt is one command, with each of them as one argument.

/** What PowerShell takes for a single quote, whichever of them a text begins with (about_Quoting_Rules, and the tokenizer's IsSingleQuote). */
const singleQuotes = /['\u2018-\u201b]/g;

/** What needs no quotes: as `ConvertTo-EngineArgument` in the module has it. */
const plain = /^(?:[A-Za-z_][\w.:/@+-]*|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

/** A text as an argument that PowerShell reads as this text and nothing else. */
export function argument(text: string): string {
  return plain.test(text) ? text : `'${text.replace(singleQuotes, '$&$&')}'`;
}

/** A command with parameters, each value quoted where it has to be; those without a value are left out. */
export function commandLine(
  command: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`-${name} ${argument(value)}`],
  );
  return [command, ...given].join(' ');
}
