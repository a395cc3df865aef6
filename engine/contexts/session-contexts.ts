import type { ContextScope, NamedContext, StoredContext } from './model.ts';
import { sameText } from '../text/same-text.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';

export interface SessionContext {
  readonly context: StoredContext;
  readonly tokens: TokenPlace;
}

/** Contexts and the selection of one PowerShell process, as they survive an engine that ends. */
export interface SessionContextsState {
  readonly selected?: string;
  readonly contexts?: Readonly<Record<string, SessionContext>>;
  readonly autosave?: ContextScope;
  readonly isDetached?: boolean;
}

/** What one PowerShell process has beside the stored contexts. Lives in memory. */
export class SessionContexts {
  /** The name of the context that this process works in; other processes do not change it. */
  selected: string | undefined;
  /** Where sign-ins of this process go unless told otherwise; found out when it is first needed. */
  autosave: ContextScope | undefined;
  /** This process sees its own contexts only, and none of the stored ones. */
  isDetached: boolean;
  readonly #contexts = new Map<string, SessionContext>();

  constructor(state: SessionContextsState = {}) {
    this.selected = state.selected;
    this.autosave = state.autosave;
    this.isDetached = state.isDetached ?? false;
    for (const [name, entry] of Object.entries(state.contexts ?? {})) this.#contexts.set(name, entry);
  }

  put({ name, context }: NamedContext, tokens: TokenPlace): void {
    this.delete(name);
    this.#contexts.set(name, { context, tokens });
  }

  delete(name: string): void {
    for (const key of this.#contexts.keys()) {
      if (sameText(key, name)) this.#contexts.delete(key);
    }
  }

  /** Gives a context another name; one that had that name goes. */
  rename(from: string, to: string): void {
    const entry = this.entries().find(([name]) => sameText(name, from))?.[1];
    this.delete(to);
    if (entry === undefined) return;
    this.delete(from);
    this.#contexts.set(to, entry);
  }

  clear(): void {
    this.#contexts.clear();
  }

  entries(): [string, SessionContext][] {
    return [...this.#contexts];
  }

  toState(): SessionContextsState {
    return {
      ...(this.selected === undefined ? {} : { selected: this.selected }),
      contexts: Object.fromEntries(this.#contexts),
      ...(this.autosave === undefined ? {} : { autosave: this.autosave }),
      ...(this.isDetached ? { isDetached: true } : {}),
    };
  }
}
