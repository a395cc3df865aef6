import type { INativeBrokerPlugin, ICachePlugin } from '@azure/msal-node';
import type { Environment } from '../environments/environment.ts';
import type { EngineError } from '../errors/engine-error.ts';
import type { HttpClient } from '../http/types.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { Interaction } from './interaction.ts';

/** What a flow needs of its surroundings. */
export interface SignInContext {
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly cache: ICachePlugin;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  /** The environment variables of the PowerShell process. */
  readonly variables: EnvironmentVariables;
  /** The broker of the system, or why there is none, as a clause: `loadBroker`. */
  readonly loadBroker: () => Promise<INativeBrokerPlugin | string>;
  /** Whether nobody is asked which cloud an authority belongs to: DisableInstanceDiscovery. */
  readonly trustsAuthority: () => Promise<boolean>;
  /** What failed below HTTP: MSAL throws errors of its own instead, without the cause. */
  readonly failures: EngineError[];
}
