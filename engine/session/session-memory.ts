import type { ConfigFile } from '../config/config-store.ts';
import { ContextChanges } from '../contexts/context-changes.ts';
import type { OwnEnvironments } from '../contexts/own-environments.ts';
import { SessionContexts, type SessionContextsState } from '../contexts/session-contexts.ts';
import type { AzureHome } from '../storage/files/azure-home.ts';
import { HomeStoresMemory, type HomeStoresState } from '../storage/tokens/home-stores.ts';
import { Connections } from './connections.ts';
import { DirectoryMemory } from './directory-memory.ts';
import type { IdentityEndpoint } from './identity-endpoint.ts';

/** The memory of one process in a serializable form, which a new engine restores. */
export interface HomeState extends HomeStoresState {
  readonly contexts?: SessionContextsState;
  readonly config?: ConfigFile;
  /** For a job: a copy of the user's configuration. Otherwise the file is read. */
  readonly userConfig?: ConfigFile;
  readonly environments?: OwnEnvironments;
}

/**
 * What one PowerShell process keeps in memory for a home folder between calls. It contains nothing of a single call.
 */
export class SessionMemory {
  readonly home: AzureHome;
  readonly contexts: SessionContexts;
  readonly config: ConfigFile;
  readonly userConfig: ConfigFile | undefined;
  readonly environments: OwnEnvironments;
  readonly stores: HomeStoresMemory;
  readonly directory = new DirectoryMemory();
  readonly contextChanges = new ContextChanges();
  readonly connections = new Connections();
  /** The running endpoint from which other programs of this PowerShell get tokens, if any. */
  identityEndpoint: IdentityEndpoint | undefined;
  /** Called when the result of `toState` has changed. */
  readonly onChanged: () => void;

  constructor(home: AzureHome, state: HomeState, onChanged: () => void) {
    this.home = home;
    this.contexts = new SessionContexts(state.contexts);
    this.config = state.config ?? {};
    this.userConfig = state.userConfig;
    this.environments = state.environments ?? {};
    this.stores = new HomeStoresMemory(state, onChanged);
    this.onChanged = onChanged;
  }

  toState(): HomeState {
    return {
      contexts: this.contexts.toState(),
      config: this.config,
      ...this.stores.toState(),
      environments: this.environments,
    };
  }
}
