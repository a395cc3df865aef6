// Puts the rooms together: one Services for each home folder, with what one PowerShell process keeps in memory.
import { join } from 'node:path';
import { ConfigStore, type ConfigFile } from '../config/config-store.ts';
import { networkSettings } from '../config/network.ts';
import { secretInClear } from '../contexts/account-secrets.ts';
import { Autosave } from '../contexts/autosave.ts';
import { ContextChanges } from '../contexts/context-changes.ts';
import { ContextStore, type ListedContext } from '../contexts/context-store.ts';
import { KnownEnvironments } from '../contexts/known-environments.ts';
import { sameAccount, type StoredAccount } from '../contexts/model.ts';
import { SessionContexts, type SessionContextsState } from '../contexts/session-contexts.ts';
import type { ArmClient } from '../rest/arm-client.ts';
import { DirectoryMemory } from '../directory/directory-memory.ts';
import type { AccountDirectory } from '../directory/find-subscriptions.ts';
import { listTenants, tenantIn, type KnownTenant } from '../directory/tenants.ts';
import type { Environment } from '../environments/environment.ts';
import { armScope } from '../environments/resources.ts';
import { HomeStores, type HomeStoresState } from '../storage/tokens/home-stores.ts';
import { KeptSignIns } from '../accounts/kept-sign-ins.ts';
import { createAgentPool, type AgentPool } from '../http/agents.ts';
import { createHttpClient } from '../http/http-client.ts';
import type { NetworkSettings } from '../http/network-settings.ts';
import type { HttpClient } from '../http/types.ts';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import type { environmentVariables, EnvironmentVariables } from '../protocol/methods.ts';
import { moduleVersion } from '../protocol/version.ts';
import { brokerProperty, loadBroker } from '../signin/person/broker.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { SignInContext } from '../signin/sign-in-context.ts';
import { acquireManagedIdentityToken } from '../signin/managed-identity/managed-identity.ts';
import { acquireAppToken } from '../signin/app/service-principal.ts';
import { givenTokenFor } from '../signin/given-tokens.ts';
import type { AccessToken, AppAccount, SignedIn, TokenRequest } from '../signin/signed-in.ts';
import { signOutAtBroker } from '../signin/person/silent.ts';
import { acquirePersonToken } from '../signin/person/step-up.ts';
import { identityServiceFolder, type AzureHome } from '../storage/files/azure-home.ts';
import type { OnDamaged } from '../storage/files/json-file.ts';
import { tokenCacheName } from '../storage/tokens/token-cache.ts';
import type { TokenOwner } from '../storage/tokens/token-entries.ts';
import { splitList } from '../text/split-list.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';
import type { OwnEnvironments } from '../contexts/own-environments.ts';
import { identityIdTypes } from '../signin/managed-identity/identity.ts';

const contextFileName = 'AzureRmContext.json';
const settingsFileName = 'AzureRmContextSettings.json';
const configFileName = 'PSConfig.json';

/** What one process keeps in memory, as it survives an engine that ends. */
export interface HomeState extends HomeStoresState {
  readonly contexts?: SessionContextsState;
  readonly config?: ConfigFile;
  /** The user's configuration as it was, for a job; elsewhere the file is read. */
  readonly userConfig?: ConfigFile;
  readonly environments?: OwnEnvironments;
}

export class Services {
  readonly autosave: Autosave;
  readonly contexts: ContextStore;
  readonly config: ConfigStore;
  readonly environments: KnownEnvironments;
  readonly directoryMemory = new DirectoryMemory();
  readonly contextChanges = new ContextChanges();
  /** What accounts sign in with later. */
  readonly signIns: KeptSignIns;
  readonly #home: AzureHome;
  readonly #session: SessionContexts;
  readonly #processConfig: ConfigFile;
  readonly #stores: HomeStores;
  readonly #processEnvironments: OwnEnvironments;
  #agents: { key: string; pool: AgentPool } | undefined;
  #variables: EnvironmentVariables = {};
  /** Each text once. */
  #warnings = new Set<string>();

  constructor(home: AzureHome, state: HomeState, onChanged: () => void) {
    this.#home = home;
    this.#session = new SessionContexts(state.contexts);
    this.#processConfig = state.config ?? {};
    this.#processEnvironments = state.environments ?? {};
    this.autosave = new Autosave({
      path: join(home.folder, settingsFileName),
      session: this.#session,
      places: () => ({
        ContextDirectory: home.folder,
        ContextFile: contextFileName,
        CacheDirectory: identityServiceFolder(home, this.#variables),
        CacheFile: 'msal.cache',
      }),
      variable: (name) => this.#variables[name],
      onSessionChanged: onChanged,
      onDamaged: this.#onDamaged,
    });
    this.contexts = new ContextStore({
      path: join(home.folder, contextFileName),
      session: this.#session,
      autosave: this.autosave,
      environments: this.#processEnvironments,
      onSessionChanged: onChanged,
      onDamaged: this.#onDamaged,
    });
    this.environments = new KnownEnvironments(this.#processEnvironments, this.contexts, onChanged);
    this.config = new ConfigStore({
      path: join(home.folder, configFileName),
      process: this.#processConfig,
      user: state.userConfig,
      variable: (name) => this.#variables[name],
      onProcessChanged: onChanged,
      onDamaged: this.#onDamaged,
    });
    this.#stores = new HomeStores(
      {
        home,
        variables: () => this.#variables,
        plaintextRefusedIn: async () => {
          const { value, place } = await this.config.setting('DisablePlaintextTokenCache');
          return value === true ? place : undefined;
        },
        warn: (message) => this.#warnings.add(message),
        onDamaged: this.#onDamaged,
        onChanged,
      },
      state,
    );
    this.signIns = new KeptSignIns(this.#stores, this.contexts);
  }

  readonly #onDamaged: OnDamaged = (path, keptAs) => {
    const remedy = path.endsWith(contextFileName)
      ? ' Sign in again; or repair that file and take it in with Import-AzContext -Path.'
      : '';
    this.#warnings.add(
      keptAs === undefined
        ? `'${path}' could not be read, and stays as it is because nothing can be written there.`
        : `'${path}' could not be read and was kept as '${keptAs}'.${remedy}`,
    );
  };

  /** The environment variables as they are now. */
  useVariables(variables: EnvironmentVariables): this {
    this.#variables = variables;
    return this;
  }

  /** All of them. */
  get variables(): EnvironmentVariables {
    return this.#variables;
  }

  /** An environment variable as it is now. */
  variable(name: (typeof environmentVariables)[number]): string | undefined {
    return this.#variables[name];
  }

  /** Warnings that no call has told yet. */
  takeWarnings(): string[] {
    const warnings = [...this.#warnings];
    this.#warnings.clear();
    return warnings;
  }

  toState(): HomeState {
    return {
      contexts: this.#session.toState(),
      config: this.#processConfig,
      ...this.#stores.toState(),
      environments: this.#processEnvironments,
    };
  }

  /** The folder of this user's sign-ins, and the files in which they are, whether they exist or not. */
  get places(): { readonly folder: string; readonly files: readonly string[] } {
    const tokens = join(identityServiceFolder(this.#home, this.#variables), tokenCacheName);
    const names = [contextFileName, settingsFileName, configFileName];
    return {
      folder: this.#home.folder,
      files: [...names.map((name) => join(this.#home.folder, name)), tokens],
    };
  }

  /** Where tokens and secrets are kept. */
  get stores(): HomeStores {
    return this.#stores;
  }

  /** An HTTP client whose exchanges show in -Debug. Connections stay open between calls. */
  http(interaction: Interaction): HttpClient {
    let agents: Promise<AgentPool> | undefined;
    return createHttpClient({
      // One look at the configuration for each client, and none where no request is sent.
      agents: () => (agents ??= this.#agentPool()),
      userAgent: `Az.LoginTs/${moduleVersion}`,
      onExchange: (exchange) => interaction.exchange?.(exchange),
      ...(interaction.showsDebug
        ? {
            trace: (lines: string) => {
              interaction.debug(lines);
            },
          }
        : {}),
    });
  }

  /**
   * How the network is reached now.
   * @throws EngineError `Storage.Read`
   */
  networkSettings(): Promise<NetworkSettings> {
    return networkSettings(this.config, this.#variables);
  }

  async #agentPool(): Promise<AgentPool> {
    const settings = await this.networkSettings();
    const key = JSON.stringify(settings);
    if (this.#agents?.key !== key) this.#agents = { key, pool: createAgentPool(settings) };
    return this.#agents.pool;
  }

  /** What a flow works with: see `SignInContext`; `owner` where it is of an account that is signed in. */
  signInContext(
    environment: Environment,
    tokens: TokenPlace,
    interaction: Interaction,
    signal: AbortSignal,
    owner?: TokenOwner,
  ): SignInContext {
    return {
      environment,
      http: this.http(interaction),
      cache: this.#stores.tokenCache(tokens, signal, owner),
      interaction,
      signal,
      variables: this.#variables,
      loadBroker,
      failures: [],
    };
  }

  /**
   * A token of a context's account.
   * @throws EngineError `NotSignedIn.Expired`, `InteractionRequired.*`, `Authentication.*`, `Network.*`
   */
  async accessToken(
    { context, tokens }: Pick<ListedContext, 'context' | 'tokens'>,
    request: TokenRequest,
    interaction: Interaction,
    signal: AbortSignal,
  ): Promise<AccessToken> {
    const { Account: account, Environment: environment } = context;
    const homeAccountId = account.ExtendedProperties.HomeAccountId;
    const signIn = this.signInContext(environment, tokens, interaction, signal, {
      tenantId: environment.OnPremise ? undefined : request.tenantId,
      ...(account.Type === 'User'
        ? { account: { username: account.Id, homeAccountId } }
        : { applicationId: account.Id }),
    });
    if (account.Type === 'User') {
      const byBroker = account.ExtendedProperties[brokerProperty] !== undefined;
      return acquirePersonToken(
        { accountId: account.Id, homeAccountId, byBroker, ...request },
        {
          mayAsk: request.mayAsk === true,
          timeoutMs: (await this.config.get<number>('LoginTimeoutSeconds')) * 1000,
          useBroker: byBroker,
        },
        signIn,
      );
    }
    const tenantId = context.Tenant?.Id ?? request.tenantId;
    const appAccount: AppAccount = {
      id: account.Id,
      type: account.Type,
      tenantId,
      properties: account.ExtendedProperties,
      secret: async (name) =>
        (await this.signIns.secret({ accountId: account.Id, tenantId, tokens }, name)) ??
        secretInClear(account, name),
    };
    if (account.Type === 'ManagedService') {
      const stored = account.ExtendedProperties.ManagedIdentityIdType;
      const idType =
        identityIdTypes.find((type) => type === stored) ?? (account.Id.includes('@') ? 'System' : 'ClientId');
      return acquireManagedIdentityToken({ id: account.Id, idType }, request, signIn);
    }
    if (account.Type === 'AccessToken') return givenTokenFor(appAccount, request, environment);
    return acquireAppToken(appAccount, request, signIn);
  }

  /** ARM as the account of a context sees it in a tenant; `mayAsk` as in `TokenRequest`. */
  async arm(
    entry: Pick<ListedContext, 'context' | 'tokens'>,
    tenantId: string | undefined,
    interaction: Interaction,
    signal: AbortSignal,
    mayAsk = true,
  ): Promise<ArmClient> {
    const { Environment: environment, Tenant: tenant } = entry.context;
    const request = { tenantId: tenantId ?? tenant?.Id ?? '', scopes: [armScope(environment)], mayAsk };
    const { accessToken } = await this.accessToken(entry, request, interaction, signal);
    return {
      http: this.http(interaction),
      environment,
      accessToken,
      renew: async (claims) =>
        (await this.accessToken(entry, { ...request, claims }, interaction, signal)).accessToken,
    };
  }

  /** What the account of a context can reach. With a fresh sign-in, its token serves the first look. */
  directoryOf(
    entry: Pick<ListedContext, 'context' | 'tokens'>,
    interaction: Interaction,
    signal: AbortSignal,
    fresh?: SignedIn,
  ): AccountDirectory {
    const { Account: account, Environment: environment, Tenant: tenant } = entry.context;
    const home = fresh?.tenantId ?? tenant?.Id;
    const armFor = async (tenantId: string, mayAsk = true): Promise<ArmClient> => {
      if (fresh?.tenantId !== tenantId) return this.arm(entry, tenantId, interaction, signal, mayAsk);
      const request = { tenantId, scopes: [armScope(environment)], mayAsk };
      return {
        http: this.http(interaction),
        environment,
        accessToken: fresh.accessToken,
        renew: async (claims) =>
          (await this.accessToken(entry, { ...request, claims }, interaction, signal)).accessToken,
      };
    };
    let named: Promise<KnownTenant[]> | undefined;
    let listed: Promise<Awaited<ReturnType<AccountDirectory['tenants']>>> | undefined;
    return {
      home,
      tenantsAtOnce: () => this.config.get<number>('DiscoveryConcurrency'),
      armFor,
      tenants: () => {
        // An application belongs to the tenant that it signed in to, and ARM may tell no more of it.
        if (account.Type !== 'User') {
          return (named ??= armFor(home ?? '')
            .then((arm) => listTenants(arm, signal))
            .catch(rethrowCancelled)
            .then((tenants) => [tenantIn(tenants, home ?? '')]));
        }
        listed ??= armFor(home ?? splitList(account.ExtendedProperties.Tenants)[0] ?? '')
          .then((arm) => listTenants(arm, signal))
          .then((tenants) => {
            this.directoryMemory.addTenants(account.Id, tenants);
            return tenants;
          });
        return listed;
      },
      remember: (found) => {
        this.directoryMemory.addSubscriptions(account.Id, found);
      },
    };
  }

  /**
   * Removes what an account of removed contexts signs in with, where no context that is left needs it.
   * @throws EngineError `Storage.*`, `Cancelled.ByUser`
   */
  async signOut(
    account: StoredAccount,
    removed: readonly ListedContext[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.signIns.signOut(account, removed, signal);
    const { HomeAccountId: homeAccountId, [brokerProperty]: byBroker } = account.ExtendedProperties;
    const environment = removed[0]?.context.Environment;
    const isLeft = (await this.contexts.everywhere()).some(({ context }) =>
      sameAccount(context.Account, account),
    );
    if (environment === undefined || isLeft || byBroker === undefined) return;
    const interaction = {
      ...silentInteraction,
      warning: (message: string) => this.#warnings.add(message),
    };
    const context = this.signInContext(environment, 'process', interaction, signal);
    await signOutAtBroker({ accountId: account.Id, homeAccountId, byBroker: true }, context);
  }
}

/** For what can be done without. */
function rethrowCancelled(error: unknown): [] {
  if (isCancelled(error)) throw error;
  return [];
}

/** Signing out says nothing of its own but warnings. */
const silentInteraction: Interaction = {
  canPrompt: false,
  hasDesktop: false,
  consoleWidth: 0,
  consoleHeight: 0,
  windowHandle: Buffer.alloc(8),
  cannotPromptReason: '',
  showsDebug: false,
  verbose: () => undefined,
  debug: () => undefined,
  warning: () => undefined,
  information: () => undefined,
  progress: () => undefined,
  deviceCode: () => Promise.resolve(),
  prompt: () => Promise.reject(new EngineError('Cancelled.ByUser')),
  certificate: () => Promise.resolve({ chain: [], problem: '' }),
  sign: () => Promise.resolve({ signature: '', problem: '' }),
};
