// Parts of a JSON text as they stand in it. What is put together from several answers keeps its numbers to the last
// digit so, which reading and writing them again would not.
import { anyJson } from '../protocol/shapes.ts';

/** The members of an object by their names, each as its JSON text; undefined where the text is no JSON object. */
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

/** What stands in an array, or the one value that is none, as it stands between the brackets of an array. */
export function jsonItems(text: string): string {
  return text.startsWith('[') ? text.slice(1, -1).trim() : text;
}

/** The texts between the commas of an object that is known to be JSON. */
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

/** The place behind the string that begins at a place. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
