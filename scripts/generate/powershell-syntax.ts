// Writes PowerShell syntax, one function for each element, so that quoting is decided in one place.
import type {
  ParameterDeclaration,
  ParameterType,
  SetMembership,
} from '../../engine/declaration/parameter-types.ts';

/** Returns a single-quoted PowerShell string. In PowerShell a curly quote ends such a string too. */
export function quoteSingle(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** Returns a comma-separated list of single-quoted strings. */
export function quoteList(texts: readonly string[]): string {
  return texts.map(quoteSingle).join(', ');
}

const typeNames: Record<ParameterType, string> = {
  string: 'string',
  secretText: 'string',
  path: 'string',
  uri: 'uri',
  'string[]': 'string[]',
  int: 'int',
  bool: 'bool',
  switch: 'switch',
  timeSpan: 'timespan',
  secureString: 'securestring',
  credential: 'pscredential',
  dictionary: 'System.Collections.IDictionary',
  object: 'psobject',
  'errorRecord[]': 'System.Management.Automation.ErrorRecord[]',
};

/** Returns the .NET type of a parameter, as written between brackets. */
export function typeName(type: ParameterType): string {
  return typeNames[type];
}

/**
 * Returns `[Parameter(…)]` for one parameter set. An empty set name means all sets. Returns an empty string if it would say
 * nothing: PowerShell adds the attribute then.
 */
export function parameterAttribute(set: string, membership: SetMembership): string {
  const parts: string[] = [];
  if (set !== '' && set !== '__AllParameterSets') parts.push(`ParameterSetName = ${quoteSingle(set)}`);
  if (membership.mandatory === true) parts.push('Mandatory');
  if (membership.position !== undefined) parts.push(`Position = ${String(membership.position)}`);
  if (membership.pipeline === 'value') parts.push('ValueFromPipeline');
  if (membership.pipeline === 'propertyName') parts.push('ValueFromPipelineByPropertyName');
  return parts.length === 0 ? '' : `[Parameter(${parts.join(', ')})]`;
}

/**
 * Returns the attribute for completion. Register-ArgumentCompleter would cost time at each import and outlive the
 * module. The attribute's script block does not run in the module's scope, so it enters the module with `&`. Its first
 * argument is the name that the user typed, which can be an alias or have a prefix, so the cmdlet's own name is passed
 * too. Without -All, Get-Module does not list a module that was imported inside another one.
 */
function argumentCompleter(cmdlet: string): string {
  return `[ArgumentCompleter({ & @(Get-Module Az.LoginTs -All)[0] Complete-EngineWord ${quoteSingle(cmdlet)} @args })]`;
}

/** PowerShell itself completes nothing for a bool. The word is the third argument of a completer. */
const boolCompleter = `[ArgumentCompleter({ '$true', '$false' -like ($args[2] + '*') })]`;

/**
 * Returns one parameter of a cmdlet: its attributes and its declaration. They are in one line, because PowerShell parses
 * each line break as a word.
 */
export function parameterDeclaration(cmdlet: string, name: string, parameter: ParameterDeclaration): string {
  const memberships = Object.entries(parameter.sets ?? { '': {} });
  const parts = memberships.map(([set, membership]) => parameterAttribute(set, membership));
  if (parameter.aliases !== undefined) parts.push(`[Alias(${quoteList(parameter.aliases)})]`);
  if (parameter.accepted !== undefined) parts.push(`[ValidateSet(${quoteList(parameter.accepted)})]`);
  if (parameter.range !== undefined) {
    parts.push(`[ValidateRange(${String(parameter.range.min)}, ${String(parameter.range.max)})]`);
  }
  if (parameter.notEmpty === true) parts.push('[ValidateNotNullOrEmpty()]');
  if (parameter.objectType !== undefined)
    // Our objects have this name too. It is the only one left after an object was exported to a file and imported.
    parts.push(`[PSTypeName(${quoteSingle(`Deserialized.${parameter.objectType}`)})]`);
  if (parameter.completer !== undefined) parts.push(argumentCompleter(cmdlet));
  if (parameter.type === 'bool') parts.push(boolCompleter);
  parts.push(`[${typeName(parameter.type)}]$${name}`);
  return parts.join('');
}
