import { environmentVariables, type EnvironmentVariables } from '../protocol/methods.ts';
import { configKeys, variablesOf } from './keys.ts';

/** The environment variables that commands read and whose values are not secret. */
export const callVariables: readonly string[] = [
  ...environmentVariables,
  ...configKeys.flatMap((key) => variablesOf(key).map(({ name }) => name)),
];

/** Returns those of `callVariables` that are set in an environment. */
export function callVariablesIn(environment: EnvironmentVariables): EnvironmentVariables {
  return Object.fromEntries(
    callVariables.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
