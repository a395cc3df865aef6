// Changes of a token cache on their way into its store. Those that come up while another is being stored go in
// together: a search over a hundred tenants would wait for the lock a hundred times.
import { EngineError, isCancelled } from '../../errors/engine-error.ts';
import { doneOrAborted } from '../../waiting/before-abort.ts';

/** What becomes of what is stored. */
export type CacheChange<T> = (stored: T) => T;

interface Waiting<T> {
  readonly change: CacheChange<T>;
  /** Set when it is known what became of it. */
  outcome?: { readonly error?: unknown };
}

/** Changes what is stored, under its lock. */
export type CacheEdit<T> = (change: CacheChange<T>, signal: AbortSignal) => Promise<void>;

export class CacheWriter<T> {
  #waiting: Waiting<T>[] = [];
  #writing: Promise<void> | undefined;

  /**
   * Stores a change with `edit`, and what others want to store in the same place meanwhile; when it resolves the change
   * is stored.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser` where the signal aborts before it is being stored
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

  /** Stores what waits by the time the lock is had. Never rejects. */
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
      // Who called off concerns nobody else; a store that cannot be used concerns all who wait for it.
      if (taken.length === 0 && isCancelled(error)) {
        this.#leave(leader);
        taken = [leader];
      } else if (taken.length === 0) taken = this.#waiting.splice(0);
    } finally {
      this.#writing = undefined;
    }
    for (const one of taken) one.outcome = { error };
  }

  /** Gives up waiting; false where it is being stored already. */
  #leave(one: Waiting<T>): boolean {
    const index = this.#waiting.indexOf(one);
    if (index >= 0) this.#waiting.splice(index, 1);
    return index >= 0;
  }
}
