// One line of the results: what was measured, what stands beside it, and what is to be reached.
import { ratios, summarize, type Summary } from './measure.ts';
import type { Stage } from './stage.ts';

export type Unit = 'ms' | 'MiB';

export interface Beside {
  readonly what: string;
  readonly cost: Summary;
  /** Ours as a multiple of this one, run by run. */
  readonly ratio: Summary;
  /** The most that the ratio's middle may be, where there is such a goal. */
  readonly most?: number;
}

export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly cost: Summary;
  readonly beside: readonly Beside[];
  /** The most that our own cost may be, where there is such a goal. */
  readonly most?: number;
  readonly note?: string;
}

/** One group of measurements. */
export interface Group {
  readonly name: string;
  readonly measure: (stage: Stage, runs: number) => Promise<Row[]>;
}

export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly most: number;
  readonly unit: 'x' | Unit;
}

interface RowFacts {
  readonly what: string;
  readonly unit?: Unit;
  readonly most?: number;
  readonly note?: string | undefined;
}

/** What one yardstick measured, and the most that we may cost of it. */
export interface Yardstick {
  readonly what: string;
  readonly costs: readonly number[];
  readonly most?: number;
}

/** A row from the series that were measured; a yardstick that could not be had is left out. */
export function rowOf(
  { what, unit = 'ms', most, note }: RowFacts,
  costs: readonly number[],
  yardsticks: readonly Yardstick[],
): Row {
  return {
    ...{ what, unit, cost: summarize(costs) },
    beside: yardsticks.flatMap(({ what: other, costs: others, most: mostRatio }) =>
      others.length === 0
        ? []
        : [
            {
              ...{ what: other, cost: summarize(others), ratio: ratios(costs, others) },
              ...(mostRatio === undefined ? {} : { most: mostRatio }),
            },
          ],
    ),
    ...(most === undefined ? {} : { most }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The goals of a row, with what was measured. */
export function goalsOf(row: Row): Goal[] {
  const own: Goal[] =
    row.most === undefined ? [] : [{ what: row.what, value: row.cost.p50, most: row.most, unit: row.unit }];
  return [
    ...own,
    ...row.beside.flatMap(({ what, ratio, most }): Goal[] =>
      most === undefined ? [] : [{ what: `${row.what} / ${what}`, value: ratio.p50, most, unit: 'x' }],
    ),
  ];
}

export function isReached({ value, most }: Goal): boolean {
  return value <= most;
}
