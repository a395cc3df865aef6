// The configuration: PSConfig.json, environment variables, and values of this process. As in Az.Accounts, a value for
// a cmdlet overrides one for its module, which overrides one for Az. Among values for the same thing, Process
// overrides Environment, then CurrentUser, then Default.
import { commandLine } from '../text/command-line.ts';
import { EngineError } from '../errors/engine-error.ts';
import { readJsonFile, updateJsonFile, type OnDamaged } from '../storage/files/json-file.ts';
import { checkAppliesTo, checkCanApply, appliesToAll, placesFor } from './applies-to.ts';
import { clearValues, sectionsOf, setValues, valueIn, type ConfigFile } from './config-file.ts';
import {
  acceptedBy,
  readValue,
  readVariables,
  shownValue,
  variablePlace,
  type ConfigValue,
} from './config-values.ts';
import { checkSetting } from './check-setting.ts';
import { configKeys, findKey, type ConfigKeyName, type KnownConfigKey } from './keys.ts';
import { isRecord } from '../protocol/shapes.ts';
import type { WritableScope } from './config-key.ts';
import { sameText } from '../text/same-text.ts';

export type { ConfigFile } from './config-file.ts';
export type ConfigScope = 'Process' | 'Environment' | 'CurrentUser' | 'Default';

/** Where a value was set. */
export interface SettingOrigin {
  /** Worded for `CaFile is '…' in <place>`. */
  readonly place: string;
  /** How to undo it, worded for `To turn it off, <undo>.` */
  readonly undo: string;
}

export interface ConfigEntry extends SettingOrigin {
  readonly key: ConfigKeyName;
  readonly value: ConfigValue;
  readonly appliesTo: string;
  readonly scope: ConfigScope;
  readonly help: string;
  readonly defaultValue: ConfigValue;
}

/** A value that is ignored: what is wrong and what to do, one or two sentences each. */
export interface ConfigProblem {
  readonly text: string;
  readonly remedy: string;
}

export interface ConfigQuery {
  readonly keys?: readonly string[];
  readonly scope?: ConfigScope;
  readonly appliesTo?: string;
}

export interface ConfigStoreOptions {
  readonly path: string;
  /** The values of this process; changed in place. */
  readonly process: ConfigFile;
  /** A copy of the user's file; undefined to read the file. */
  readonly user?: ConfigFile | undefined;
  readonly variable: (name: string) => string | undefined;
  readonly onProcessChanged: () => void;
  readonly onDamaged: OnDamaged;
}

interface ChangeOptions {
  readonly scope: WritableScope;
  readonly appliesTo?: string;
  readonly signal: AbortSignal;
}

/** The place of settings with the scope Process. */
export const processPlace = 'the configuration of this PowerShell';

/** Reads and changes the configuration. */
export class ConfigStore {
  readonly #options: ConfigStoreOptions;

  constructor(options: ConfigStoreOptions) {
    this.#options = options;
  }

  /** Returns the effective value of a key for Az.Accounts' cmdlets, or for one of them. */
  async get<T extends ConfigValue>(key: ConfigKeyName, cmdlet?: string): Promise<T> {
    return (await this.setting(key, cmdlet)).value as T;
  }

  /** Like `get`, but also returns where the value was set, for messages. */
  async setting(key: ConfigKeyName, cmdlet?: string): Promise<ConfigEntry> {
    const found = await this.list({ keys: [key] });
    for (const place of placesFor(cmdlet)) {
      const entry = found.find(({ appliesTo }) => sameText(appliesTo, place));
      if (entry !== undefined) return entry;
    }
    throw new TypeError(`${key} has no default.`);
  }

  /**
   * Returns the effective values, one for each thing that they apply to; with a scope, only the values of that scope.
   */
  async list(query: ConfigQuery = {}): Promise<ConfigEntry[]> {
    const user = (await this.userFile()) ?? {};
    return configKeys
      .filter(({ key }) => query.keys?.some((wanted) => sameText(wanted, key)) ?? true)
      .flatMap((key) => {
        const found = this.#candidates(key, user).filter(
          (entry) =>
            (query.scope === undefined || entry.scope === query.scope) &&
            (query.appliesTo === undefined || sameText(entry.appliesTo, query.appliesTo)),
        );
        return found.filter(
          (entry) => entry === found.find(({ appliesTo }) => sameText(appliesTo, entry.appliesTo)),
        );
      });
  }

  /** Returns the invalid values in variables and in the user's file, which are ignored. */
  async problems(): Promise<ConfigProblem[]> {
    const { path, variable } = this.#options;
    const inVariables = configKeys.flatMap((key: KnownConfigKey) =>
      readVariables(key, variable).flatMap(({ name, raw, value }): ConfigProblem[] => {
        const place = variablePlace(name);
        // An invalid proxy is not bypassed: see networkSettings.
        const ignored = key.type === 'proxy' ? '' : ' and is ignored';
        const text = `${place} is '${String(shownValue(key, raw))}', which is not a valid value for ${key.key}${ignored}. Accepted: ${acceptedBy(key)}.`;
        return value === undefined ? [{ text, remedy: `Correct or remove ${place}.` }] : [];
      }),
    );
    const inFile = sectionsOf((await this.userFile()) ?? {}).flatMap(([appliesTo, section]) =>
      Object.entries(section).flatMap(([name, raw]) => {
        const key = findKey(name);
        if (key === undefined || readValue(key, raw) !== undefined) return [];
        const shown = typeof raw === 'string' ? JSON.stringify(shownValue(key, raw)) : JSON.stringify(raw);
        const text = `'${path}' has ${shown} for ${key.key} of ${appliesTo}, which is not a valid value for this key and is ignored. Accepted: ${acceptedBy(key)}.`;
        return { text, remedy: 'Set the key again with Update-AzConfig, or clear it with Clear-AzConfig.' };
      }),
    );
    return [...inVariables, ...inFile];
  }

  /** Returns the content of the user's file, or undefined if there is none. */
  async userFile(): Promise<ConfigFile | undefined> {
    const { path, user, onDamaged } = this.#options;
    if (user !== undefined) return user;
    const file = await readJsonFile<unknown>(path, { onDamaged });
    return isRecord(file) ? file : undefined;
  }

  /**
   * Sets keys and returns their new values.
   * @throws EngineError `InvalidArgument.Value` before anything is changed; `Storage.*`
   */
  async update(values: Readonly<Record<string, unknown>>, options: ChangeOptions): Promise<ConfigEntry[]> {
    const appliesTo = checkAppliesTo(options.appliesTo ?? appliesToAll);
    const checked: [ConfigKeyName, ConfigValue][] = [];
    for (const [name, value] of Object.entries(values)) {
      const key = requireKey(name);
      checkCanApply(key, appliesTo);
      checkCanBeIn(key, options.scope);
      checked.push([key.key, await checkSetting(key, value)]);
    }
    await this.change(options, (file) => {
      setValues(file, appliesTo, Object.fromEntries(checked));
      return file;
    });
    return this.list({ keys: checked.map(([key]) => key), scope: options.scope, appliesTo });
  }

  /**
   * Removes keys from a scope, for everything that they apply to or only for `appliesTo`. Without keys and
   * `appliesTo`, removes all values, including those that only Az.Accounts knows.
   * @throws EngineError `InvalidArgument.Value`; `Storage.*`
   */
  async clear(options: ChangeOptions & { readonly keys?: readonly string[] }): Promise<void> {
    const { keys, scope } = options;
    const appliesTo = options.appliesTo === undefined ? undefined : checkAppliesTo(options.appliesTo);
    if (scope === 'CurrentUser' && (await this.userFile()) === undefined) return;
    await this.change(options, (file) => {
      if (keys === undefined && appliesTo === undefined) return {};
      clearValues(file, {
        ...(keys === undefined ? {} : { keys }),
        ...(appliesTo === undefined ? {} : { appliesTo }),
      });
      return file;
    });
  }

  /**
   * Replaces all values of a scope.
   * @throws EngineError `Storage.*`
   */
  async change(
    { scope, signal }: Pick<ChangeOptions, 'scope' | 'signal'>,
    change: (file: ConfigFile) => ConfigFile,
  ): Promise<void> {
    const { path, onDamaged, process, onProcessChanged } = this.#options;
    if (scope === 'CurrentUser') {
      await updateJsonFile<unknown>(
        path,
        (current) => change(isRecord(current) ? structuredClone(current) : {}),
        {
          signal,
          onDamaged,
        },
      );
      return;
    }
    const next = change(structuredClone(process));
    for (const place of Object.keys(process)) Reflect.deleteProperty(process, place);
    Object.assign(process, next);
    onProcessChanged();
  }

  /** Returns all values of a key, the effective one first. */
  #candidates(key: KnownConfigKey, user: ConfigFile): ConfigEntry[] {
    const entry = (
      value: ConfigValue,
      appliesTo: string,
      scope: ConfigScope,
      origin: SettingOrigin,
    ): ConfigEntry => ({
      key: key.key,
      value,
      appliesTo,
      scope,
      ...origin,
      help: key.help,
      defaultValue: key.default,
    });
    const fromFile = (file: ConfigFile, scope: WritableScope, place: string): ConfigEntry[] =>
      sectionsOf(file).flatMap(([appliesTo, section]) => {
        const value = readValue(key, valueIn(section, key.key));
        return value === undefined
          ? []
          : [
              entry(value, appliesTo, scope, {
                place,
                undo: `run ${commandLine(`Clear-AzConfig -${key.key}`, { Scope: scope })}`,
              }),
            ];
      });
    const variables = readVariables(key, this.#options.variable).flatMap(({ name, value }) =>
      value === undefined
        ? []
        : [
            entry(value, appliesToAll, 'Environment', {
              place: variablePlace(name),
              undo: `remove ${variablePlace(name)}`,
            }),
          ],
    );
    return [
      ...fromFile(this.#options.process, 'Process', processPlace),
      ...variables.slice(0, 1),
      ...fromFile(user, 'CurrentUser', `'${this.#options.path}'`),
      entry(key.default, appliesToAll, 'Default', {
        place: 'its default',
        undo: `run Update-AzConfig -${key.key}`,
      }),
    ];
  }
}

function checkCanBeIn({ key, scopes }: KnownConfigKey, scope: WritableScope): void {
  if (scopes?.includes(scope) ?? true) return;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Scope',
      value: scope,
      reason: `${key} is read before there is an engine to hold it for the process.`,
      accepted: scopes?.join(', ') ?? '',
    },
    target: scope,
  });
}

function requireKey(name: string): KnownConfigKey {
  const key = findKey(name);
  if (key !== undefined) return key;
  const accepted = configKeys.map((known) => known.key).join(', ');
  throw new EngineError('InvalidArgument.Value', {
    facts: { parameter: 'Key', value: name, reason: 'There is no such key.', accepted },
    target: name,
  });
}
