import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterType } from '../../engine/declaration/parameter-types.ts';
import { configKeys, variablesOf, type ConfigKeyName } from '../../engine/config/keys.ts';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';
import {
  engineVariablePrefixes,
  engineVariables,
  oldRuntimeExitCode,
} from '../../engine/protocol/engine-environment.ts';
import * as methods from '../../engine/protocol/methods.ts';
import { typeKey, valueTags } from '../../engine/protocol/values.ts';
import { quoteList, quoteSingle } from './powershell-syntax.ts';

/** Failures that PowerShell itself must be able to tell: the engine is not there, or will not be asked. */
const toldByPowerShell: readonly CatalogueId[] = [
  'Engine.NotFound',
  'Engine.RuntimeNotFound',
  'Engine.RuntimeUntrusted',
  'Engine.RuntimeTooOld',
  'Engine.Exited',
  'Engine.Silent',
  'Engine.Unexpected',
  'InvalidArgument.Setting',
  'InvalidArgument.TooLarge',
];

/** What module/ must know of the wire, as PowerShell variables: no name of the contract is typed by hand there. */
export function emitWireConstants(buildId: string, version: string, cmdlets: readonly Cmdlet[]): string {
  const names = Object.entries<unknown>(methods).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return [
    `$script:WireBuildId = ${quoteSingle(buildId)}`,
    `$script:ModuleVersion = ${quoteSingle(version)}`,
    `$script:WireTypeKey = ${quoteSingle(typeKey)}`,
    `$script:WireLongestMessage = ${String(methods.maxMessageLength)}`,
    hashtable('WireMethods', names),
    hashtable('WireTags', Object.entries(valueTags)),
    `$script:WireEnvironmentVariables = @(${quoteList([...methods.environmentVariables, ...configKeys.flatMap((key) => variablesOf(key).map(({ name }) => name))])})`,
    `$script:EngineOldRuntimeExitCode = ${String(oldRuntimeExitCode)}`,
    `$script:EngineVariables = @(${quoteList(engineVariables)})`,
    `$script:EngineVariablePrefixes = @(${quoteList(engineVariablePrefixes)})`,
    `$script:WireCompletionParameters = @(${quoteList(methods.completionParameters)})`,
    `$script:WireSecretEnvironmentVariables = @(${quoteList(methods.secretEnvironmentVariables)})`,
    `$script:WireSecretParameters = @(${quoteList(parametersOfType(cmdlets, 'secretText'))})`,
    runtimeKey(),
    '$script:EngineFailures = @{',
    ...toldByPowerShell.map((id) => {
      const { message, action, category, exception } = errorCatalogue[id];
      const members = Object.entries({ message, action, category, exception });
      return `    ${quoteSingle(id)} = @{ ${members.map(([key, text]) => `${key} = ${quoteSingle(text)}`).join('; ')} }`;
    }),
    '}',
  ].join('\n');
}

/** The one key that is read before there is an engine. */
function runtimeKey(): string {
  const key: ConfigKeyName = 'EngineRuntime';
  const variable = configKeys.flatMap((each) => (each.key === key ? variablesOf(each) : []))[0];
  return hashtable('EngineRuntimeKey', [
    ['Name', key],
    ['Variable', variable?.name ?? ''],
  ]);
}

function hashtable(name: string, members: readonly (readonly [string, string])[]): string {
  const lines = members.map(([key, value]) => `    ${key} = ${quoteSingle(value)}`);
  return [`$script:${name} = @{`, ...lines, '}'].join('\n');
}

/** `Cmdlet/Parameter` for each parameter of a type that PowerShell must treat in a way of its own. */
function parametersOfType(cmdlets: readonly Cmdlet[], type: ParameterType): string[] {
  return cmdlets.flatMap(({ name, declaration }) =>
    Object.entries(declaration.parameters)
      .filter(([, declared]) => declared.type === type)
      .map(([parameter]) => `${name}/${parameter}`),
  );
}
