// What comes from outside (names, error texts, messages of services) on its way to a terminal. There control characters
// are commands: they set titles, write elsewhere, copy to the clipboard, or turn the direction of reading round.

/** What stands for a character that was taken out. */
const replacement = '\ufffd';

/** Without tabs and line breaks: C0 and C1 controls with DEL (ECMA-48), and the bidirectional controls (UAX #9, 2). */
const controls = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]`,
  'g',
);

const lineBreaks = new RegExp(String.raw`[\t\n\v\f\r\u0085\u2028\u2029]+ *`, 'g');

/** A text that may have several lines, without what a terminal would take for a command. */
export function shownText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(controls, replacement);
}

/** The same in one line, so that nothing in it can look like a line of ours. */
export function shownLine(text: string): string {
  return text.replace(lineBreaks, ' ').replace(controls, replacement);
}

/** Whether a text has nothing of the kind. */
export function isPlainLine(text: string): boolean {
  return shownLine(text) === text;
}
