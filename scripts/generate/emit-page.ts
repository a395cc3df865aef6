import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterDeclaration, SetMembership } from '../../engine/declaration/parameter-types.ts';
import { membersOf } from './emit-help.ts';
import { typeName } from './powershell-syntax.ts';

/** The docs page of a cmdlet, in Markdown: the same text as its help. */
export function emitPage({ name, declaration }: Cmdlet): string {
  const { synopsis, description, sets, parameters, outputs, examples, aliases } = declaration;
  const syntax = sets.map((set) => {
    const parts = membersOf(parameters, set).map(([parameter, declared, membership]) =>
      syntaxOf(parameter, declared, membership),
    );
    return `${set === '__AllParameterSets' ? '' : `# ${set}\n`}${[name, ...parts].join(' ')}`;
  });
  return [
    '<!-- Written by "npm run build" from engine/cmdlets. Change the declaration, not this page. -->',
    `# ${name}`,
    synopsis,
    ...(aliases === undefined ? [] : [`Aliases: ${aliases.map((alias) => `\`${alias}\``).join(', ')}`]),
    '## Syntax',
    `\`\`\`powershell\n${syntax.join('\n\n')}\n\`\`\``,
    '## Description',
    description,
    '## Examples',
    ...examples.flatMap((example) => [
      `### ${example.title}`,
      `\`\`\`powershell\n${example.code}\n\`\`\``,
      example.remarks,
    ]),
    '## Parameters',
    ...Object.entries(parameters).flatMap(([parameter, declared]) => [
      `### -${parameter}`,
      declared.help,
      factsOf(declared),
    ]),
    '## Outputs',
    outputs.map((output) => `\`${output}\``).join('\n\n'),
    '',
  ].join('\n\n');
}

function syntaxOf(name: string, declared: ParameterDeclaration, membership: SetMembership): string {
  const value =
    declared.accepted === undefined ? `<${typeName(declared.type)}>` : `{${declared.accepted.join(' | ')}}`;
  if (declared.type === 'switch') return `[-${name}]`;
  const label = membership.position === undefined ? `-${name}` : `[-${name}]`;
  return membership.mandatory === true ? `${label} ${value}` : `[${label} ${value}]`;
}

function factsOf(declared: ParameterDeclaration): string {
  const facts = [`Type: \`${typeName(declared.type)}\``];
  if (declared.aliases !== undefined)
    facts.push(`Aliases: ${declared.aliases.map((alias) => `\`${alias}\``).join(', ')}`);
  if (declared.accepted !== undefined)
    facts.push(`Accepted: ${declared.accepted.map((item) => `\`${item}\``).join(', ')}`);
  if (declared.range !== undefined)
    facts.push(`Range: ${String(declared.range.min)} to ${String(declared.range.max)}`);
  const sets = Object.keys(declared.sets ?? {}).filter((set) => set !== '__AllParameterSets');
  if (sets.length > 0) facts.push(`Parameter sets: ${sets.join(', ')}`);
  return facts.map((fact) => `- ${fact}`).join('\n');
}
