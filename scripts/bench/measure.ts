// Times that are taken beside each other. What is compared is done in turn, A, B, A, B, so that whatever else the
// machine does meanwhile strikes both, and each time is held against the one taken next to it.

/** What is compared, by name: each does its work once and gives what that cost. Undefined is what cannot be had here. */
export type Contenders<Name extends string> = Readonly<Record<Name, (() => Promise<number>) | undefined>>;

/** The middle of a series, and how far it spreads. */
export interface Summary {
  readonly runs: number;
  readonly least: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p99: number;
}

/** Runs the contenders in turn, each once more at first, to warm up. Gives what each run cost, none for what cannot be had. */
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

/** How long it takes, in milliseconds. */
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

/** What each run cost as a multiple of the yardstick's run beside it. */
export function ratios(values: readonly number[], yardstick: readonly number[]): Summary {
  return summarize(values.map((value, index) => value / (yardstick[index] ?? Number.NaN)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
