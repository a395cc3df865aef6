// Splits a JSON text into parts without changing them. A result that is combined from several answers then keeps all
// digits of its numbers, which parsing would not.
import { anyJson } from '../protocol/shapes.ts';

/** Returns the members of an object as a map from name to JSON text, or undefined if the text is not a JSON object. */
export function jsonMembers(text: string): Map<string, string> | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || anyJson(trimmed) === undefined) return undefined;
  const members = new Map<string, string>();
  for (const member of splitMembers(trimmed)) {
    const end = endOfString(member, 0);
    const name = JSON.parse(member.slice(0, end)) as string;
    members.set(name, member.slice(end).replace(/^\s*:\s*/, ''));
  }
  return members;
}

/** Returns the raw JSON between the brackets of an array; any other value is returned unchanged. */
export function jsonItems(text: string): string {
  return text.startsWith('[') ? text.slice(1, -1).trim() : text;
}

/** Returns the members of an object that is known to be JSON, split at its commas. */
function splitMembers(object: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < object.length; at++) {
    const character = object[at];
    if (character === '"') at = endOfString(object, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if ((character === ',' && depth === 1) || depth === 0) {
      members.push(object.slice(start, at).trim());
      start = at + 1;
    }
  }
  return members.filter((member) => member !== '');
}

/** Returns the index after the end of the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
