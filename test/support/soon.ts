import assert from 'node:assert/strict';

/**
 * Far below the minutes that a wait takes which does not end, and far above what a busy machine adds: how fast it
 * is gets measured in `npm run bench`.
 */
const soonMilliseconds = 15_000;

/** What `work` gives; fails where it took as long as something that waits for nobody. */
export async function soon<T>(work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work();
  const took = Date.now() - began;
  assert.ok(took < soonMilliseconds, `it took ${String(took)} ms`);
  return result;
}
