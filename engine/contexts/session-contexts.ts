import type { ContextScope, NamedContext, StoredContext } from './model.ts';
import { sameText } from '../text/same-text.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';

export interface SessionContext {
  readonly context: StoredContext;
  readonly tokens: TokenPlace;
}

/** The contexts and the selection of one PowerShell process, in a serializable form that a new engine restores. */
export interface SessionContextsState {
  readonly selected?: string;
  readonly contexts?: Readonly<Record<string, SessionContext>>;
  readonly autosave?: ContextScope;
  readonly isDetached?: boolean;
}

/** The contexts that exist only in this PowerShell process, in memory. */
export class SessionContexts {
  /** The name of this process's current context; other processes do not change it. */
  selected: string | undefined;
  /** The default scope of sign-ins in this process; undefined until it is first needed. */
  autosave: ContextScope | undefined;
  /** Whether this process sees only its own contexts and none of the stored ones. */
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

  /** Renames a context; another one with that name is removed. */
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
