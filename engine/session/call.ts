import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { TokenBatch } from '../storage/tokens/token-batch.ts';
import type { Services } from './services.ts';

/**
 * The parts of one cmdlet call. Created for each call and passed down; nothing that outlives the call keeps it,
 * because calls of several runspaces run at the same time.
 */
export interface Call {
  /** The services, wired for this call. */
  readonly services: Services;
  /** Shows messages to the user and asks questions. */
  readonly interaction: Interaction;
  /** Aborts when the command is stopped. */
  readonly signal: AbortSignal;
  /** PowerShell's environment variables at the time of the call. */
  readonly variables: EnvironmentVariables;
  /** Warnings that are shown when the call ends, each text once. */
  readonly warnings: Set<string>;
  /** Takes the tokens of this part of the call, to store them later: see `TokenBatch`. */
  readonly tokenBatch?: TokenBatch;
}
