// Runs one target with many inputs. A failure is an error that is not in the catalogue, an unexpected error, an input
// that takes too long, or a changed prototype.
import fc, { type Arbitrary } from 'fast-check';
import { EngineError, isCancelled } from '../../engine/errors/engine-error.ts';

/** Inputs of one kind, and the code that uses each. */
export interface Target<Input = unknown> {
  readonly name: string;
  readonly inputs: Arbitrary<Input>;
  /** May fail with errors of the catalogue. `check` functions inside throw others. */
  readonly use: (input: Input) => unknown;
}

/** A target without its input type, so that a list can contain many. */
export function target<Input>(made: Target<Input>): Target {
  return made as unknown as Target;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  /** No new input is started after this time. */
  readonly seconds: number;
}

export interface FuzzReport {
  readonly runs: number;
  /** Undefined if nothing was found. */
  readonly failure: string | undefined;
}

/** Far longer than any input of this size may take on a busy machine. */
const longestMs = 10_000;

const prototypes = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Promise.prototype,
];
const untouched = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);

/** @throws Error that says what failed */
async function useOnce(one: Target, input: unknown): Promise<void> {
  const began = performance.now();
  try {
    await one.use(input);
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
  const took = performance.now() - began;
  if (took > longestMs) throw new Error(`It took ${String(Math.round(took))} ms.`);
  for (const [index, prototype] of prototypes.entries())
    if (Reflect.ownKeys(prototype).length !== untouched[index]) throw new Error('A prototype was changed.');
}

function isExpected(error: unknown): boolean {
  return isCancelled(error) || (error instanceof EngineError && error.catalogueId !== 'Engine.Unexpected');
}

/** Runs a target until the runs are done or the time is over. */
export async function runTarget(one: Target, { seed, runs, seconds }: FuzzOptions): Promise<FuzzReport> {
  const details = await fc.check(
    fc.asyncProperty(one.inputs, (input) => useOnce(one, input)),
    { seed, numRuns: runs, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false },
  );
  if (!details.failed) return { runs: details.numRuns, failure: undefined };
  const { counterexample, errorInstance, counterexamplePath: path } = details;
  const why =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  const input = fc.stringify(counterexample).slice(0, 2000);
  return {
    runs: details.numRuns,
    failure: `${one.name}, seed ${String(seed)}, path ${String(path)}:\n${input}\n${why}`,
  };
}
