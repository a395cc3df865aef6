import { azAccountsSurface, differences, pending } from '../../test/surface/index.ts';

/** The page of all ways in which the cmdlets are not those of Az.Accounts, from the list that the tests hold them to. */
export async function emitDifferencesPage(): Promise<string> {
  const theirs = (await azAccountsSurface()).cmdlets;
  const rows = differences.map(
    ({ cmdlet, parameterSet, parameter, what, reason }) =>
      `| ${[
        `\`${cmdlet}\``,
        parameterCell(parameter, what === 'is ours alone' && cmdlet in theirs),
        parameterSet === undefined ? 'all' : `\`${parameterSet}\``,
        what,
        reason,
      ].join(' | ')} |`,
  );
  const unfinished =
    pending.length === 0
      ? []
      : [
          '## Not finished yet',
          `These are absent, or not yet as in Az.Accounts: ${[...pending]
            .sort()
            .map((name) => `\`${name}\``)
            .join(', ')}.`,
        ];
  return [
    '<!-- Written by "npm run build" from test/surface/differences.ts. Change the list, not this page. -->',
    '# Differences from Az.Accounts',
    'Every cmdlet, alias, parameter set, parameter, type, position, pipeline input and accepted value is compared with Az.Accounts by a test. What is not listed here is the same. What the differences mean for your scripts stands in [moving from Az.Accounts](moving-from-az-accounts.md).',
    '"it is mandatory: true, not false" is to be read as: ours is mandatory, that of Az.Accounts is not.',
    `| cmdlet | parameter | parameter set | difference | reason |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`,
    '## Types',
    'The module brings no .NET types. Where a parameter has a type of Az.Accounts, ours takes an object with the type name of that type (`PSTypeNames`), text with the names of an enumeration, or any dictionary. Outputs have the type names of Az.Accounts.',
    ...unfinished,
    '',
  ].join('\n\n');
}

/** A difference without a parameter is one of the cmdlet; or, where both have the cmdlet, of all that is ours in it. */
function parameterCell(parameter: string | undefined, isOfParameters: boolean): string {
  if (parameter !== undefined) return `\`-${parameter}\``;
  return isOfParameters ? 'some' : '';
}
