export type Settled<R> =
  { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

/**
 * Does work for every item, at most `limit` at once. The results stand in the order of the items; a failure is a
 * result like another. After an abort, what has not begun fails with the signal's reason.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
  signal: AbortSignal,
): Promise<Settled<R>[]> {
  const results: Settled<R>[] = [];
  let next = 0;
  async function takeItems(): Promise<void> {
    for (let index = next++; index < items.length; index = next++) {
      try {
        signal.throwIfAborted();
        results[index] = { ok: true, value: await work(items[index] as T) };
      } catch (error) {
        results[index] = { ok: false, error };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, takeItems));
  return results;
}
