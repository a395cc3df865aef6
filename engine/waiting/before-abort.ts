// Waiting that ends early: at a signal or a deadline. Each takes its listener or its timer away once it is over; the
// work that is waited for goes on.

/**
 * Calls `stop` when the signal aborts, at once if it has already. Returns what takes the listener away: call it when
 * the work is over.
 */
export function onAbort(signal: AbortSignal, stop: () => void): () => void {
  if (signal.aborted) {
    stop();
    return () => undefined;
  }
  signal.addEventListener('abort', stop, { once: true });
  return () => {
    signal.removeEventListener('abort', stop);
  };
}

/**
 * Returns what the work returns.
 * @throws what `reason` makes, or the signal's reason, if the signal aborts first
 */
export async function beforeAbort<T>(
  work: Promise<T>,
  signal: AbortSignal,
  reason: () => Error = () => signal.reason as Error,
): Promise<T> {
  let release: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    release = onAbort(signal, () => {
      reject(reason());
    });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    release();
  }
}

/**
 * Returns what the work returns.
 * @throws what `late` makes, if the work takes longer than so many milliseconds
 */
export async function beforeDeadline<T>(work: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Resolves when the work is done or the signal aborts.
 * @throws what the work throws before that
 */
export async function doneOrAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let release: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    release = onAbort(signal, resolve);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    release();
  }
}
