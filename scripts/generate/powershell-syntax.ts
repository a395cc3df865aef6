// Pieces of PowerShell text. One function a syntax element, so that quoting is decided in one place.
import type {
  ParameterDeclaration,
  ParameterType,
  SetMembership,
} from '../../engine/declaration/parameter-types.ts';

/** A single-quoted PowerShell string. PowerShell also ends such a string at the curly quotes. */
export function quoteSingle(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** A list of single-quoted strings. */
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

/** The .NET type of a parameter, as it stands between brackets. */
export function typeName(type: ParameterType): string {
  return typeNames[type];
}

/** `[Parameter(…)]` for one parameter set; an empty set name stands for all of them. */
export function parameterAttribute(set: string, membership: SetMembership): string {
  const parts: string[] = [];
  if (set !== '' && set !== '__AllParameterSets') parts.push(`ParameterSetName = ${quoteSingle(set)}`);
  if (membership.mandatory === true) parts.push('Mandatory = $true');
  if (membership.position !== undefined) parts.push(`Position = ${String(membership.position)}`);
  if (membership.pipeline === 'value') parts.push('ValueFromPipeline = $true');
  if (membership.pipeline === 'propertyName') parts.push('ValueFromPipelineByPropertyName = $true');
  return `[Parameter(${parts.join(', ')})]`;
}

/**
 * An attribute, and not Register-ArgumentCompleter: that would cost at each import and outlive the module. Its script
 * block does not run in the module's own scope, hence the way into it. The first of its arguments is the name by which
 * the cmdlet was called, a prefix or an alias in it. -All: inside another module it is not among those that are listed.
 */
function argumentCompleter(cmdlet: string): string {
  return `[ArgumentCompleter({ & @(Get-Module -All -Name Az.LoginTs)[0] { Complete-EngineWord ${quoteSingle(cmdlet)} @args } @args })]`;
}

/** PowerShell itself offers nothing for a bool. */
const boolCompleter = `[ArgumentCompleter({ param($Command, $Parameter, $Word) '$true', '$false' -like "$Word*" })]`;

/** All attributes and the declaration of one parameter of a cmdlet. */
export function parameterDeclaration(
  cmdlet: string,
  name: string,
  parameter: ParameterDeclaration,
): string[] {
  const memberships = Object.entries(parameter.sets ?? { '': {} });
  const lines = memberships.map(([set, membership]) => parameterAttribute(set, membership));
  if (parameter.aliases !== undefined) lines.push(`[Alias(${quoteList(parameter.aliases)})]`);
  if (parameter.accepted !== undefined) lines.push(`[ValidateSet(${quoteList(parameter.accepted)})]`);
  if (parameter.range !== undefined) {
    lines.push(`[ValidateRange(${String(parameter.range.min)}, ${String(parameter.range.max)})]`);
  }
  if (parameter.notEmpty === true) lines.push('[ValidateNotNullOrEmpty()]');
  if (parameter.objectType !== undefined)
    // An object of ours has this name too, and one that was written to a file and read again has no other.
    lines.push(`[PSTypeName(${quoteSingle(`Deserialized.${parameter.objectType}`)})]`);
  if (parameter.completer !== undefined) lines.push(argumentCompleter(cmdlet));
  if (parameter.type === 'bool') lines.push(boolCompleter);
  lines.push(`[${typeName(parameter.type)}]$${name}`);
  return lines;
}
