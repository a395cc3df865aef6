// PSConfig.json in Az.Accounts' format: sections by what they apply to, each with keys and values. Names ignore case;
// unknown keys are kept.
import { isRecord } from '../protocol/shapes.ts';
import { findKey } from './keys.ts';
import { sameText } from '../text/same-text.ts';

export type ConfigFile = Record<string, unknown>;
type Section = Record<string, unknown>;

/** Returns the sections of a file, each with what it applies to. */
export function sectionsOf(file: ConfigFile): [string, Section][] {
  return Object.entries(file).filter((entry): entry is [string, Section] => isRecord(entry[1]));
}

/** Returns the value of a key in a section, or undefined. */
export function valueIn(section: Section, key: string): unknown {
  return section[nameIn(section, key) ?? key];
}

/** Sets values in the section with a name, replacing those with the same key. */
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

/** Removes the values of the given keys, or of all known keys; in one section, or in all. */
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
