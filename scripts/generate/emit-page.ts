import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { factsOfAll, factsOfSet, inputsOf, type ParameterFacts } from './parameter-facts.ts';

/** Returns the docs page of a cmdlet in Markdown, with the same text as its help. */
export function emitPage({ name, declaration }: Cmdlet): string {
  const { synopsis, description, sets, outputs, examples, aliases, links = [] } = declaration;
  const syntax = sets.map((set) => {
    const parts = factsOfSet(declaration, set).map(syntaxOf);
    return `${set === '__AllParameterSets' ? '' : `# ${set}\n`}${[name, ...parts].join(' ')}`;
  });
  const inputs = inputsOf(declaration);
  return [
    '<!-- Written by "npm run build" from engine/cmdlets. Change the declaration, not this page. -->',
    `# ${name}`,
    synopsis,
    ...(aliases === undefined ? [] : [`Aliases: ${aliases.map((alias) => `\`${alias}\``).join(', ')}`]),
    '## Syntax',
    `\`\`\`powershell\n${syntax.join('\n\n')}\n\`\`\``,
    '## Description',
    escapeMarkdown(description),
    '## Examples',
    ...examples.flatMap((example, index) => [
      `### ${String(index + 1)}. ${example.title}`,
      `\`\`\`powershell\n${example.code}\n\`\`\``,
      escapeMarkdown(example.remarks),
    ]),
    '## Parameters',
    ...factsOfAll(declaration).flatMap((facts) => [
      `### -${facts.name}`,
      ...facts.text.map(escapeMarkdown),
      tellFacts(facts, setsOf(declaration.parameters[facts.name]?.sets)),
    ]),
    '## Inputs',
    inputs.length === 0
      ? 'None.'
      : inputs.map(({ type, text }) => `\`${type}\`: ${escapeMarkdown(text)}`).join('\n\n'),
    '## Outputs',
    outputs.length === 0 ? 'None.' : outputs.map((output) => `\`${output}\``).join('\n\n'),
    '## See also',
    [...links.map((link) => `- [${link}](${link}.md)`), '- [All cmdlets](README.md)'].join('\n'),
    '',
  ].join('\n\n');
}

function syntaxOf({ name, accepted, type, isSwitch, required, position }: ParameterFacts): string {
  const value = accepted.length === 0 ? `<${type}>` : `{${accepted.join(' | ')}}`;
  if (isSwitch) return required ? `-${name}` : `[-${name}]`;
  const label = position === undefined ? `-${name}` : `[-${name}]`;
  return required ? `${label} ${value}` : `[${label} ${value}]`;
}

function setsOf(sets: object | undefined): string[] {
  return Object.keys(sets ?? {}).filter((set) => set !== '__AllParameterSets');
}

function tellFacts(facts: ParameterFacts, sets: readonly string[]): string {
  const { type, aliases, required, position, pipeline, defaultValue } = facts;
  const statements: [string, string | undefined][] = [
    ['Type', `\`${type}\``],
    ['Aliases', aliases.length === 0 ? undefined : aliases.map((alias) => `\`${alias}\``).join(', ')],
    ['Required', required ? 'yes' : 'no'],
    ['Position', position === undefined ? 'named' : String(position)],
    ['Default', defaultValue === undefined ? undefined : `\`${defaultValue}\``],
    [
      'From the pipeline',
      pipeline === undefined ? undefined : pipeline === 'value' ? 'by value' : 'by property name',
    ],
    ['Parameter sets', sets.length === 0 ? undefined : sets.join(', ')],
  ];
  return statements
    .flatMap(([label, text]) => (text === undefined ? [] : [`- ${label}: ${text}`]))
    .join('\n');
}

/** Escapes Markdown's markup characters, because declarations are plain text. */
function escapeMarkdown(text: string): string {
  return text.replace(/[<>*_]/g, '\\$&');
}
