import type { CmdletSurface, Parameter, Surface } from './surface.ts';

/** One difference between our surface and that of Az.Accounts. */
export interface Difference {
  /** The name of a cmdlet, or of an alias. */
  readonly cmdlet: string;
  readonly parameterSet?: string;
  readonly parameter?: string;
  readonly what: string;
}

/** Whether a parameter accepts what theirs accepts, although its type has another name. */
export type TypeRule = (ours: Parameter, theirs: Parameter) => boolean;

export const onlyHere = 'Only in Az.LoginTs';
export const onlyInAzAccounts = 'Only in Az.Accounts';
export const mandatoryHere = 'Mandatory here; optional in Az.Accounts';
export const optionalHere = 'Optional here; mandatory in Az.Accounts';

/** Returns all differences between ours and theirs, except types that a rule accepts. */
export function compareSurfaces(ours: Surface, theirs: Surface, rules: readonly TypeRule[]): Difference[] {
  const cmdlets = compareMembers(ours.cmdlets, theirs.cmdlets, (name) => ({ cmdlet: name }));
  const aliases = compareMembers(ours.aliases, theirs.aliases, (name) => ({ cmdlet: name }));
  return [
    ...cmdlets.differences,
    ...cmdlets.common.flatMap(([place, one, other]) => compareCmdlets(place, one, other, rules)),
    ...aliases.differences,
    ...aliases.common.flatMap(([place, one, other]) => unequal(place, 'Alias of', one, other)),
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
    ...unequal(place, 'ShouldProcess', ours.supportsShouldProcess, theirs.supportsShouldProcess),
    ...unequal(place, 'Default parameter set', ours.defaultParameterSet, theirs.defaultParameterSet),
    ...unequal(place, 'Output types', list(ours.outputTypes), list(theirs.outputTypes)),
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
    ...(sameType ? [] : unequal(place, 'Type', typeOf(ours), theirs.type)),
    ...mandatoryDifference(place, ours.mandatory === true, theirs.mandatory === true),
    ...unequal(place, 'Position', ours.position ?? 'none', theirs.position ?? 'none'),
    ...unequal(place, 'Pipeline input', ours.pipeline ?? 'none', theirs.pipeline ?? 'none'),
    ...unequal(place, 'Aliases', list(ours.aliases), list(theirs.aliases)),
    ...unequal(place, 'Accepted values', list(ours.acceptedValues), list(theirs.acceptedValues)),
  ];
}

function mandatoryDifference(
  place: Omit<Difference, 'what'>,
  isOurs: boolean,
  isTheirs: boolean,
): Difference[] {
  return isOurs === isTheirs ? [] : [{ ...place, what: isOurs ? mandatoryHere : optionalHere }];
}

/** Returns the members that one side lacks as differences, and the pairs that both sides have. */
function compareMembers<T>(
  ours: Readonly<Record<string, T>>,
  theirs: Readonly<Record<string, T>>,
  placeOf: (name: string) => Omit<Difference, 'what'>,
): { differences: Difference[]; common: [Omit<Difference, 'what'>, T, T][] } {
  const differences: Difference[] = [];
  const common: [Omit<Difference, 'what'>, T, T][] = [];
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const [one, other] = [ours[name], theirs[name]];
    if (one === undefined) differences.push({ ...placeOf(name), what: onlyInAzAccounts });
    else if (other === undefined) differences.push({ ...placeOf(name), what: onlyHere });
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
  property: string,
  ours: T,
  theirs: T,
): Difference[] {
  if (ours === theirs) return [];
  return [{ ...place, what: `${property} here: ${String(ours)}. In Az.Accounts: ${String(theirs)}` }];
}

/** Sorts the names: their order does not matter. */
function list(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? 'none' : [...names].sort().join(', ');
}
