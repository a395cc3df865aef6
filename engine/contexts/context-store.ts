// The rules for contexts. Stored contexts are in AzureRmContext.json; those of this PowerShell process hide stored
// ones with the same name. A process keeps working in the context in which it started, whatever other processes
// select. A detached process sees only its own contexts: autosave is off, or it has removed a context only for
// itself.
import { EngineError } from '../errors/engine-error.ts';
import { readJsonFile, updateJsonFile, type OnDamaged } from '../storage/files/json-file.ts';
import type { Autosave } from './autosave.ts';
import {
  checkForm,
  defaultName,
  emptyFile,
  hasAccount,
  hasContext,
  noDefault,
  putContexts,
  readContext,
  readContexts,
  readEnvironments,
  removeContexts,
  renameContext,
  repeatedInFile,
} from './context-file.ts';
import { withOwn, type OwnEnvironments } from './own-environments.ts';
import {
  sameAccount,
  type ContextFile,
  type ContextScope,
  type NamedContext,
  type StoredAccount,
} from './model.ts';
import type { SessionContexts } from './session-contexts.ts';
import { sameText } from '../text/same-text.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';

export interface ListedContext extends NamedContext {
  readonly scope: ContextScope;
  readonly tokens: TokenPlace;
}

export interface ContextView {
  readonly contexts: readonly ListedContext[];
  readonly current: ListedContext | undefined;
  readonly file: ContextFile;
}

export interface AddOptions {
  readonly scope: ContextScope;
  readonly tokens: TokenPlace;
  readonly signal: AbortSignal;
  /** Skips contexts of an account that was signed out meanwhile, which means that it has no stored context any more. */
  readonly ifSignedIn?: boolean;
}

export interface ContextStoreOptions {
  readonly path: string;
  readonly session: SessionContexts;
  readonly autosave: Autosave;
  /** This process's own changes to environments, on top of the file. */
  readonly environments: OwnEnvironments;
  readonly onSessionChanged: () => void;
  readonly onDamaged: OnDamaged;
}

/** The contexts of one home folder, stored and of this process. */
export class ContextStore {
  readonly #options: ContextStoreOptions;
  /** What was last read or written. */
  #latest: ContextFile | undefined;

  constructor(options: ContextStoreOptions) {
    this.#options = options;
  }

  /**
   * Returns the contexts that this process can use, and the current one.
   * @throws EngineError `Storage.Read`
   */
  async view(): Promise<ContextView> {
    await this.#options.autosave.ofProcess();
    return this.#viewOf(await this.#read());
  }

  #viewOf(stored: ContextFile): ContextView {
    const { session, environments } = this.#options;
    const file = { ...stored, EnvironmentTable: withOwn(readEnvironments(stored), environments) };
    const contexts = mergeContexts(file, session).map((context) => inOwnEnvironment(context, environments));
    const findNamed = (name: string | undefined): ListedContext | undefined =>
      name === undefined
        ? undefined
        : (contexts.find((candidate) => candidate.name === name) ??
          contexts.find((candidate) => sameText(candidate.name, name)));
    const current =
      findNamed(session.selected) ??
      findNamed(defaultName(file)) ??
      (session.isDetached ? contexts[0] : undefined);
    if (current !== undefined && session.selected !== current.name) {
      session.selected = current.name;
      this.#options.onSessionChanged();
    }
    return { contexts, current, file };
  }

  /**
   * Returns the current context of the contexts that were last read or written by this call; they are read only if
   * none were. Fast even if there are many.
   * @throws EngineError `Storage.Read`
   */
  async latestCurrent(): Promise<ListedContext | undefined> {
    const { session, environments, autosave } = this.#options;
    await autosave.ofProcess();
    const file = this.#latest ?? (await this.#read());
    const { selected } = session;
    const isStored = selected !== undefined && !session.isDetached && session.entries().length === 0;
    const stored = isStored ? storedContext(file, selected) : undefined;
    if (stored !== undefined) return inOwnEnvironment(stored, environments);
    return this.#viewOf(file).current;
  }

  /**
   * Returns all contexts, stored and of this process, including those that this process does not see.
   * @throws EngineError `Storage.Read`
   */
  async listAll(): Promise<ListedContext[]> {
    return [...storedContexts(await this.#read()), ...sessionContexts(this.#options.session)];
  }

  /**
   * Returns the current context.
   * @throws EngineError `NotSignedIn.None` if there is none
   */
  async requireCurrent(): Promise<ListedContext> {
    const { current } = await this.view();
    if (current === undefined) throw new EngineError('NotSignedIn.None');
    return current;
  }

  /**
   * Returns the context with a name, ignoring case.
   * @throws EngineError `NotFound.Context`
   */
  async require(name: string): Promise<ListedContext> {
    const { contexts } = await this.view();
    const found = contexts.find((candidate) => sameText(candidate.name, name));
    if (found !== undefined) return found;
    throw noContext(
      name,
      contexts.map((candidate) => candidate.name),
    );
  }

  /** Adds contexts, replacing those of the same name, and selects one of them. */
  async add(contexts: readonly NamedContext[], selected: string, options: AddOptions): Promise<void> {
    await this.#put(contexts, selected, options);
    this.#select(selected);
  }

  /** Adds contexts without changing the selection. */
  async merge(contexts: readonly NamedContext[], options: AddOptions): Promise<void> {
    await this.#put(contexts, undefined, options);
    this.#options.onSessionChanged();
  }

  async #put(
    contexts: readonly NamedContext[],
    selected: string | undefined,
    { scope, tokens, signal, ifSignedIn = false }: AddOptions,
  ): Promise<void> {
    const { session } = this.#options;
    if (scope === 'CurrentUser') {
      await this.updateFile((file) => {
        const wanted = contexts.filter(({ context }) => !ifSignedIn || hasAccount(file, context.Account));
        putContexts(file, wanted);
        if (selected !== undefined) file.DefaultContextKey = selected;
      }, signal);
    }
    for (const context of contexts) {
      if (scope === 'Process' || session.isDetached) session.put(context, tokens);
      else session.delete(context.name);
    }
  }

  /**
   * Selects a context for this process and, with scope CurrentUser, for future processes. Returns it.
   * @throws EngineError `NotFound.Context`
   */
  async select(name: string, scope: ContextScope, signal: AbortSignal): Promise<ListedContext> {
    const { session } = this.#options;
    const found = await this.require(name);
    if (scope === 'CurrentUser' && found.tokens === 'stored') {
      await this.updateFile((file) => {
        // A context of this process becomes a stored one, but only if its tokens are stored.
        const isOwn = found.scope === 'Process' && !session.isDetached;
        if (isOwn || !hasContext(file, found.name)) {
          // Another process has removed it meanwhile, together with its tokens.
          if (!hasAccount(file, found.context.Account)) throw noContext(name);
          putContexts(file, [found]);
        }
        file.DefaultContextKey = found.name;
      }, signal);
      if (!session.isDetached) session.delete(found.name);
    }
    this.#select(found.name);
    return found;
  }

  /**
   * Renames a context and returns it; another one with that name is removed, so the caller must ask first. Selection
   * and default are adjusted.
   * @throws EngineError `NotFound.Context`
   */
  async rename(from: string, to: string, scope: ContextScope, signal: AbortSignal): Promise<ListedContext> {
    const { session, onSessionChanged } = this.#options;
    const found = await this.require(from);
    if (scope === 'CurrentUser') {
      await this.updateFile((file) => {
        const isRenamed = renameContext(file, from, to);
        if (!isRenamed && found.scope === 'CurrentUser') throw noContext(from);
        return isRenamed;
      }, signal);
    } else {
      await this.#leaveStored(from);
    }
    session.rename(from, to);
    if (sameText(session.selected, from) || sameText(session.selected, to)) session.selected = to;
    onSessionChanged();
    return { ...found, name: to };
  }

  /**
   * Removes the context with a name and, with scope CurrentUser, also the stored one that it hid. If it was the
   * current one, the default or else the first remaining context becomes current. Returns the removed contexts.
   * @throws EngineError `NotFound.Context`
   */
  async remove(name: string, scope: ContextScope, signal: AbortSignal): Promise<ListedContext[]> {
    await this.require(name);
    if (scope === 'Process') await this.#leaveStored(name);
    return this.#removeWhere((context) => sameText(context.name, name), scope, signal);
  }

  /** Removes all contexts of an account, stored and of this process, and returns them. */
  async removeAccount(
    account: StoredAccount,
    scope: ContextScope,
    signal: AbortSignal,
  ): Promise<ListedContext[]> {
    return this.#removeWhere(({ context }) => sameAccount(context.Account, account), scope, signal);
  }

  /**
   * Removes all contexts of this process and, with scope CurrentUser, also the stored ones. With scope Process the
   * stored ones stay for other processes, but this one does not see them any more.
   */
  async clear(scope: ContextScope, signal: AbortSignal): Promise<void> {
    const { session } = this.#options;
    if (scope === 'CurrentUser') {
      await this.updateFile((file) => {
        file.Contexts = {};
        file.DefaultContextKey = noDefault;
      }, signal);
    } else {
      session.isDetached = true;
    }
    session.clear();
    session.selected = undefined;
    this.#options.onSessionChanged();
  }

  /** Detaches this process: it works with copies of the stored contexts and does not change the stored ones. */
  async detach(): Promise<void> {
    const { session, onSessionChanged } = this.#options;
    const { contexts } = await this.view();
    for (const context of contexts) session.put(context, context.tokens);
    session.isDetached = true;
    onSessionChanged();
  }

  /** Attaches this process: it sees the stored contexts again instead of its copies. */
  async attach(): Promise<void> {
    const { session, onSessionChanged } = this.#options;
    const stored = storedContexts(await this.#read());
    for (const [name, { tokens }] of session.entries()) {
      if (tokens === 'stored' && stored.some((context) => sameText(context.name, name))) session.delete(name);
    }
    session.isDetached = false;
    onSessionChanged();
  }

  /**
   * Changes the file under its lock; if `change` returns false, the file stays unchanged. `change` must replace parts
   * of the file and not modify them.
   */
  async updateFile(change: (file: ContextFile) => unknown, signal: AbortSignal): Promise<void> {
    const { path, onDamaged } = this.#options;
    this.#latest = await updateJsonFile<ContextFile>(
      path,
      (current) => {
        const file = current === undefined ? emptyFile() : { ...current };
        checkForm(file, path);
        return change(file) === false ? undefined : file;
      },
      { signal, onDamaged, repeated: repeatedInFile },
    );
  }

  /** Changes the contexts that exist only in this process. */
  updateSession(change: (context: ListedContext) => NamedContext): void {
    const { session, onSessionChanged } = this.#options;
    for (const context of sessionContexts(session)) session.put(change(context), context.tokens);
    onSessionChanged();
  }

  async #read(): Promise<ContextFile> {
    const { path, onDamaged } = this.#options;
    const file = (await readJsonFile<ContextFile>(path, { onDamaged, repeated: repeatedInFile })) ?? {};
    checkForm(file, path);
    this.#latest = file;
    return file;
  }

  #select(name: string): void {
    this.#options.session.selected = name;
    this.#options.onSessionChanged();
  }

  /** Detaches this process if a stored context with that name would otherwise be visible in it. */
  async #leaveStored(name: string): Promise<void> {
    if (!this.#options.session.isDetached && hasContext(await this.#read(), name)) await this.detach();
  }

  async #removeWhere(
    isToGo: (context: ListedContext) => boolean,
    scope: ContextScope,
    signal: AbortSignal,
  ): Promise<ListedContext[]> {
    const { session, onSessionChanged } = this.#options;
    const removed = (await this.listAll()).filter(
      (context) => isToGo(context) && (scope === 'CurrentUser' || context.scope === 'Process'),
    );
    const namesIn = (place: ContextScope): Set<string> =>
      new Set(removed.filter((context) => context.scope === place).map(({ name }) => name));
    const stored = namesIn('CurrentUser');
    if (stored.size > 0) {
      await this.updateFile((file) => removeContexts(file, (name) => stored.has(name)), signal);
    }
    for (const name of namesIn('Process')) session.delete(name);
    if (removed.some(({ name }) => sameText(name, session.selected))) session.selected = undefined;
    onSessionChanged();
    return removed;
  }
}

function noContext(name: string, known: readonly string[] = []): EngineError {
  return new EngineError('NotFound.Context', { facts: { context: name }, target: name, known });
}

function storedContexts(file: ContextFile): ListedContext[] {
  return readContexts(file).map(asListed);
}

/** Returns the stored context with exactly this name, or undefined. */
function storedContext(file: ContextFile, name: string): ListedContext | undefined {
  const context = readContext(file, name);
  return context && asListed(context);
}

function asListed(context: NamedContext): ListedContext {
  return { ...context, scope: 'CurrentUser', tokens: 'stored' };
}

function sessionContexts(session: SessionContexts): ListedContext[] {
  return session
    .entries()
    .map(([name, { context, tokens }]) => ({ name, context, scope: 'Process', tokens }));
}

function mergeContexts(file: ContextFile, session: SessionContexts): ListedContext[] {
  const stored = storedContexts(file);
  const own = sessionContexts(session);
  // If another process signed the account out, contexts of this process that used its sign-in are gone too.
  const alive = own.filter(
    ({ context, tokens }) =>
      tokens === 'process' ||
      stored.some((candidate) => sameAccount(candidate.context.Account, context.Account)),
  );
  const hidden = (name: string): boolean =>
    session.isDetached || own.some((context) => sameText(context.name, name));
  return [...stored.filter(({ name }) => !hidden(name)), ...alive];
}

function inOwnEnvironment(listed: ListedContext, environments: OwnEnvironments): ListedContext {
  const own = Object.values(environments).find((environment) =>
    sameText(environment?.Name ?? '', listed.context.Environment.Name),
  );
  return own ? { ...listed, context: { ...listed.context, Environment: own } } : listed;
}
