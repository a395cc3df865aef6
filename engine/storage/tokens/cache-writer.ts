// Collects changes of a token cache. Changes that arrive while another is being stored are stored together; otherwise
// a search over a hundred tenants would wait for the lock a hundred times.
import { EngineError, isCancelled } from '../../errors/engine-error.ts';
import { doneOrAborted } from '../../waiting/before-abort.ts';

/** Returns the new content for the stored content. */
export type CacheChange<T> = (stored: T) => T;

interface Waiting<T> {
  readonly change: CacheChange<T>;
  /** Set when the change is stored or has failed. */
  outcome?: { readonly error?: unknown };
}

/** Applies a change to the stored content, under its lock. */
export type CacheEdit<T> = (change: CacheChange<T>, signal: AbortSignal) => Promise<void>;

/** Stores changes of one cache, several at a time. */
export class CacheWriter<T> {
  #waiting: Waiting<T>[] = [];
  #writing: Promise<void> | undefined;

  /**
   * Stores a change with `edit`, together with the changes that others want to store meanwhile. Resolves when this
   * change is stored.
   * @throws EngineError `Storage.*`; `Cancelled.ByUser` if the signal aborts before the change is being stored
   */
  async save(change: CacheChange<T>, signal: AbortSignal, edit: CacheEdit<T>): Promise<void> {
    const mine: Waiting<T> = { change };
    this.#waiting.push(mine);
    while (mine.outcome === undefined) {
      if (this.#writing === undefined) {
        this.#writing = this.#write(mine, signal, edit);
        await this.#writing;
      } else {
        await doneOrAborted(this.#writing, signal);
        if (signal.aborted && this.#leave(mine))
          throw new EngineError('Cancelled.ByUser', { cause: signal.reason });
      }
    }
    if (mine.outcome.error !== undefined) throw mine.outcome.error as Error;
  }

  /** Stores all changes that are waiting when the lock is acquired. Never rejects. */
  async #write(leader: Waiting<T>, signal: AbortSignal, edit: CacheEdit<T>): Promise<void> {
    let taken: Waiting<T>[] = [];
    let error: unknown;
    try {
      await edit((stored) => {
        taken = this.#waiting.splice(0);
        return taken.reduce((next, { change }) => change(next), stored);
      }, signal);
    } catch (thrown) {
      error = thrown;
      // A cancellation fails only the caller that cancelled; an unusable store fails all waiting callers.
      if (taken.length === 0 && isCancelled(error)) {
        this.#leave(leader);
        taken = [leader];
      } else if (taken.length === 0) taken = this.#waiting.splice(0);
    } finally {
      this.#writing = undefined;
    }
    for (const one of taken) one.outcome = { error };
  }

  /** Stops waiting. Returns false if the change is already being stored. */
  #leave(one: Waiting<T>): boolean {
    const index = this.#waiting.indexOf(one);
    if (index >= 0) this.#waiting.splice(index, 1);
    return index >= 0;
  }
}
