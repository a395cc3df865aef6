// Adds, changes and removes environments, in AzureRmContext.json or only in this process. Contexts contain a copy of
// their environment, which is changed too.
import { addEnvironment, noEnvironment, refuseBuiltIn } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import type { ContextStore } from './context-store.ts';
import type { ContextFile, ContextScope, StoredContext } from './model.ts';
import { sameText } from '../text/same-text.ts';
import type { OwnEnvironments } from './own-environments.ts';

/** The environments that the user has added. */
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
   * Returns the added environment with a name, or undefined if there is none.
   * @throws EngineError `Storage.Read`
   */
  async find(name: string): Promise<Environment | undefined> {
    return (await this.#list()).find((environment) => sameText(environment.Name, name));
  }

  /**
   * Adds an environment, or replaces the one with the same name.
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
   * Removes an environment and returns it. Contexts in it keep their copy.
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

  /** Replaces all previously discovered environments with new ones. Built-in ones stay unchanged. */
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

/** Returns the contexts, with this environment in those that use one with the same name. */
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
