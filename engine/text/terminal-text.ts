// Makes text from outside (names, error texts, service messages) safe for a terminal. In a terminal, control
// characters are commands: they can set the title, move the cursor, write to the clipboard or reverse the reading
// direction.

/** Replaces each removed character. */
const replacement = '\ufffd';

/**
 * C0 and C1 controls and DEL (ECMA-48) except tab and line break, and the bidirectional controls (UAX #9, section 2).
 */
const controls = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`,
  'g',
);

const lineBreaks = new RegExp(String.raw`[\t\n\v\f\r\u0085\u2028\u2029]+ *`, 'g');

/** Returns a text, possibly of several lines, with control characters replaced. */
export function shownText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(controls, replacement);
}

/**
 * Returns the text as one line with control characters replaced, so that it cannot imitate a line of our own output.
 */
export function shownLine(text: string): string {
  return text.replace(lineBreaks, ' ').replace(controls, replacement);
}

/** Whether `shownLine` would return the text unchanged. */
export function isPlainLine(text: string): boolean {
  return shownLine(text) === text;
}
