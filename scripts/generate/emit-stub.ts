import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { parameterDeclaration, quoteList, quoteSingle } from './powershell-syntax.ts';

/**
 * Returns the PowerShell function of a cmdlet: its parameters and one call. All behaviour is in Invoke-EngineCmdlet,
 * whose first lines say why it is called as a script block.
 */
export function emitStub({ name, declaration }: Cmdlet, helpFile: string): string {
  const binding = ['PositionalBinding = $false'];
  if (declaration.defaultSet !== '__AllParameterSets') {
    binding.unshift(`DefaultParameterSetName = ${quoteSingle(declaration.defaultSet)}`);
  }
  if (declaration.shouldProcess === true) binding.push('SupportsShouldProcess');
  const parameters = Object.entries(declaration.parameters).map(
    ([parameter, declared]) => `        ${parameterDeclaration(name, parameter, declared)}`,
  );
  const paths = Object.keys(declaration.parameters).filter(
    (parameter) => declaration.parameters[parameter]?.type === 'path',
  );
  return [
    `# .EXTERNALHELP ${helpFile}`,
    `function ${name} {`,
    `    [CmdletBinding(${binding.join(', ')})]`,
    `    [OutputType(${quoteList(declaration.outputs)})]`,
    ...(declaration.aliases === undefined ? [] : [`    [Alias(${quoteList(declaration.aliases)})]`]),
    '    param(',
    parameters.join(',\n'),
    '    )',
    `    process { \${function:Invoke-EngineCmdlet}.Invoke(${quoteSingle(name)}, $PSCmdlet, $PSBoundParameters${paths.length === 0 ? '' : `, @(${quoteList(paths)})`}) }`,
    '}',
  ].join('\n');
}
