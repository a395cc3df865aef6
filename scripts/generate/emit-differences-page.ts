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
    '## Views',
    'Objects have the properties of Az.Accounts. Their views follow those of Az.Accounts 5.5 (`Accounts.generated.format.ps1xml`) and differ where 80 columns would not show what a person reads or copies:',
    `| what | Az.Accounts | here |\n| --- | --- | --- |\n${views.map((row) => `| ${row.join(' | ')} |`).join('\n')}`,
    ...unfinished,
    '',
  ].join('\n\n');
}

/** What is shown differently, and why. */
const views: readonly (readonly [what: string, theirs: string, ours: string])[] = [
  ['`Connect-AzAccount`', 'Subscription name, Tenant', 'also Account: who has signed in.'],
  [
    'a context',
    'SubscriptionName, SubscriptionId, Account, Environment',
    'A `*` marks the current one. A name that was given is in brackets: `Select-AzContext` takes it. Any other cloud than AzureCloud is named with the tenant, so that the ID fits.',
  ],
  ['an environment', 'the two addresses', 'without `https://`, so that both fit.'],
  [
    'a tenant',
    'Name, Id, TenantCategory, Domains',
    'The default domain first, two at most; TenantCategory where there is room.',
  ],
  ['a setting', 'all columns, cut', 'Help Message where there is room; values are never cut.'],
  ['an account', 'all properties', 'Id, Type, Tenants.'],
];

/** A difference without a parameter is one of the cmdlet; or, where both have the cmdlet, of all that is ours in it. */
function parameterCell(parameter: string | undefined, isOfParameters: boolean): string {
  if (parameter !== undefined) return `\`-${parameter}\``;
  return isOfParameters ? 'some' : '';
}
