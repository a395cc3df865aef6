// Detects that the current context of this process differs from the one that PowerShell knows.
import type { CurrentContext } from '../protocol/methods.ts';
import type { ContextStore } from './context-store.ts';
import type { NamedContext } from './model.ts';

/** Tracks whether the current context must be reported to PowerShell. */
export class ContextChanges {
  #isReported = false;
  #reported: string | undefined;

  /** Call when something has changed that may affect the current context. */
  note(): void {
    this.#isReported = false;
  }

  /** Reports nothing until the next change. */
  ignore(): void {
    this.#isReported = true;
  }

  /**
   * Returns the current context if it differs from the last reported one (null for none), or undefined if it is the
   * same.
   * @throws EngineError `Storage.Read`
   */
  async take(contexts: ContextStore): Promise<CurrentContext | null | undefined> {
    if (this.#isReported) return undefined;
    this.#isReported = true;
    const current = await contexts.latestCurrent();
    const facts = current === undefined ? null : factsOf(current);
    const text = JSON.stringify(facts);
    if (text === this.#reported || (facts === null && this.#reported === undefined)) return undefined;
    this.#reported = text;
    return facts;
  }
}

function factsOf({ name, context }: NamedContext): CurrentContext {
  return {
    name,
    account: context.Account.Id,
    tenant: context.Tenant?.Id ?? '',
    subscription: context.Subscription?.Id ?? '',
  };
}
