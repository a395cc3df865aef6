// Wires the services for one call: the stores of a home folder, the memory of the process, and the call's environment
// variables.
import { join } from 'node:path';
import { ConfigStore } from '../config/config-store.ts';
import { Autosave } from '../contexts/autosave.ts';
import type { ContextChanges } from '../contexts/context-changes.ts';
import { ContextStore } from '../contexts/context-store.ts';
import { KnownEnvironments } from '../contexts/known-environments.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import { identityServiceFolder } from '../storage/files/azure-home.ts';
import type { OnDamaged } from '../storage/files/json-file.ts';
import { HomeStores } from '../storage/tokens/home-stores.ts';
import { tokenCacheName } from '../storage/tokens/token-cache.ts';
import type { Connections } from './connections.ts';
import type { DirectoryMemory } from './directory-memory.ts';
import type { SessionMemory } from './session-memory.ts';

const contextFileName = 'AzureRmContext.json';
const settingsFileName = 'AzureRmContextSettings.json';
const configFileName = 'PSConfig.json';

export interface Services {
  readonly autosave: Autosave;
  readonly contexts: ContextStore;
  readonly config: ConfigStore;
  readonly environments: KnownEnvironments;
  /** The stores of tokens and secrets. */
  readonly stores: HomeStores;
  readonly directoryMemory: DirectoryMemory;
  readonly contextChanges: ContextChanges;
  readonly connections: Connections;
  /** The folder of this user's sign-ins and the paths of its files, whether they exist or not. */
  readonly places: { readonly folder: string; readonly files: readonly string[] };
  readonly memory: SessionMemory;
}

/** Returns the services for one call. Warnings about files are added to `warnings`. */
export function servicesFor(
  memory: SessionMemory,
  variables: EnvironmentVariables,
  warnings: Set<string>,
): Services {
  const { home, onChanged } = memory;
  const inHome = (name: string): string => join(home.folder, name);
  const variable = (name: string): string | undefined => variables[name];
  const onDamaged = damageWarning(warnings);
  const autosave = new Autosave({
    path: inHome(settingsFileName),
    session: memory.contexts,
    places: {
      ContextDirectory: home.folder,
      ContextFile: contextFileName,
      CacheDirectory: identityServiceFolder(home, variables),
      CacheFile: 'msal.cache',
    },
    variable,
    onSessionChanged: onChanged,
    onDamaged,
  });
  const contexts = new ContextStore({
    path: inHome(contextFileName),
    session: memory.contexts,
    autosave,
    environments: memory.environments,
    onSessionChanged: onChanged,
    onDamaged,
  });
  const config = new ConfigStore({
    path: inHome(configFileName),
    process: memory.config,
    user: memory.userConfig,
    variable,
    onProcessChanged: onChanged,
    onDamaged,
  });
  const stores = new HomeStores({
    home,
    memory: memory.stores,
    variables,
    plaintextRefusedIn: async () => {
      const { value, place } = await config.setting('DisablePlaintextTokenCache');
      return value === true ? place : undefined;
    },
    warn: (message) => {
      warnings.add(message);
    },
    onDamaged,
  });
  const tokens = join(identityServiceFolder(home, variables), tokenCacheName);
  return {
    autosave,
    contexts,
    config,
    environments: new KnownEnvironments(memory.environments, contexts, onChanged),
    stores,
    directoryMemory: memory.directory,
    contextChanges: memory.contextChanges,
    connections: memory.connections,
    places: {
      folder: home.folder,
      files: [...[contextFileName, settingsFileName, configFileName].map(inHome), tokens],
    },
    memory,
  };
}

function damageWarning(warnings: Set<string>): OnDamaged {
  return (path, keptAs) => {
    const remedy = path.endsWith(contextFileName)
      ? ' Sign in again; or repair that file and import it with Import-AzContext -Path.'
      : '';
    warnings.add(
      keptAs === undefined
        ? `'${path}' could not be read. It was left in place, because its folder cannot be written.`
        : `'${path}' could not be read and was kept as '${keptAs}'.${remedy}`,
    );
  };
}
