// The configuration's keys as parameters: a key added to the table is a parameter of these cmdlets at once.
import { rangeOf } from '../config/config-values.ts';
import { configKeys } from '../config/keys.ts';
import type { ParameterDeclaration, ParameterType } from '../declaration/parameter-types.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { ConfigKey, WritableScope } from '../config/config-key.ts';

/** The scopes of the configuration, as -Scope takes them. */
export const configScopes = ['CurrentUser', 'Process', 'Default', 'Environment'] as const;

/** A switch for each key, for choosing keys; in every parameter set, or in one. */
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

/** A value for each key. */
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
        // No path is taken for the current folder; Clear-AzConfig takes a file back.
        ...(entry.type === 'file' ? { notEmpty: true as const } : {}),
      } satisfies ParameterDeclaration,
    ]),
  );
}

/** The keys whose switches are set. */
export function chosenKeys(parameters: object): string[] {
  const given = parameters as Readonly<Record<string, unknown>>;
  return configKeys.map(({ key }) => key).filter((key) => given[key] === true);
}

/**
 * The scope to change; CurrentUser unless another is named.
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
