import { azAccountsSurface, differences, onlyHere, pending } from '../../test/surface/index.ts';

/** Returns the page of all differences from Az.Accounts, from the list that the parity test checks. */
export async function emitDifferencesPage(): Promise<string> {
  const theirs = (await azAccountsSurface()).cmdlets;
  const rows = differences.map(
    ({ cmdlet, parameterSet, parameter, what, reason }) =>
      `| ${[
        `\`${cmdlet}\``,
        parameterCell(parameter, what === onlyHere && cmdlet in theirs),
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
          `These are missing, or not yet as in Az.Accounts: ${[...pending]
            .sort()
            .map((name) => `\`${name}\``)
            .join(', ')}.`,
        ];
  return [
    '<!-- Written by "npm run build" from test/surface/differences.ts. Change the list, not this page. -->',
    '# Differences from Az.Accounts',
    'A test compares every cmdlet, alias, parameter set, parameter, type, position, pipeline input and accepted value with what the documentation and the manifest of Az.Accounts say. Everything that is not listed here is the same. [Moving from Az.Accounts](moving-from-az-accounts.md) says what the differences mean for your scripts.',
    `| cmdlet | parameter | parameter set | difference | reason |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`,
    '## Types',
    'The module loads no .NET types. For a .NET type of Az.Accounts, our parameter accepts an object with that type name (`PSTypeNames`), the names of the enumeration as text, or any dictionary. Output objects have the type names of Az.Accounts.',
    '## Views',
    'Objects have the properties of Az.Accounts. Their views follow those of Az.Accounts 5.5 (`Accounts.generated.format.ps1xml`). They differ if 80 columns would not show what a person reads or copies:',
    `| what | Az.Accounts | here |\n| --- | --- | --- |\n${views.map((row) => `| ${row.join(' | ')} |`).join('\n')}`,
    ...unfinished,
    '',
  ].join('\n\n');
}

/** The views that differ. */
const views: readonly (readonly [what: string, theirs: string, ours: string])[] = [
  ['`Connect-AzAccount`', 'Subscription name, Tenant', 'Also Account: who has signed in.'],
  [
    'a context',
    'SubscriptionName, SubscriptionId, Account, Environment',
    'A `*` marks the current context. A name that you gave is in brackets; use it with `Select-AzContext`. A cloud other than AzureCloud is shown with the tenant, so that the ID fits.',
  ],
  ['an environment', 'the two addresses', 'Without `https://`, so that both fit.'],
  [
    'a tenant',
    'Name, Id, TenantCategory, Domains',
    'At most two domains, the default one first. TenantCategory if there is room.',
  ],
  ['a setting', 'all columns, cut', 'Help Message if there is room. Values are never cut.'],
  ['an account', 'all properties', 'Id, Type, Tenants.'],
];

/** A difference without a parameter is one of the cmdlet, or, if both modules have the cmdlet, of some parameters. */
function parameterCell(parameter: string | undefined, isOfParameters: boolean): string {
  if (parameter !== undefined) return `\`-${parameter}\``;
  return isOfParameters ? 'some' : '';
}
