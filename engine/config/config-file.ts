// PSConfig.json as Az.Accounts has it: what a value applies to, then key and value. Names are compared without case;
// what we do not know stays.
import { isRecord } from '../protocol/shapes.ts';
import { findKey } from './keys.ts';
import { sameText } from '../text/same-text.ts';

export type ConfigFile = Record<string, unknown>;
type Section = Record<string, unknown>;

/** The sections of a file: what they apply to, and what stands in them. */
export function sectionsOf(file: ConfigFile): [string, Section][] {
  return Object.entries(file).filter((entry): entry is [string, Section] => isRecord(entry[1]));
}

/** The value of a key in a section; undefined where it has none. */
export function valueIn(section: Section, key: string): unknown {
  return section[nameIn(section, key) ?? key];
}

/** Puts values into the section of that name, in place of those of the same name. */
export function setValues(
  file: ConfigFile,
  appliesTo: string,
  values: Readonly<Record<string, unknown>>,
): void {
  const place = nameIn(file, appliesTo) ?? appliesTo;
  const section = isRecord(file[place]) ? file[place] : {};
  for (const [key, value] of Object.entries(values)) section[nameIn(section, key) ?? key] = value;
  file[place] = section;
}

/** Removes values: those of the keys given, else of all that are known; of one section, or of all. */
export function clearValues(
  file: ConfigFile,
  { keys, appliesTo }: { readonly keys?: readonly string[]; readonly appliesTo?: string },
): void {
  for (const [place, section] of sectionsOf(file)) {
    if (appliesTo !== undefined && !sameText(place, appliesTo)) continue;
    for (const name of Object.keys(section)) {
      const cleared = keys === undefined ? findKey(name) : keys.find((key) => sameText(key, name));
      if (cleared !== undefined) Reflect.deleteProperty(section, name);
    }
    if (Object.keys(section).length === 0) Reflect.deleteProperty(file, place);
  }
}

function nameIn(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return Object.keys(record).find((candidate) => sameText(candidate, name));
}
