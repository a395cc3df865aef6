// The environments that are added, changed and removed: in AzureRmContext.json, or in this process only. Contexts
// carry a copy of theirs, which changes along.
import { addEnvironment, noEnvironment, refuseBuiltIn } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import type { ContextStore } from './context-store.ts';
import type { ContextFile, ContextScope, StoredContext } from './model.ts';
import { sameText } from '../text/same-text.ts';
import type { OwnEnvironments } from './own-environments.ts';

export class KnownEnvironments {
  readonly #own: OwnEnvironments;
  readonly #store: ContextStore;
  readonly #onChanged: () => void;

  constructor(own: OwnEnvironments, store: ContextStore, onChanged: () => void) {
    this.#own = own;
    this.#store = store;
    this.#onChanged = onChanged;
  }

  /**
   * The environment of that name that was added; undefined where there is none.
   * @throws EngineError `Storage.Read`
   */
  async find(name: string): Promise<Environment | undefined> {
    return (await this.#list()).find((environment) => sameText(environment.Name, name));
  }

  /**
   * Makes an environment known, in place of one of the same name.
   * @throws EngineError `InvalidArgument.Value` for the name of a built-in one, `Storage.*`
   */
  async set(environment: Environment, scope: ContextScope, signal: AbortSignal): Promise<void> {
    refuseBuiltIn(environment.Name);
    if (scope === 'CurrentUser') {
      await this.#store.updateFile((file) => {
        addEnvironment(file, environment);
        file.Contexts = inEnvironment(file, environment);
      }, signal);
      this.#deleteOwn(environment.Name);
    } else {
      this.#putOwn(environment.Name, environment);
    }
    this.#store.updateSession(({ name, context }) => ({
      name,
      context: sameText(context.Environment.Name, environment.Name)
        ? { ...context, Environment: environment }
        : context,
    }));
    this.#onChanged();
  }

  /**
   * Forgets an environment. Contexts that were made for it keep their copy. Gives what it was.
   * @throws EngineError `InvalidArgument.Value` for a built-in one, `InvalidArgument.Environment`, `Storage.*`
   */
  async remove(name: string, scope: ContextScope, signal: AbortSignal): Promise<Environment> {
    refuseBuiltIn(name);
    const known = await this.#list();
    const found = known.find((environment) => sameText(environment.Name, name));
    if (found === undefined) {
      throw noEnvironment(
        name,
        known.map((environment) => environment.Name),
      );
    }
    if (scope === 'CurrentUser') {
      await this.#store.updateFile((file) => deleteFromTable(file, (key) => sameText(key, name)), signal);
      this.#deleteOwn(name);
    } else {
      this.#putOwn(found.Name, null);
    }
    this.#onChanged();
    return found;
  }

  /** Takes discovered environments in place of those that were discovered before; built-in ones stay as they are. */
  async replaceDiscovered(
    found: readonly Environment[],
    scope: ContextScope,
    signal: AbortSignal,
  ): Promise<void> {
    const before = (await this.#list()).filter(({ Type: type }) => type === 'Discovered');
    const isGone = ({ Name: name }: Environment): boolean => !found.some((one) => sameText(one.Name, name));
    for (const { Name: name } of before.filter(isGone)) await this.remove(name, scope, signal);
    for (const environment of found) await this.set(environment, scope, signal);
  }

  async #list(): Promise<Environment[]> {
    return Object.values((await this.#store.view()).file.EnvironmentTable ?? {});
  }

  #deleteOwn(name: string): void {
    for (const key of Object.keys(this.#own)) if (sameText(key, name)) Reflect.deleteProperty(this.#own, key);
  }

  #putOwn(name: string, environment: Environment | null): void {
    this.#deleteOwn(name);
    this.#own[name] = environment;
  }
}

/** The contexts; those in the environment of that name are in this one. */
function inEnvironment(file: ContextFile, environment: Environment): Record<string, StoredContext | null> {
  return Object.fromEntries(
    Object.entries(file.Contexts ?? {}).map(([name, context]) => {
      const known = (context as Partial<StoredContext> | null)?.Environment?.Name;
      const isIn = context !== null && sameText(known, environment.Name);
      return [name, isIn ? { ...context, Environment: environment } : context];
    }),
  );
}

function deleteFromTable(file: ContextFile, isToGo: (name: string) => boolean): boolean {
  const entries = Object.entries(file.EnvironmentTable ?? {});
  const kept = entries.filter(([key]) => !isToGo(key));
  file.EnvironmentTable = Object.fromEntries(kept);
  return kept.length < entries.length;
}
