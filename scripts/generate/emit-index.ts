import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';

/** The tasks of a user, and the nouns of the cmdlets for each. */
const tasks: readonly { readonly title: string; readonly nouns: readonly string[] }[] = [
  { title: 'Sign in and out', nouns: ['AzAccount'] },
  { title: 'Choose where commands work', nouns: ['AzContext', 'AzTenant', 'AzSubscription', 'AzDefault'] },
  { title: 'Store sign-ins, or not', nouns: ['AzContextAutosave', 'AzContextAutosaveSetting'] },
  { title: 'Call Azure directly', nouns: ['AzAccessToken', 'AzRestMethod'] },
  { title: 'Share the sign-in with other programs', nouns: ['AzIdentityEndpoint'] },
  { title: 'Configure', nouns: ['AzConfig', 'AzDataCollection'] },
  { title: 'Use another cloud', nouns: ['AzEnvironment'] },
  { title: 'Find out what went wrong', nouns: ['AzSignIn', 'AzError'] },
];

/** Returns the list of all cmdlets by task. Cmdlets without a task come last, under `More`. */
export function emitIndex(cmdlets: readonly Cmdlet[]): string {
  const known = new Set(tasks.flatMap(({ nouns }) => nouns));
  const others = cmdlets.filter(({ declaration }) => !known.has(declaration.noun));
  const groups = [
    ...tasks.map(({ title, nouns }) => ({
      title,
      members: nouns.flatMap((noun) => cmdlets.filter(({ declaration }) => declaration.noun === noun)),
    })),
    { title: 'More', members: others },
  ];
  return [
    '<!-- Written by "npm run build" from engine/cmdlets. Change the declarations, not this page. -->',
    '# Cmdlets',
    'PowerShell shows the same text: `Get-Help <cmdlet> -Full`, or `-Examples` for the examples only.',
    ...groups
      .filter(({ members }) => members.length > 0)
      .flatMap(({ title, members }) => [`## ${title}`, members.map(emitLine).join('\n')]),
    '',
  ].join('\n\n');
}

function emitLine({ name, declaration: { synopsis, aliases = [] } }: Cmdlet): string {
  const also = aliases.length === 0 ? '' : ` Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`;
  return `- [${name}](${name}.md): ${synopsis}${also}`;
}
