// Waits that end early on a signal or a deadline. Each removes its listener or timer when it ends; the work itself
// continues.

/**
 * Calls `stop` when the signal aborts, or immediately if it already has. Returns a function that removes the
 * listener; call it when the work is done.
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
 * Returns the result of the work.
 * @throws the error from `reason`, or the signal's reason, if the signal aborts first
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
 * Returns the result of the work.
 * @throws the error from `late` if the work takes longer than `timeoutMs` milliseconds
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
 * @throws the work's error if it fails before the signal aborts
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

/**
 * Runs `work` while `other` work is under way, and returns both results. If the other work fails, aborts the signal that
 * `work` gets.
 * @throws the error of the one that fails first, once both have ended
 */
export async function alongside<T, U>(
  work: (signal: AbortSignal) => Promise<T>,
  other: Promise<U>,
  signal: AbortSignal,
): Promise<readonly [T, U]> {
  const stop = new AbortController();
  const working = work(AbortSignal.any([signal, stop.signal]));
  const both = Promise.all([working, other]);
  other.catch(() => {
    stop.abort();
  });
  try {
    return await both;
  } finally {
    await Promise.allSettled([working, other]);
  }
}
