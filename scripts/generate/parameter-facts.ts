// What help and the docs pages say of a parameter, worked out once for both.
import type { CmdletDeclaration } from '../../engine/declaration/define-cmdlet.ts';
import type { ParameterDeclaration, SetMembership } from '../../engine/declaration/parameter-types.ts';
import { typeName } from './powershell-syntax.ts';

export interface ParameterFacts {
  readonly name: string;
  /** Paragraphs: what it does, then what it accepts. */
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

/** What PowerShell adds to a cmdlet with `shouldProcess`. */
const confirmation: Readonly<Record<string, ParameterDeclaration>> = {
  WhatIf: {
    type: 'switch',
    help: 'Says what would be done, and does none of it.',
    aliases: ['wi'],
  },
  Confirm: {
    type: 'switch',
    help: 'Asks before anything is done.',
    aliases: ['cf'],
  },
};

/** All parameters of a cmdlet but PowerShell's common ones. */
export function allParameters(
  declaration: CmdletDeclaration,
): Readonly<Record<string, ParameterDeclaration>> {
  return declaration.shouldProcess === true
    ? { ...declaration.parameters, ...confirmation }
    : declaration.parameters;
}

/** The parameters of one set, as they take part in it. */
export function factsOfSet(declaration: CmdletDeclaration, set: string): ParameterFacts[] {
  return Object.entries(allParameters(declaration)).flatMap(([name, declared]) => {
    const membership = declared.sets === undefined ? {} : declared.sets[set];
    return membership === undefined ? [] : [factsOf(name, declared, [membership])];
  });
}

/** All parameters, over all sets: one is required where every set that has it requires it. */
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
    // Without its namespace: syntax is read by people.
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

/** What a cmdlet takes from the pipeline. */
export function inputsOf(declaration: CmdletDeclaration): InputFacts[] {
  const taken = (pipeline: SetMembership['pipeline']): [string, ParameterDeclaration][] =>
    Object.entries(declaration.parameters).filter(([, { sets }]) =>
      Object.values(sets ?? {}).some((membership) => membership.pipeline === pipeline),
    );
  const byName = taken('propertyName').map(([name]) => name);
  return [
    ...taken('value').map(([name, declared]) => ({
      type: declared.objectType ?? shortTypeName(declared),
      text: `Taken by -${name}.`,
    })),
    ...(byName.length === 0
      ? []
      : [
          {
            type: 'psobject',
            text: `Properties with the name or an alias of a parameter: ${byName.join(', ')}.`,
          },
        ]),
  ];
}
