// Whether the context that this process works in is another one than PowerShell knows of.
import type { CurrentContext } from '../protocol/methods.ts';
import type { ContextStore } from './context-store.ts';
import type { NamedContext } from './model.ts';

export class ContextChanges {
  #isReported = false;
  #reported: string | undefined;

  /** Something of this process has changed: perhaps its current context. */
  note(): void {
    this.#isReported = false;
  }

  /** Nothing of it is told, unless it changes. */
  ignore(): void {
    this.#isReported = true;
  }

  /**
   * The current context where it is another one than was told last: null where there is none. Undefined where it is
   * the same.
   * @throws EngineError `Storage.Read`
   */
  async take(contexts: ContextStore): Promise<CurrentContext | null | undefined> {
    if (this.#isReported) return undefined;
    this.#isReported = true;
    const { current } = await contexts.view();
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
