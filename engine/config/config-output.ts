import type { TypedObject } from '../protocol/values.ts';
import type { ConfigEntry } from './config-store.ts';

/** A configuration value for the pipeline, with the properties of Az.Accounts' PSConfig. */
export function toConfigOutput(entry: ConfigEntry): TypedObject {
  return {
    $type: 'Microsoft.Azure.Commands.Profile.Models.PSConfig',
    Key: entry.key,
    Value: entry.value,
    AppliesTo: entry.appliesTo,
    Scope: entry.scope,
    HelpMessage: entry.help,
    DefaultValue: entry.defaultValue,
  };
}
