// AzureRmContext.json as an object: what readers may rely on, and the changes to it. Files may come from many
// versions, so nothing is taken for granted, and unknown parts are kept.
import { builtInEnvironment } from '../environments/built-in.ts';
import { findEnvironment } from '../environments/environment-store.ts';
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
import { oncePer } from './once-per.ts';
import { isRecord, textsIn } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

/** The value of DefaultContextKey if no context is selected. */
export const noDefault = 'Default';

/** What the file repeats in each context. */
export const repeatedInFile = { map: 'Contexts', members: ['Account', 'Environment'] } as const;

/** Returns the content of a new file. */
export function emptyFile(): ContextFile {
  return { DefaultContextKey: noDefault, EnvironmentTable: {}, Contexts: {}, ExtendedProperties: {} };
}

/**
 * Rejects a file whose Contexts or EnvironmentTable is not an object, so that it stays unchanged: it may come from a
 * newer version.
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
 * Returns the usable contexts. Older versions store contexts without an account, or null, for "not signed in", and
 * leave out empty parts.
 */
export function readContexts(file: ContextFile): NamedContext[] {
  return Object.entries(file.Contexts ?? {}).flatMap(([name, context]) => {
    const whole = usable(context);
    return whole === undefined ? [] : [{ name, context: whole }];
  });
}

/** Returns the usable context with exactly this name, or undefined. */
export function readContext({ Contexts: contexts }: ContextFile, name: string): NamedContext | undefined {
  const context = contexts && Object.hasOwn(contexts, name) ? usable(contexts[name]) : undefined;
  return context && { name, context };
}

function usable(context: unknown): StoredContext | undefined {
  return isRecord(context) ? wholeOnce(context) : undefined;
}

const wholeOnce = oncePer(wholeContext);

/** Returns a context with all parts that readers rely on, or undefined if it has no account. Whole parts are not copied. */
export function wholeContext(context: unknown): StoredContext | undefined {
  const parts = (context ?? {}) as {
    readonly [Part in 'Account' | 'Tenant' | 'Subscription']?: Partial<
      NonNullable<StoredContext[Part]>
    > | null;
  } & { readonly Environment?: unknown };
  const { Account: account, Tenant: tenant, Subscription: subscription } = parts;
  if (typeof account?.Id !== 'string' || account.Id === '') return undefined;
  return withMembers(context as StoredContext, {
    Account: withMembers(account as StoredAccount, {
      Type: typeof account.Type === 'string' ? account.Type : 'User',
      ExtendedProperties: wholeTexts(account.ExtendedProperties),
    }),
    Tenant: typeof tenant?.Id === 'string' ? wholeTenant(tenant as StoredTenant) : null,
    Subscription:
      typeof subscription?.Id === 'string' ? wholeSubscription(subscription as StoredSubscription) : null,
    Environment: isRecord(parts.Environment) ? environmentOnce(parts.Environment) : withBuiltIn(undefined),
  });
}

function wholeTenant(tenant: StoredTenant): StoredTenant {
  return withMembers(tenant, {
    Directory: textOrNull(tenant.Directory),
    ExtendedProperties: wholeTexts(tenant.ExtendedProperties),
  });
}

function wholeSubscription(subscription: StoredSubscription): StoredSubscription {
  return withMembers(subscription, {
    Name: textOrNull(subscription.Name) ?? '',
    State: textOrNull(subscription.State),
    ExtendedProperties: wholeTexts(subscription.ExtendedProperties),
  });
}

/** Returns the object if it has these members already, otherwise a copy with them. */
function withMembers<T extends object>(object: T, members: Partial<T>): T {
  const isSame = Object.entries(members).every(([name, member]) => object[name as keyof T] === member);
  return isSame ? object : { ...object, ...members };
}

function wholeTexts(value: unknown): Record<string, string> {
  const isWhole = isRecord(value) && Object.values(value).every((member) => typeof member === 'string');
  return isWhole ? (value as Record<string, string>) : (textsIn(value) ?? {});
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

const environmentOnce = oncePer((stored: object) => withBuiltIn(wholeEnvironment(stored)));

/** Returns the added environments by name, without invalid entries. */
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

const addressNames = Object.entries(findEnvironment({}, 'AzureCloud'))
  .filter(([, value]) => typeof value === 'string' || value === null)
  .map(([name]) => name);

/** Returns the endpoints of an environment, with null for values that are not text. */
function addressesOf(environment: Environment): Partial<Environment> {
  const names = addressNames.filter((name) => name in environment);
  return Object.fromEntries(names.map((name) => [name, textOrNull(environment[name])]));
}

/** Adds endpoints that older versions did not know to a public cloud. Returns AzureCloud if there is no environment. */
function withBuiltIn(environment: Environment | undefined): Environment {
  if (environment === undefined) return findEnvironment({}, 'AzureCloud');
  const builtIn = builtInEnvironment(environment.Name);
  if (builtIn === undefined) return environment;
  return {
    ...builtIn,
    ...environment,
    ExtendedProperties: { ...builtIn.ExtendedProperties, ...environment.ExtendedProperties },
  };
}

/** Returns the name of the context in which processes start, or undefined if none was chosen. */
export function defaultName(file: ContextFile): string | undefined {
  const key: unknown = file.DefaultContextKey;
  if (key === null) return undefined;
  if (typeof key === 'string' && !sameText(key, noDefault)) return key;
  // Without a name in the file, Az.Accounts uses the first context too.
  return readContexts(file).find(({ name }) => !sameText(name, noDefault))?.name;
}

/** Adds contexts to the file. Each replaces the one with the same name, ignoring case. */
export function putContexts(file: ContextFile, contexts: readonly NamedContext[]): void {
  const added = new Map(contexts.map((named) => [named.name.toLowerCase(), named]));
  const others = Object.entries(file.Contexts ?? {}).filter(([key]) => !added.has(key.toLowerCase()));
  const entries = [...added.values()].map(({ name, context }) => [name, context] as const);
  file.Contexts = Object.fromEntries([...others, ...entries]);
}

/**
 * Renames a context without moving it; removes another one with that name. Returns false if there is no context to
 * rename.
 */
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

/**
 * Removes contexts. If the default is among them, the first remaining context becomes the default. Returns whether
 * any was removed.
 */
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

/** Whether the file has a context with this name, valid or not. */
export function hasContext(file: ContextFile, name: string): boolean {
  return Object.keys(file.Contexts ?? {}).some((key) => sameText(key, name));
}
