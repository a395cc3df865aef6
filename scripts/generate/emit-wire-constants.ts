import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterType } from '../../engine/declaration/parameter-types.ts';
import { callVariables } from '../../engine/config/call-variables.ts';
import { configKeys, variablesOf, type ConfigKeyName } from '../../engine/config/keys.ts';
import { errorCatalogue, type CatalogueId } from '../../engine/errors/catalogue.ts';
import {
  engineVariablePrefixes,
  engineVariables,
  oldRuntimeExitCode,
  runtimePackage,
} from '../../engine/protocol/engine-environment.ts';
import * as methods from '../../engine/protocol/methods.ts';
import { outputSteps, typeKey, valueTags } from '../../engine/protocol/values.ts';
import { quoteSingle } from './powershell-syntax.ts';

/** Errors that the PowerShell side raises itself, because the engine is not running or is not asked. */
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

/** Returns the constants of the wire protocol as PowerShell variables, so that module/ repeats no name by hand. */
export function emitWireConstants(buildId: string, version: string, cmdlets: readonly Cmdlet[]): string {
  const names = Object.entries<unknown>(methods).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return [
    `$script:WireBuildId = ${quoteSingle(buildId)}`,
    `$script:ModuleVersion = ${quoteSingle(version)}`,
    `$script:WireLine = ${quoteSingle(fixedLines())}`,
    `$script:WireTypeKey = ${quoteSingle(typeKey)}`,
    `$script:WireLongestMessage = ${String(methods.maxMessageLength)}`,
    hashtable('WireMethods', names),
    hashtable('WireTags', Object.entries(valueTags)),
    hashtable('WireSteps', Object.entries(outputSteps)),
    `$script:WireEnvironmentVariables = ${words(callVariables)}`,
    `$script:EngineOldRuntimeExitCode = ${String(oldRuntimeExitCode)}`,
    `$script:EngineRuntimePackage = ${quoteSingle(runtimePackage)}`,
    `$script:EngineVariablePattern = ${quoteSingle(passedVariables())}`,
    `$script:WireCompletionParameters = ${words(methods.completionParameters)}`,
    `$script:WireSecretEnvironmentVariables = ${words(methods.secretEnvironmentVariables)}`,
    `$script:WireSecretParameters = ${words(parametersOfType(cmdlets, 'secretText'))}`,
    ...runtimeKey(),
  ].join('\n');
}

/** Returns the texts of the errors that the PowerShell side raises itself. */
export function emitFailures(): string {
  return [
    '$script:EngineFailures = @{',
    ...toldByPowerShell.map((id) => {
      const { message, action, category, exception } = errorCatalogue[id];
      const members = Object.entries({ message, action, category, exception });
      return `    ${quoteSingle(id)} = @{ ${members.map(([key, text]) => `${key} = ${quoteSingle(text)}`).join('; ')} }`;
    }),
    '}',
  ].join('\n');
}

/** Returns the regular expression of the environment variables with which the engine starts. */
function passedVariables(): string {
  const names = [...engineVariables, ...callVariables].join('|');
  return `^(?:(?:${names})$|(?i:${engineVariablePrefixes.join('|')}))`;
}

/**
 * Returns the regular expression of the lines with a fixed form, which PowerShell parses without a cmdlet. `kind` is what
 * a message to a call is; the other lines only bring something that is kept.
 */
function fixedLines(): string {
  const base64 = '[A-Za-z0-9+/=]*';
  const notification = (method: string, params: string): string =>
    `"method":"${method}","params":\\{${params}\\}`;
  const owner = '"invocation":(?<owner>\\d+)';
  /** Text that JSON need not escape. */
  const text = (name: string): string => `"${name}":"(?<${name}>[^"\\\\]*)"`;
  const call = (method: string, params: string): string =>
    notification(method, `${owner},${params}`).replace(method, '(?<kind>$&)');
  const outputs = '"outputs":"(?<outputs>[^"\\\\]*)"';
  const secrets = `,"first":(?<first>\\d+),"secrets":\\["(?<secrets>${base64}(?:","${base64})*)"\\]`;
  const context = '"context":(?<context>null|\\{.*\\})';
  const lines = [
    `"id":(?<owner>\\d+),"(?<kind>result)":(?:null|\\{${outputs}(?:${secrets})?(?:,${context})?\\})`,
    '"id":\\d+,"result":\\{"buildId":[^{}]*\\}',
    call(methods.HostOutput, outputs),
    `"id":(?<id>\\d+),${notification(methods.HostDescribe, owner)}`.replace(
      methods.HostDescribe,
      '(?<kind>$&)',
    ),
    `"id":(?<id>\\d+),${call(methods.HostConfirm, `${text('target')},${text('action')}`)}`,
    call(
      methods.HostProgress,
      `${text('activity')},${text('status')},"percent":(?<percent>-?\\d+),"secondsRemaining":(?<secondsRemaining>-?\\d+),"done":(?<done>true|false)`,
    ),
    call(methods.HostWrite, `${text('stream')},${text('message')}`),
    notification(methods.HostSecret, `${owner},"index":(?<first>\\d+),"value":"(?<secrets>${base64})"`),
    notification(methods.HostContext, `${owner},${context}`),
    notification(methods.SessionChanged, `"state":"(?<state>${base64})"`),
  ];
  return `^\\{"jsonrpc":"2\\.0",(?:${lines.join('|')})\\}$`;
}

/** Returns the only configuration key that the PowerShell side reads before it starts the engine, and its variable. */
function runtimeKey(): string[] {
  const key: ConfigKeyName = 'EngineRuntime';
  const variable = configKeys.flatMap((each) => (each.key === key ? variablesOf(each) : []))[0];
  return [
    `$script:EngineRuntimeKey = ${quoteSingle(key)}`,
    `$script:EngineRuntimeVariable = ${quoteSingle(variable?.name ?? '')}`,
  ];
}

/** Returns a list of words, which PowerShell parses and compiles faster than one with a quote around each word. */
function words(list: readonly string[]): string {
  return `-split ${quoteSingle(list.join(' '))}`;
}

function hashtable(name: string, members: readonly (readonly [string, string])[]): string {
  const lines = members.map(([key, value]) => `    ${key} = ${quoteSingle(value)}`);
  return [`$script:${name} = @{`, ...lines, '}'].join('\n');
}

/** Returns `Cmdlet/Parameter` for each parameter of a type that the PowerShell side must treat differently. */
function parametersOfType(cmdlets: readonly Cmdlet[], type: ParameterType): string[] {
  return cmdlets.flatMap(({ name, declaration }) =>
    Object.entries(declaration.parameters)
      .filter(([, declared]) => declared.type === type)
      .map(([parameter]) => `${name}/${parameter}`),
  );
}
