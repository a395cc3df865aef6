import type { EnvironmentVariables } from '../protocol/methods.ts';

/**
 * Returns the value of a variable without white space around it, which it may have if a script read it from a file, or
 * undefined if it is empty.
 */
export function variableOf(name: string, variables: EnvironmentVariables): string | undefined {
  const value = variables[name]?.trim() ?? '';
  return value === '' ? undefined : value;
}
