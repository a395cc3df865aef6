// The configuration's keys as parameters. A key that is added to the table becomes a parameter of these cmdlets.
import { rangeOf } from '../config/config-values.ts';
import { configKeys } from '../config/keys.ts';
import type { ParameterDeclaration, ParameterType } from '../declaration/parameter-types.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { ConfigKey, WritableScope } from '../config/config-key.ts';

/** The accepted values of -Scope. */
export const configScopes = ['CurrentUser', 'Process', 'Default', 'Environment'] as const;

/** Returns a switch for each key, to choose keys. `set` limits them to one parameter set. */
export function configSwitches(verb: string, set?: string): Record<string, ParameterDeclaration> {
  return Object.fromEntries(
    configKeys.map(({ key, help }) => [
      key,
      {
        type: 'switch',
        help: `${verb} this key. ${help}`,
        ...(set === undefined ? {} : { sets: { [set]: {} } }),
      } satisfies ParameterDeclaration,
    ]),
  );
}

const parameterTypes: Record<ConfigKey['type'], ParameterType> = {
  bool: 'bool',
  string: 'string',
  int: 'int',
  file: 'path',
  proxy: 'string',
};

/** Returns a parameter for each key, to set its value. */
export function configValues(): Record<string, ParameterDeclaration> {
  return Object.fromEntries(
    configKeys.map((entry: ConfigKey) => [
      entry.key,
      {
        type: parameterTypes[entry.type],
        help: entry.help,
        sets: { __AllParameterSets: { pipeline: 'propertyName' } },
        ...(entry.accepted === undefined ? {} : { accepted: entry.accepted }),
        ...(entry.completer === undefined ? {} : { completer: entry.completer }),
        ...(entry.type === 'int' ? { range: rangeOf(entry) } : {}),
        // PowerShell resolves an empty path to the current folder. Clear-AzConfig is the way to remove the value.
        ...(entry.type === 'file' ? { notEmpty: true as const } : {}),
      } satisfies ParameterDeclaration,
    ]),
  );
}

/** Returns the keys whose switches are set. */
export function chosenKeys(parameters: object): string[] {
  const given = parameters as Readonly<Record<string, unknown>>;
  return configKeys.map(({ key }) => key).filter((key) => given[key] === true);
}

/**
 * Returns the scope to change. The default is CurrentUser.
 * @throws EngineError `InvalidArgument.Value` for a scope that can only be read
 */
export function writableScope(scope: (typeof configScopes)[number] | undefined): WritableScope {
  if (scope !== 'Default' && scope !== 'Environment') return scope ?? 'CurrentUser';
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Scope',
      value: scope,
      reason: 'It can only be read.',
      accepted: 'CurrentUser, Process',
    },
    target: scope,
  });
}
