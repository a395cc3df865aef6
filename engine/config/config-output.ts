import type { TypedObject } from '../protocol/values.ts';
import type { ConfigEntry } from './config-store.ts';
import { shownValue } from './config-values.ts';
import { findKey } from './keys.ts';

/** Returns a configuration value as an output object, with the properties of Az.Accounts' PSConfig. */
export function toConfigOutput(entry: ConfigEntry): TypedObject {
  const key = findKey(entry.key);
  return {
    $type: 'Microsoft.Azure.Commands.Profile.Models.PSConfig',
    Key: entry.key,
    Value: key === undefined ? entry.value : shownValue(key, entry.value),
    AppliesTo: entry.appliesTo,
    Scope: entry.scope,
    HelpMessage: entry.help,
    DefaultValue: entry.defaultValue,
  };
}
