// The contexts' rules. Stored contexts live in AzureRmContext.json; over them lie those of this PowerShell process.
// A process keeps working in the context it began with, whatever other processes select meanwhile. A process that is
// detached sees its own contexts only: autosave is off, or it has put something away that others keep.
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
  readContexts,
  readEnvironments,
  removeContexts,
  renameContext,
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
  /** Leaves out the contexts of an account that has been signed out meanwhile: it has no stored context any more. */
  readonly ifSignedIn?: boolean;
}

export interface ContextStoreOptions {
  readonly path: string;
  readonly session: SessionContexts;
  readonly autosave: Autosave;
  /** What this process knows of environments beside the file. */
  readonly environments: OwnEnvironments;
  readonly onSessionChanged: () => void;
  readonly onDamaged: OnDamaged;
}

export class ContextStore {
  readonly #options: ContextStoreOptions;

  constructor(options: ContextStoreOptions) {
    this.#options = options;
  }

  /**
   * The contexts that this process can work in, and the current one.
   * @throws EngineError `Storage.Read`
   */
  async view(): Promise<ContextView> {
    const { session, environments, autosave } = this.#options;
    await autosave.ofProcess();
    const stored = await this.#read();
    const file = { ...stored, EnvironmentTable: withOwn(readEnvironments(stored), environments) };
    const contexts = mergeContexts(file, session).map((context) => inOwnEnvironment(context, environments));
    const findNamed = (name: string | undefined): ListedContext | undefined =>
      name === undefined ? undefined : contexts.find((candidate) => sameText(candidate.name, name));
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
   * Every context, stored and of this process, whether it is seen here or not.
   * @throws EngineError `Storage.Read`
   */
  async listAll(): Promise<ListedContext[]> {
    return [...storedContexts(await this.#read()), ...sessionContexts(this.#options.session)];
  }

  /**
   * The context a command works in.
   * @throws EngineError `NotSignedIn.None`
   */
  async requireCurrent(): Promise<ListedContext> {
    const { current } = await this.view();
    if (current === undefined) throw new EngineError('NotSignedIn.None');
    return current;
  }

  /**
   * The context of a name, whatever its case.
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

  /** Adds contexts and leaves the selection as it is. */
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
   * Makes a context the current one of this process, and with scope CurrentUser of processes to come.
   * @throws EngineError `NotFound.Context`
   */
  async select(name: string, scope: ContextScope, signal: AbortSignal): Promise<ListedContext> {
    const { session } = this.#options;
    const found = await this.require(name);
    if (scope === 'CurrentUser' && found.tokens === 'stored') {
      await this.updateFile((file) => {
        // A context that only this process knew becomes known to all; one whose tokens are not stored cannot.
        const isOwn = found.scope === 'Process' && !session.isDetached;
        if (isOwn || !hasContext(file, found.name)) {
          // Removed elsewhere since it was found, with what its account signs in with.
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
   * Gives a context another name; whether one that has that name may go is for the caller to ask. The selection and
   * the default go along.
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
   * Removes the context of a name; with scope CurrentUser also the stored one that it hid. Where it was the current
   * one, the default takes its place, or else the first that is left. Gives what was removed.
   * @throws EngineError `NotFound.Context`
   */
  async remove(name: string, scope: ContextScope, signal: AbortSignal): Promise<ListedContext[]> {
    await this.require(name);
    if (scope === 'Process') await this.#leaveStored(name);
    return this.#removeWhere((context) => sameText(context.name, name), scope, signal);
  }

  /** Removes every context of an account, stored and of this process. Gives what was removed. */
  async removeAccount(
    account: StoredAccount,
    scope: ContextScope,
    signal: AbortSignal,
  ): Promise<ListedContext[]> {
    return this.#removeWhere(({ context }) => sameAccount(context.Account, account), scope, signal);
  }

  /**
   * Removes all contexts: those of this process, and with scope CurrentUser the stored ones too. With scope Process
   * those stay for other processes, and this one sees them no more.
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

  /** From here on this process works with copies of the stored contexts, and changes nothing of them. */
  async detach(): Promise<void> {
    const { session, onSessionChanged } = this.#options;
    const { contexts } = await this.view();
    for (const context of contexts) session.put(context, context.tokens);
    session.isDetached = true;
    onSessionChanged();
  }

  /** This process sees the stored contexts again, in place of its copies of them. */
  async attach(): Promise<void> {
    const { session, onSessionChanged } = this.#options;
    const stored = storedContexts(await this.#read());
    for (const [name, { tokens }] of session.entries()) {
      if (tokens === 'stored' && stored.some((context) => sameText(context.name, name))) session.delete(name);
    }
    session.isDetached = false;
    onSessionChanged();
  }

  /** Changes the file under its lock; not where `change` gives false. What is in its parts is replaced, not changed. */
  async updateFile(change: (file: ContextFile) => unknown, signal: AbortSignal): Promise<void> {
    const { path, onDamaged } = this.#options;
    await updateJsonFile<ContextFile>(
      path,
      (current) => {
        const file = current === undefined ? emptyFile() : { ...current };
        checkForm(file, path);
        return change(file) === false ? undefined : file;
      },
      { signal, onDamaged },
    );
  }

  /** Changes the contexts that this process has of its own. */
  updateSession(change: (context: ListedContext) => NamedContext): void {
    const { session, onSessionChanged } = this.#options;
    for (const context of sessionContexts(session)) session.put(change(context), context.tokens);
    onSessionChanged();
  }

  async #read(): Promise<ContextFile> {
    const { path, onDamaged } = this.#options;
    const file = (await readJsonFile<ContextFile>(path, { onDamaged })) ?? {};
    checkForm(file, path);
    return file;
  }

  #select(name: string): void {
    this.#options.session.selected = name;
    this.#options.onSessionChanged();
  }

  /** Detaches this process where a stored context of that name would show (again) in it. */
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
  return readContexts(file).map((context) => ({ ...context, scope: 'CurrentUser', tokens: 'stored' }));
}

function sessionContexts(session: SessionContexts): ListedContext[] {
  return session
    .entries()
    .map(([name, { context, tokens }]) => ({ name, context, scope: 'Process', tokens }));
}

function mergeContexts(file: ContextFile, session: SessionContexts): ListedContext[] {
  const stored = storedContexts(file);
  const own = sessionContexts(session);
  // Signed out elsewhere: what this process built on that sign-in is gone with it.
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
