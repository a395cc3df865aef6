// AzureRmContext.json as an object: what its readers may rely on, and the changes that are made to it. Files of many
// versions come here, so nothing is taken for granted, and what is not understood stays as it is.
import { findEnvironment, isBuiltIn } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { EngineError } from '../errors/engine-error.ts';
import {
  sameAccount,
  type ContextFile,
  type NamedContext,
  type StoredAccount,
  type StoredContext,
  type StoredSubscription,
  type StoredTenant,
} from './model.ts';
import { textsIn } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

/** What DefaultContextKey says where nothing is selected. */
export const noDefault = 'Default';

/** A file as it is where there was none. */
export function emptyFile(): ContextFile {
  return { DefaultContextKey: noDefault, EnvironmentTable: {}, Contexts: {}, ExtendedProperties: {} };
}

/**
 * Refuses a file whose main parts are not what they are: one of a newer version, perhaps, which must stay as it is.
 * @throws EngineError `Storage.UnknownForm`
 */
export function checkForm(file: ContextFile, path: string): void {
  for (const part of ['Contexts', 'EnvironmentTable'] as const) {
    const value: unknown = file[part] ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) continue;
    throw new EngineError('Storage.UnknownForm', {
      facts: { path, reason: `its ${part} are not an object` },
      target: path,
    });
  }
}

/**
 * The contexts that can be worked in. Older versions store contexts without an account, or null, for "not signed in",
 * and leave out parts that were empty.
 */
export function readContexts(file: ContextFile): NamedContext[] {
  return Object.entries(file.Contexts ?? {}).flatMap(([name, context]) => {
    const whole = wholeContext(context);
    return whole === undefined ? [] : [{ name, context: whole }];
  });
}

/** A context with every part that its readers count on; undefined where it has no account. */
export function wholeContext(context: unknown): StoredContext | undefined {
  const parts = (context ?? {}) as {
    readonly [Part in 'Account' | 'Tenant' | 'Subscription']?: Partial<
      NonNullable<StoredContext[Part]>
    > | null;
  } & { readonly Environment?: unknown };
  const { Account: account, Tenant: tenant, Subscription: subscription } = parts;
  if (typeof account?.Id !== 'string' || account.Id === '') return undefined;
  return {
    ...(context as StoredContext),
    Account: {
      ...(account as StoredAccount),
      Type: typeof account.Type === 'string' ? account.Type : 'User',
      ExtendedProperties: textsIn(account.ExtendedProperties) ?? {},
    },
    Tenant: typeof tenant?.Id === 'string' ? wholeTenant(tenant as StoredTenant) : null,
    Subscription:
      typeof subscription?.Id === 'string' ? wholeSubscription(subscription as StoredSubscription) : null,
    Environment: withBuiltIn(wholeEnvironment(parts.Environment)),
  };
}

function wholeTenant(tenant: StoredTenant): StoredTenant {
  return {
    ...tenant,
    Directory: textOrNull(tenant.Directory),
    ExtendedProperties: textsIn(tenant.ExtendedProperties) ?? {},
  };
}

function wholeSubscription(subscription: StoredSubscription): StoredSubscription {
  return {
    ...subscription,
    Name: textOrNull(subscription.Name) ?? '',
    State: textOrNull(subscription.State),
    ExtendedProperties: textsIn(subscription.ExtendedProperties) ?? {},
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The environments that were added, by name, without what is none. */
export function readEnvironments(file: ContextFile): Record<string, Environment> {
  return Object.fromEntries(
    Object.values(file.EnvironmentTable ?? {}).flatMap((environment) => {
      const whole = wholeEnvironment(environment);
      return whole === undefined ? [] : [[whole.Name, whole]];
    }),
  );
}

function wholeEnvironment(environment: unknown): Environment | undefined {
  const {
    Name: name,
    OnPremise: onPremise,
    ExtendedProperties: extended,
  } = (environment ?? {}) as Partial<Environment>;
  if (typeof name !== 'string' || name === '') return undefined;
  return {
    ...(environment as Environment),
    ...addressesOf(environment as Environment),
    Name: name,
    OnPremise: onPremise === true,
    ExtendedProperties: textsIn(extended) ?? {},
  };
}

/** The endpoints of an environment: what is there and no text is none. */
function addressesOf(environment: Environment): Partial<Environment> {
  const names = Object.entries(findEnvironment({}, 'AzureCloud'))
    .filter(([name, value]) => (typeof value === 'string' || value === null) && name in environment)
    .map(([name]) => name);
  return Object.fromEntries(names.map((name) => [name, textOrNull(environment[name])]));
}

/** A public cloud with endpoints that older versions did not know; the public cloud where there is none. */
function withBuiltIn(environment: Environment | undefined): Environment {
  if (environment === undefined) return findEnvironment({}, 'AzureCloud');
  if (!isBuiltIn(environment.Name)) return environment;
  const builtIn = findEnvironment({}, environment.Name);
  return {
    ...builtIn,
    ...environment,
    ExtendedProperties: { ...builtIn.ExtendedProperties, ...environment.ExtendedProperties },
  };
}

/** The name of the context that processes begin in; undefined where none was chosen. */
export function defaultName(file: ContextFile): string | undefined {
  const key: unknown = file.DefaultContextKey;
  if (key === null) return undefined;
  if (typeof key === 'string' && !sameText(key, noDefault)) return key;
  // Az.Accounts too goes on with the first where the file names none.
  return readContexts(file).find(({ name }) => !sameText(name, noDefault))?.name;
}

/** Puts contexts in, each in place of one of the same name, whatever its case. */
export function putContexts(file: ContextFile, contexts: readonly NamedContext[]): void {
  const added = new Map(contexts.map((named) => [named.name.toLowerCase(), named]));
  const others = Object.entries(file.Contexts ?? {}).filter(([key]) => !added.has(key.toLowerCase()));
  const entries = [...added.values()].map(({ name, context }) => [name, context] as const);
  file.Contexts = Object.fromEntries([...others, ...entries]);
}

/** Gives a context another name, in its place; one that had that name goes. False where there is none to rename. */
export function renameContext(file: ContextFile, from: string, to: string): boolean {
  const entries = Object.entries(file.Contexts ?? {});
  if (!entries.some(([name]) => sameText(name, from))) return false;
  file.Contexts = Object.fromEntries(
    entries
      .filter(([name]) => sameText(name, from) || !sameText(name, to))
      .map(([name, context]) => [sameText(name, from) ? to : name, context]),
  );
  const key = textOrNull(file.DefaultContextKey);
  if (sameText(key, from) || sameText(key, to)) file.DefaultContextKey = to;
  return true;
}

/** Takes contexts out; where the default is among them, the first that is left takes its place. Tells whether any went. */
export function removeContexts(file: ContextFile, isToGo: (name: string) => boolean): boolean {
  const entries = Object.entries(file.Contexts ?? {});
  const gone = new Set(entries.map(([name]) => name).filter(isToGo));
  if (gone.size === 0) return false;
  file.Contexts = Object.fromEntries(entries.filter(([name]) => !gone.has(name)));
  if ([...gone].some((name) => sameText(name, textOrNull(file.DefaultContextKey)))) {
    file.DefaultContextKey = readContexts(file)[0]?.name ?? noDefault;
  }
  return true;
}

/** Whether an account has a context in the file. */
export function hasAccount(file: ContextFile, account: StoredAccount): boolean {
  return readContexts(file).some(({ context }) => sameAccount(context.Account, account));
}

/** Whether a context of this name stands in the file, whatever it holds. */
export function hasContext(file: ContextFile, name: string): boolean {
  return Object.keys(file.Contexts ?? {}).some((key) => sameText(key, name));
}
