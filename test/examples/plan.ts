// Lists all examples with what each needs: their code comes from the declarations, their needs from needs.ts.
import type { Cmdlet } from '../../engine/declaration/define-cmdlet.ts';
import { exampleNeeds, type ExampleNeeds, type Person } from './needs.ts';

export interface PlannedExample {
  readonly number: number;
  readonly cmdlet: string;
  readonly title: string;
  readonly code: string;
  readonly signedIn: Person;
  readonly before: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly shows: RegExp | undefined;
  readonly notRun: string | undefined;
}

export type Places = Readonly<Record<NonNullable<ExampleNeeds['place']>, Readonly<Record<string, string>>>>;

/** All examples. `real` replaces the addresses and IDs that are the reader's own by ones that exist. */
export function planExamples(
  cmdlets: readonly Cmdlet[],
  places: Places,
  real: (text: string) => string,
): PlannedExample[] {
  const examples = cmdlets.flatMap(({ name, declaration }) =>
    declaration.examples.map(({ title, code }) => ({ cmdlet: name, title, code })),
  );
  return examples.map(({ cmdlet, title, code }, number) => {
    const needs: Partial<ExampleNeeds> = {
      ...exampleNeeds.find((entry) => entry.cmdlet === cmdlet && entry.title === undefined),
      ...exampleNeeds.find((entry) => entry.cmdlet === cmdlet && entry.title === title),
    };
    return {
      number,
      cmdlet,
      title,
      code: real(code),
      signedIn: needs.signedIn ?? 'alex',
      before: real(needs.before ?? ''),
      variables: needs.place === undefined ? {} : places[needs.place],
      shows: needs.shows,
      notRun: needs.notRun,
    };
  });
}

/** The entries of exampleNeeds whose example no longer exists. */
export function needsOfNothing(examples: readonly PlannedExample[]): string[] {
  return exampleNeeds
    .filter(({ cmdlet, title }) =>
      examples.every(
        (example) => example.cmdlet !== cmdlet || (title !== undefined && example.title !== title),
      ),
    )
    .map(({ cmdlet, title }) => `${cmdlet}: ${title ?? 'all'}`);
}
