import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { Services } from './services.ts';

/**
 * What belongs to one call of a cmdlet. It is made for each call and passed down, and nothing that outlives the call
 * keeps it: calls of several runspaces run at the same time.
 */
export interface Call {
  /** What the call works with, wired for it. */
  readonly services: Services;
  /** Who can be told and asked. */
  readonly interaction: Interaction;
  /** Aborts when the command is stopped. */
  readonly signal: AbortSignal;
  /** PowerShell's environment variables at the time of the call. */
  readonly variables: EnvironmentVariables;
  /** What is told once the call is over, each text once. */
  readonly warnings: Set<string>;
}
