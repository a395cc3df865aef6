// The engine never trusts the wire: a call is checked against the declaration before any handler sees it.
import { isAbsolute } from 'node:path';
import { EngineError } from '../errors/engine-error.ts';
import type { CmdletDeclaration } from './define-cmdlet.ts';
import type { ParameterDeclaration, ParameterType } from './parameter-types.ts';
import { isRecord } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

export interface IncomingCall {
  readonly parameterSet: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const checks: Record<ParameterType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  secretText: (value) => typeof value === 'string',
  path: (value) => typeof value === 'string' && isAbsolute(value),
  uri: (value) => typeof value === 'string',
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  switch: (value) => typeof value === 'boolean',
  timeSpan: (value) => isRecord(value) && Number.isFinite(value.totalMilliseconds),
  secureString: (value) => typeof value === 'string',
  credential: (value) =>
    isRecord(value) && typeof value.userName === 'string' && typeof value.password === 'string',
  dictionary: (value) => isRecord(value) && Object.values(value).every((item) => typeof item === 'string'),
  object: isRecord,
  'errorRecord[]': (value) => value === null || (Array.isArray(value) && value.every(isRecord)),
};

const secretTypes = new Set<ParameterType>(['secureString', 'secretText', 'credential']);

/**
 * Returns the call, with accepted values in their declared spelling.
 * @throws EngineError `InvalidArgument.ParameterSet`, `InvalidArgument.Value`
 */
export function validateCall(name: string, declaration: CmdletDeclaration, call: IncomingCall): IncomingCall {
  const refuse = (reason: string): never => {
    throw new EngineError('InvalidArgument.ParameterSet', { facts: { reason, cmdlet: name } });
  };
  const parameterSet = call.parameterSet === '' ? declaration.defaultSet : call.parameterSet;
  if (!declaration.sets.includes(parameterSet)) refuse(`${name} has no parameter set '${parameterSet}'.`);
  const parameters: Record<string, unknown> = {};
  for (const [parameter, value] of Object.entries(call.parameters)) {
    const declared = Object.hasOwn(declaration.parameters, parameter)
      ? declaration.parameters[parameter]
      : undefined;
    if (declared === undefined) return refuse(`${name} has no parameter -${parameter}.`);
    if (declared.sets !== undefined && !(parameterSet in declared.sets)) {
      refuse(`-${parameter} does not belong to the parameter set '${parameterSet}'.`);
    }
    if (declared.emptyIsAbsent === true && typeof value === 'string' && value.trim() === '') continue;
    parameters[parameter] = checkValue(parameter, declared, value);
  }
  for (const [parameter, declared] of Object.entries(declaration.parameters)) {
    if (declared.sets?.[parameterSet]?.mandatory === true && !(parameter in parameters)) {
      refuse(`-${parameter} is missing.`);
    }
  }
  return { parameterSet, parameters };
}

function checkValue(parameter: string, declared: ParameterDeclaration, value: unknown): unknown {
  const refuse = (reason: string, accepted: string): never => {
    const shown = secretTypes.has(declared.type) ? '***' : formatValue(value);
    throw new EngineError('InvalidArgument.Value', {
      facts: { parameter, value: shown, reason, accepted },
      target: shown,
    }).asBinderFault();
  };
  if (!checks[declared.type](value)) {
    if (declared.type === 'path') refuse('It is not in the file system.', 'the path of a file or folder');
    refuse('Its type is not the expected one.', `a value of type ${declared.type}`);
  }
  // PowerShell converts a SecureString to this string, such as the token from Get-AzAccessToken.
  if (declared.type === 'secretText' && value === 'System.Security.SecureString')
    refuse(
      'It is the name of a type, not the secret.',
      'text, such as (Get-AzAccessToken -AsPlainText).Token',
    );
  if (declared.notEmpty === true && value === '') refuse('It is empty.', 'text that is not empty');
  if (declared.range !== undefined && typeof value === 'number') {
    const { min, max } = declared.range;
    if (value < min || value > max) refuse('It is out of range.', `${String(min)} to ${String(max)}`);
  }
  if (declared.accepted === undefined || typeof value !== 'string') return value;
  const canonical = declared.accepted.find((accepted) => sameText(accepted, value));
  return canonical ?? refuse('', declared.accepted.join(', '));
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
