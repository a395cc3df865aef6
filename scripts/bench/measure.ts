// Measures contenders in turn, A, B, A, B, so that other work of the machine slows all of them down. Each time is compared
// with the one that was measured next to it.

/** The contenders by name. Each does its work once and returns its cost. Undefined means not available here. */
export type Contenders<Name extends string> = Readonly<Record<Name, (() => Promise<number>) | undefined>>;

/** The median of a series, and its spread. */
export interface Summary {
  readonly runs: number;
  readonly least: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p99: number;
}

/** Runs the contenders in turn, after one more run each to warm up. Returns the cost of each run, none if not available. */
export async function interleave<Name extends string>(
  runs: number,
  contenders: Contenders<Name>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = -1; run < runs; run++) {
    for (const name of names) {
      const cost = await contenders[name]?.();
      if (run >= 0 && cost !== undefined) costs[name].push(cost);
    }
  }
  return costs;
}

/** Returns how long the work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (part: number): number => {
    const place = (sorted.length - 1) * part;
    const low = sorted[Math.floor(place)] ?? Number.NaN;
    const high = sorted[Math.ceil(place)] ?? Number.NaN;
    return rounded(low + (high - low) * (place - Math.floor(place)));
  };
  return { runs: sorted.length, least: at(0), p25: at(0.25), p50: at(0.5), p75: at(0.75), p99: at(0.99) };
}

/** Returns the cost of each run as a multiple of the yardstick's run next to it. */
export function ratios(values: readonly number[], yardstick: readonly number[]): Summary {
  return summarize(values.map((value, index) => value / (yardstick[index] ?? Number.NaN)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
