// MAML help, for Get-Help. The schema is PowerShell's own (command help, 2004/10).
import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterDeclaration, SetMembership } from '../../engine/declaration/parameter-types.ts';
import { typeName } from './powershell-syntax.ts';

/** One help file for all cmdlets. */
export function emitHelp(cmdlets: readonly Cmdlet[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<helpItems schema="maml" xmlns="http://msh">
${cmdlets.map(emitCommand).join('\n')}
</helpItems>
`;
}

function emitCommand({ name, declaration }: Cmdlet): string {
  const { verb, noun, synopsis, description, sets, parameters, outputs, examples, links } = declaration;
  const syntax = sets.map((set) => {
    const members = membersOf(parameters, set).map(([parameter, declared, membership]) =>
      emitParameter(parameter, declared, membership),
    );
    return `<command:syntaxItem><maml:name>${name}</maml:name>${members.join('')}</command:syntaxItem>`;
  });
  const all = Object.entries(parameters).map(([parameter, declared]) =>
    emitParameter(parameter, declared, Object.values(declared.sets ?? {})[0] ?? {}),
  );
  return `<command:command xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">
<command:details><command:name>${name}</command:name><command:verb>${verb}</command:verb><command:noun>${noun}</command:noun><maml:description>${para(synopsis)}</maml:description></command:details>
<maml:description>${paragraphs(description)}</maml:description>
<command:syntax>${syntax.join('')}</command:syntax>
<command:parameters>${all.join('')}</command:parameters>
<command:returnValues>${outputs.map((output) => `<command:returnValue><dev:type><maml:name>${escapeXml(output)}</maml:name></dev:type></command:returnValue>`).join('')}</command:returnValues>
<command:examples>${examples
    .map(
      (example) =>
        `<command:example><maml:title>${escapeXml(example.title)}</maml:title><dev:code>${escapeXml(example.code)}</dev:code><dev:remarks>${para(example.remarks)}</dev:remarks></command:example>`,
    )
    .join('')}</command:examples>
<command:relatedLinks>${(links ?? []).map((link) => `<maml:navigationLink><maml:linkText>${escapeXml(link)}</maml:linkText><maml:uri></maml:uri></maml:navigationLink>`).join('')}</command:relatedLinks>
</command:command>`;
}

/** The parameters of one set, with how they take part in it. */
export function membersOf(
  parameters: Readonly<Record<string, ParameterDeclaration>>,
  set: string,
): [string, ParameterDeclaration, SetMembership][] {
  return Object.entries(parameters).flatMap(([name, declared]) => {
    const membership = declared.sets === undefined ? {} : declared.sets[set];
    return membership === undefined
      ? []
      : [[name, declared, membership] satisfies [string, ParameterDeclaration, SetMembership]];
  });
}

function emitParameter(name: string, declared: ParameterDeclaration, membership: SetMembership): string {
  const pipeline =
    membership.pipeline === 'value'
      ? 'True (ByValue)'
      : membership.pipeline === 'propertyName'
        ? 'True (ByPropertyName)'
        : 'False';
  const position = membership.position === undefined ? 'named' : String(membership.position);
  const type = typeName(declared.type);
  const value =
    declared.type === 'switch'
      ? ''
      : `<command:parameterValue required="true" variableLength="false">${escapeXml(type)}</command:parameterValue>`;
  const accepted =
    declared.accepted === undefined
      ? ''
      : `<command:parameterValueGroup>${declared.accepted.map((item) => `<command:parameterValue required="false" variableLength="false">${escapeXml(item)}</command:parameterValue>`).join('')}</command:parameterValueGroup>`;
  return `<command:parameter required="${String(membership.mandatory ?? false)}" variableLength="false" globbing="false" pipelineInput="${pipeline}" position="${position}" aliases="${(declared.aliases ?? []).join(', ')}"><maml:name>${name}</maml:name><maml:description>${paragraphs(declared.help)}</maml:description>${accepted}${value}<dev:type><maml:name>${escapeXml(type)}</maml:name></dev:type></command:parameter>`;
}

function paragraphs(text: string): string {
  return text.split('\n\n').map(para).join('');
}

function para(text: string): string {
  return `<maml:para>${escapeXml(text)}</maml:para>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
