// docs/faults.md: the matrix as a table, written by `npm run test:faults -- --write` and read by the short form.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { matrixActions } from './actions.ts';
import { matrixFaults } from './faults.ts';
import type { CellResult } from './matrix.ts';

export const pagePath = fileURLToPath(new URL('../../docs/faults.md', import.meta.url));

const introduction = `<!-- Written by "npm run test:faults -- --write". -->

# What happens when something goes wrong

Each row is a fault and each column an action during that fault. A person and an application were signed in before. A cell has the outcome: \`works\`, or the id of the [error](errors.md); \`ended\` if PowerShell was killed and its engine ended by itself.

In every cell the test checks that the command ends by itself, that its error says what to do, that no stored data is lost, and that both sign-ins work again after the fault, without a person. A process is killed or stopped in the middle of the command, at its first connection or write.

`;

/** Faults that no row can have, and the tests that cover them. The names of the tests are literal. */
export const coveredElsewhere = [
  {
    fault:
      'a proxy that asks for a password (407), because a service on this machine is never behind a proxy',
    file: 'test/wire/proxies.test.ts',
    test: 'is reported with its authentication schemes if it asks for credentials',
  },
  {
    fault: 'processes that are killed in the middle of a write, again and again',
    file: 'test/stress/stress.test.ts',
    test: 'lose nothing that was reported as saved when some are killed, and leave no files behind',
  },
] as const;

/** The page with these results; the cells without a result keep their outcome. */
export function pageOf(results: readonly CellResult[]): string {
  const outcome = (fault: string, action: string): string =>
    results.find((one) => one.fault === fault && one.action === action)?.outcome ??
    outcomeOnPage(fault, action) ??
    '';
  const rows = [
    ['', ...matrixActions.map(({ name }) => name)],
    ['-', ...matrixActions.map(() => '-')],
    ...matrixFaults.map(({ name }) => [name, ...matrixActions.map((action) => outcome(name, action.name))]),
  ];
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  const others = coveredElsewhere.map(({ fault, file, test }) => `- ${fault}: \`${file}\`, "${test}"`);
  return `${introduction}${table}\n\nOther tests cover these faults:\n\n${others.join('\n')}\n`;
}

/** The outcome of a cell on the page. */
export function outcomeOnPage(fault: string, action: string): string | undefined {
  const rows = readFileSync(pagePath, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const column = rows[0]?.indexOf(action) ?? -1;
  return rows.find(([name]) => name === fault)?.[column];
}
