import type { Environment } from '../environments/environment.ts';
import { sameText } from '../text/same-text.ts';

/** What this process knows otherwise than the file: environments by name; null for one that is gone here. */
export type OwnEnvironments = Record<string, Environment | null>;

/** The stored environments as this process sees them. */
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
