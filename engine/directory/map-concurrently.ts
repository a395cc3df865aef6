export type Settled<R> =
  { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

/**
 * Runs work for every item, at most `limit` at a time, and returns the results in the order of the items. A failure
 * is a result too. After an abort, items that have not started fail with the signal's reason.
 */
export function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
  signal: AbortSignal,
): Promise<Settled<R>[]> {
  const inTurn = atMost(limit);
  return Promise.all(
    items.map(async (item): Promise<Settled<R>> => {
      try {
        const value = await inTurn(() => {
          signal.throwIfAborted();
          return work(item);
        });
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error };
      }
    }),
  );
}

/** Returns a function that runs work in the order of its calls, at most `limit` at a time. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < limit) running++;
    else {
      // The place of the one that ends goes to us.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
