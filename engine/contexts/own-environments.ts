import type { Environment } from '../environments/environment.ts';
import { sameText } from '../text/same-text.ts';

/** This process's own environments by name; null for one that is removed only here. */
export type OwnEnvironments = Record<string, Environment | null>;

/** Returns the stored environments with this process's own changes. */
export function withOwn(
  stored: Readonly<Record<string, Environment>>,
  own: OwnEnvironments,
): Record<string, Environment> {
  const hidden = Object.keys(own);
  return Object.fromEntries([
    ...Object.entries(stored).filter(([name]) => !hidden.some((key) => sameText(key, name))),
    ...Object.entries(own).filter((entry): entry is [string, Environment] => entry[1] !== null),
  ]);
}
