// The facts about a parameter that help and the docs pages show.
import type { CmdletDeclaration } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterDeclaration, SetMembership } from '../../engine/declaration/parameter-types.ts';
import { typeName } from './powershell-syntax.ts';

export interface ParameterFacts {
  readonly name: string;
  /** The paragraphs: what it does, then what it accepts. */
  readonly text: readonly string[];
  readonly type: string;
  readonly isSwitch: boolean;
  readonly accepted: readonly string[];
  readonly aliases: readonly string[];
  readonly required: boolean;
  readonly position: number | undefined;
  readonly pipeline: 'value' | 'propertyName' | undefined;
  readonly defaultValue: string | undefined;
}

/** The parameters that PowerShell adds to a cmdlet with `shouldProcess`. */
const confirmation: Readonly<Record<string, ParameterDeclaration>> = {
  WhatIf: {
    type: 'switch',
    help: 'Shows what would happen, and changes nothing.',
    aliases: ['wi'],
  },
  Confirm: {
    type: 'switch',
    help: 'Asks before the change.',
    aliases: ['cf'],
  },
};

/** Returns all parameters of a cmdlet except PowerShell's common ones. */
export function allParameters(
  declaration: CmdletDeclaration,
): Readonly<Record<string, ParameterDeclaration>> {
  return declaration.shouldProcess === true
    ? { ...declaration.parameters, ...confirmation }
    : declaration.parameters;
}

/** Returns the parameters of one parameter set, with their position and so on in that set. */
export function factsOfSet(declaration: CmdletDeclaration, set: string): ParameterFacts[] {
  return Object.entries(allParameters(declaration)).flatMap(([name, declared]) => {
    const membership = declared.sets === undefined ? {} : declared.sets[set];
    return membership === undefined ? [] : [factsOf(name, declared, [membership])];
  });
}

/** Returns all parameters over all sets. A parameter is required if every set that has it requires it. */
export function factsOfAll(declaration: CmdletDeclaration): ParameterFacts[] {
  return Object.entries(allParameters(declaration)).map(([name, declared]) =>
    factsOf(name, declared, Object.values(declared.sets ?? { '': {} })),
  );
}

function factsOf(
  name: string,
  declared: ParameterDeclaration,
  memberships: readonly SetMembership[],
): ParameterFacts {
  const { help, accepted = [], range } = declared;
  return {
    name,
    text: [
      ...help.split('\n\n'),
      ...(accepted.length === 0 ? [] : [`Accepted values: ${accepted.join(', ')}.`]),
      ...(range === undefined ? [] : [`Accepted values: ${String(range.min)} to ${String(range.max)}.`]),
    ],
    // Without the namespace, which would only make the syntax harder to read.
    type: shortTypeName(declared),
    isSwitch: declared.type === 'switch',
    accepted,
    aliases: declared.aliases ?? [],
    required: memberships.every(({ mandatory }) => mandatory === true),
    position: memberships.find(({ position }) => position !== undefined)?.position,
    pipeline: memberships.find(({ pipeline }) => pipeline !== undefined)?.pipeline,
    defaultValue: declared.type === 'switch' ? 'False' : declared.default,
  };
}

function shortTypeName({ type }: ParameterDeclaration): string {
  return typeName(type).replace(/^.*\./, '');
}

export interface InputFacts {
  readonly type: string;
  readonly text: string;
}

/** Returns the pipeline input that a cmdlet accepts. */
export function inputsOf(declaration: CmdletDeclaration): InputFacts[] {
  const taken = (pipeline: SetMembership['pipeline']): [string, ParameterDeclaration][] =>
    Object.entries(declaration.parameters).filter(([, { sets }]) =>
      Object.values(sets ?? {}).some((membership) => membership.pipeline === pipeline),
    );
  const byName = taken('propertyName').map(([name]) => name);
  return [
    ...taken('value').map(([name, declared]) => ({
      type: declared.objectType ?? shortTypeName(declared),
      text: `Bound to -${name}.`,
    })),
    ...(byName.length === 0
      ? []
      : [
          {
            type: 'psobject',
            text: `An object whose properties have the name or an alias of a parameter: ${byName.join(', ')}.`,
          },
        ]),
  ];
}
