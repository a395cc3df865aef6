// The stored results, and their table for the terminal and for the page.
import { goalsOf, isReached, type Goal, type Row, type Unit } from './row.ts';
import type { Summary } from './measure.ts';

export interface Results {
  readonly date: string;
  readonly version: string;
  /** The version of the packaged Node.js, which ran the engine. */
  readonly node: string;
  readonly powershell: string;
  readonly system: string;
  readonly processors: number;
  /** The number of runs of each measurement. */
  readonly runs: number;
  readonly groups: readonly { readonly name: string; readonly rows: readonly Row[] }[];
}

/** The lines of the page between which the bench writes. */
export const begin = '<!-- written by npm run bench -->';
export const end = '<!-- end of what npm run bench writes -->';

/** Returns the page with these results. */
export function withResults(page: string, results: Results): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('The page has no place for the results.');
  return `${before}${begin}\n\n${resultsText(results)}\n\n${end}${after}`;
}

/** Returns the results with their machine and date, in Markdown. */
export function resultsText(results: Results): string {
  const { date, version, node, powershell, system, processors, runs, groups } = results;
  const place = `Az.LoginTs ${version}, Node.js ${node}, PowerShell ${powershell}, ${system}, ${String(processors)} processors, ${String(runs)} runs, ${date}.`;
  return [place, ...groups.map(({ rows }) => tableOf(rows))].join('\n\n');
}

const header = ['what', 'median', '25 to 75 %', 'least', 'beside', 'median', 'ratio', 'goal', ''];

function tableOf(rows: readonly Row[]): string {
  return markdownTable([header, ...rows.flatMap(cellsOf)]);
}

/** A row has a line for each yardstick. */
function cellsOf(row: Row): string[][] {
  const { what, unit, cost, beside, most, note } = row;
  const own = [what + (note === undefined ? '' : ` (${note})`), ...spread(cost, unit)];
  const ownGoal =
    most === undefined ? [] : [[...own, '', '', '', `≤ ${number(most)} ${unit}`, verdict(cost.p50, most)]];
  const others = beside.map(({ what: other, cost: otherCost, ratio, most: mostRatio }, index) => [
    ...(index === 0 && most === undefined ? own : ['', '', '', '']),
    ...[other, `${number(otherCost.p50)} ${unit}`, number(ratio.p50)],
    ...(mostRatio === undefined ? ['', ''] : [`≤ ${number(mostRatio)}`, verdict(ratio.p50, mostRatio)]),
  ]);
  const cells = [...ownGoal, ...others];
  return cells.length > 0 ? cells : [[...own, '', '', '', '', '']];
}

function spread(cost: Summary, unit: Unit): string[] {
  const tail = cost.runs >= 100 ? ` (p99 ${number(cost.p99)})` : '';
  return [
    `${number(cost.p50)} ${unit}${tail}`,
    cost.runs === 1 ? '' : `${number(cost.p25)} to ${number(cost.p75)}`,
    cost.runs === 1 ? '' : number(cost.least),
  ];
}

function verdict(value: number, most: number): string {
  return value <= most ? 'reached' : 'missed';
}

/** Formats the table as Prettier does, so that formatting does not change the page. All characters have one unit. */
function markdownTable(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines;
  const widths = head.map((_, column) => Math.max(3, ...lines.map((line) => (line[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - text.length);
}

/** Rounds to three significant digits; such times are not more precise. */
export function number(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Returns all goals in order, and the number of those reached. */
export function allGoals({ groups }: Results): { goals: Goal[]; reached: number } {
  const goals = groups.flatMap(({ rows }) => rows.flatMap(goalsOf));
  return { goals, reached: goals.filter(isReached).length };
}
