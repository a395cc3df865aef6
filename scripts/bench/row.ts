// A row of the results: the measurement, its yardsticks and its goals.
import { ratios, summarize, type Summary } from './measure.ts';
import type { Stage } from './stage.ts';

export type Unit = 'ms' | 'MiB';

export interface Beside {
  readonly what: string;
  readonly cost: Summary;
  /** Our cost as a multiple of this yardstick, for each run. */
  readonly ratio: Summary;
  /** The goal for the median of the ratio, if there is one. */
  readonly most?: number;
}

export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly cost: Summary;
  readonly beside: readonly Beside[];
  /** The goal for our own cost, if there is one. */
  readonly most?: number;
  readonly note?: string;
}

/** A group of measurements. */
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

/** The measurements of a yardstick, and the goal for the ratio. */
export interface Yardstick {
  readonly what: string;
  readonly costs: readonly number[];
  readonly most?: number;
}

/** Returns a row from the measured series, without yardsticks that are not available. */
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

/** Returns the goals of a row with their measurements. */
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
