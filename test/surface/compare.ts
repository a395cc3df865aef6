import type { CmdletSurface, Parameter, Surface } from './surface.ts';

/** One difference between our surface and that of Az.Accounts. */
export interface Difference {
  /** The name of a cmdlet or an alias. */
  readonly cmdlet: string;
  readonly parameterSet?: string;
  readonly parameter?: string;
  readonly what: string;
}

/** Accepts a parameter of ours that takes the same values as theirs, although its type has another name. */
export type TypeRule = (ours: Parameter, theirs: Parameter) => boolean;

/** All differences between our surface and theirs, except types that a rule accepts. */
export function compareSurfaces(ours: Surface, theirs: Surface, rules: readonly TypeRule[]): Difference[] {
  const cmdlets = compareMembers(ours.cmdlets, theirs.cmdlets, (name) => ({ cmdlet: name }));
  const aliases = compareMembers(ours.aliases, theirs.aliases, (name) => ({ cmdlet: name }));
  return [
    ...cmdlets.differences,
    ...cmdlets.common.flatMap(([place, one, other]) => compareCmdlets(place, one, other, rules)),
    ...aliases.differences,
    ...aliases.common.flatMap(([place, one, other]) => unequal(place, 'stands for', one, other)),
  ];
}

function compareCmdlets(
  place: Omit<Difference, 'what'>,
  ours: CmdletSurface,
  theirs: CmdletSurface,
  rules: readonly TypeRule[],
): Difference[] {
  const sets = compareMembers(ours.parameterSets, theirs.parameterSets, (parameterSet) => ({
    ...place,
    parameterSet,
  }));
  return [
    ...unequal(place, 'ShouldProcess is', ours.supportsShouldProcess, theirs.supportsShouldProcess),
    ...unequal(place, 'its default set is', ours.defaultParameterSet, theirs.defaultParameterSet),
    ...unequal(place, 'it gives', list(ours.outputTypes), list(theirs.outputTypes)),
    ...sets.differences,
    ...sets.common.flatMap(([set, one, other]) => {
      const parameters = compareMembers(byName(one), byName(other), (parameter) => ({ ...set, parameter }));
      return [
        ...parameters.differences,
        ...parameters.common.flatMap(([parameter, own, reference]) =>
          compareParameters(parameter, own, reference, rules),
        ),
      ];
    }),
  ];
}

function compareParameters(
  place: Omit<Difference, 'what'>,
  ours: Parameter,
  theirs: Parameter,
  rules: readonly TypeRule[],
): Difference[] {
  const sameType = rules.some((rule) => rule(ours, theirs));
  return [
    ...(sameType ? [] : unequal(place, 'its type is', typeOf(ours), theirs.type)),
    ...unequal(place, 'it is mandatory:', ours.mandatory ?? false, theirs.mandatory ?? false),
    ...unequal(place, 'its position is', ours.position ?? 'none', theirs.position ?? 'none'),
    ...unequal(place, 'it takes pipeline input:', ours.pipeline ?? 'none', theirs.pipeline ?? 'none'),
    ...unequal(place, 'its aliases are', list(ours.aliases), list(theirs.aliases)),
    ...unequal(place, 'it accepts', list(ours.acceptedValues), list(theirs.acceptedValues)),
  ];
}

/** The members that only one side has, as differences, and those that both have, for further comparison. */
function compareMembers<T>(
  ours: Readonly<Record<string, T>>,
  theirs: Readonly<Record<string, T>>,
  placeOf: (name: string) => Omit<Difference, 'what'>,
): { differences: Difference[]; common: [Omit<Difference, 'what'>, T, T][] } {
  const differences: Difference[] = [];
  const common: [Omit<Difference, 'what'>, T, T][] = [];
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const [one, other] = [ours[name], theirs[name]];
    if (one === undefined) differences.push({ ...placeOf(name), what: 'is absent' });
    else if (other === undefined) differences.push({ ...placeOf(name), what: 'is ours alone' });
    else common.push([placeOf(name), one, other]);
  }
  return { differences, common };
}

function typeOf({ type, objectType }: Parameter): string {
  return objectType === undefined ? type : `${type} of type name ${objectType}`;
}

function byName(parameters: readonly Parameter[]): Record<string, Parameter> {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter]));
}

function unequal<T extends string | number | boolean>(
  place: Omit<Difference, 'what'>,
  words: string,
  ours: T,
  theirs: T,
): Difference[] {
  return ours === theirs ? [] : [{ ...place, what: `${words} ${String(ours)}, not ${String(theirs)}` }];
}

/** Lists names in alphabetical order, because their order has no meaning. */
function list(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? 'none' : [...names].sort().join(', ');
}
