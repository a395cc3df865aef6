import assert from 'node:assert/strict';

/**
 * Far shorter than a wait that does not end by itself, which takes minutes, and far longer than the delays of a busy
 * machine. How fast things are is measured by `npm run bench`.
 */
const soonMilliseconds = 15_000;

/** Returns the result of `work`; fails if it took as long as an unwanted wait. */
export async function soon<T>(work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work();
  const took = Date.now() - began;
  assert.ok(took < soonMilliseconds, `it took ${String(took)} ms`);
  return result;
}
