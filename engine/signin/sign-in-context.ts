import type { INativeBrokerPlugin } from '@azure/msal-node';
import type { Environment } from '../environments/environment.ts';
import type { EngineError } from '../errors/engine-error.ts';
import type { HttpClient } from '../http/types.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { TokenCache } from '../storage/tokens/token-cache.ts';
import type { Interaction } from './interaction.ts';

/** The services that a sign-in flow uses. */
export interface SignInContext {
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly cache: TokenCache;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  /** The environment variables of the PowerShell process. */
  readonly variables: EnvironmentVariables;
  /** Returns the system's broker, or why there is none, as a clause: `loadBroker`. */
  readonly loadBroker: () => Promise<INativeBrokerPlugin | string>;
  /** Whether to skip asking which cloud an authority belongs to: DisableInstanceDiscovery. */
  readonly trustsAuthority: () => Promise<boolean>;
  /** Returns the audience for identity tokens from the configuration, or an empty string for that of the cloud. */
  readonly identityTokenAudience: () => Promise<string>;
  /** Network failures. MSAL throws its own errors instead, without the cause. */
  readonly failures: EngineError[];
}
