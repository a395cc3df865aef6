// Writes MAML help for Get-Help, in PowerShell's own schema (command help, 2004/10).
import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { factsOfAll, factsOfSet, inputsOf, type ParameterFacts } from './parameter-facts.ts';

export interface HelpFacts {
  /**
   * The web address of the repository. Without it there are no related links, and the description names them instead:
   * for help with related links PowerShell recommends `Get-Help -Online`, which fails if none of them has an address
   * (RelatedLinksHelpInfoControl in PowerShell's Help_format_ps1xml.cs).
   */
  readonly homepage?: string | undefined;
  /** The module's about_ topic, which the help of every cmdlet names. */
  readonly aboutTopic: string;
}

/** Returns the help file of all cmdlets. */
export function emitHelp(cmdlets: readonly Cmdlet[], facts: HelpFacts): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<helpItems schema="maml" xmlns="http://msh">
${cmdlets.map((cmdlet) => emitCommand(cmdlet, facts)).join('\n')}
</helpItems>
`;
}

function emitCommand({ name, declaration }: Cmdlet, { homepage, aboutTopic }: HelpFacts): string {
  const { verb, noun, synopsis, description, sets, outputs, examples, links = [] } = declaration;
  const syntax = sets.map((set) => {
    const parameters = factsOfSet(declaration, set).map(emitParameter).join('');
    return `<command:syntaxItem><maml:name>${name}</maml:name>${parameters}</command:syntaxItem>`;
  });
  const related = [...links, aboutTopic];
  const seeAlso = homepage === undefined ? [`See also: ${related.join(', ')}.`] : [];
  return `<command:command xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">
<command:details><command:name>${name}</command:name><command:verb>${verb}</command:verb><command:noun>${noun}</command:noun><maml:description>${para(synopsis)}</maml:description></command:details>
<maml:description>${paragraphs([...description.split('\n\n'), ...seeAlso])}</maml:description>
<command:syntax>${syntax.join('')}</command:syntax>
<command:parameters>${factsOfAll(declaration).map(emitParameter).join('')}</command:parameters>
<command:inputTypes>${emitInputs(inputsOf(declaration))}</command:inputTypes>
<command:returnValues>${(outputs.length === 0 ? ['None'] : outputs).map((output) => `<command:returnValue>${emitType(output)}</command:returnValue>`).join('')}</command:returnValues>
<command:examples>${examples.map((example, index) => emitExample(index + 1, example)).join('')}</command:examples>
<command:relatedLinks>${homepage === undefined ? '' : emitLinks(related, `${homepage}/docs/cmdlets/${name}.md`)}</command:relatedLinks>
</command:command>`;
}

function emitParameter(facts: ParameterFacts): string {
  const { name, text, type, isSwitch, accepted, aliases, required, position, pipeline, defaultValue } = facts;
  const input =
    pipeline === 'value' ? 'True (ByValue)' : pipeline === 'propertyName' ? 'True (ByPropertyName)' : 'False';
  const item = (value: string, needed: boolean): string =>
    `<command:parameterValue required="${String(needed)}" variableLength="false">${escapeXml(value)}</command:parameterValue>`;
  const value = isSwitch ? '' : item(type, true);
  const group =
    accepted.length === 0
      ? ''
      : `<command:parameterValueGroup>${accepted.map((each) => item(each, false)).join('')}</command:parameterValueGroup>`;
  const default_ =
    defaultValue === undefined ? '' : `<dev:defaultValue>${escapeXml(defaultValue)}</dev:defaultValue>`;
  return `<command:parameter required="${String(required)}" variableLength="false" globbing="false" pipelineInput="${input}" position="${position === undefined ? 'named' : String(position)}" aliases="${aliases.join(', ')}"><maml:name>${name}</maml:name><maml:description>${paragraphs(text)}</maml:description>${group}${value}${emitType(type)}${default_}</command:parameter>`;
}

function emitInputs(inputs: ReturnType<typeof inputsOf>): string {
  const types =
    inputs.length === 0 ? [{ type: 'None', text: 'This cmdlet accepts no pipeline input.' }] : inputs;
  return types
    .map(
      ({ type, text }) =>
        `<command:inputType>${emitType(type)}<maml:description>${para(text)}</maml:description></command:inputType>`,
    )
    .join('');
}

/** The empty paragraphs separate an example from the next: Get-Help prints no line between them. */
function emitExample(number: number, example: { title: string; code: string; remarks: string }): string {
  const title = `--------- Example ${String(number)}: ${example.title} ---------`;
  return `<command:example><maml:title>${escapeXml(title)}</maml:title><dev:code>${escapeXml(example.code)}</dev:code><dev:remarks>${para(example.remarks)}${para('')}${para('')}</dev:remarks></command:example>`;
}

function emitType(name: string): string {
  return `<dev:type><maml:name>${escapeXml(name)}</maml:name></dev:type>`;
}

function emitLinks(related: readonly string[], online: string): string {
  return [link('Online version', online), ...related.map((text) => link(text))].join('');
}

function link(text: string, uri = ''): string {
  return `<maml:navigationLink><maml:linkText>${escapeXml(text)}</maml:linkText><maml:uri>${escapeXml(uri)}</maml:uri></maml:navigationLink>`;
}

function paragraphs(texts: readonly string[]): string {
  return texts.map(para).join('');
}

function para(text: string): string {
  return `<maml:para>${escapeXml(text)}</maml:para>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
