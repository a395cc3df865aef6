// The result of one diagnosis check.
import { toEngineError, isCancelled } from '../errors/engine-error.ts';
import type { Environment } from '../environments/environment.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { Call } from '../session/call.ts';

/** `Skipped`: there was nothing to check; the finding says why. */
export type CheckStatus = 'Ok' | 'Warning' | 'Failed' | 'Skipped';

export interface Finding {
  readonly check: string;
  readonly status: CheckStatus;
  /** The result, as a sentence. */
  readonly finding: string;
  /** What to do; empty if nothing. */
  readonly remedy: string;
  /** Names of people, tenants or places in the finding, which a report leaves out. */
  readonly names?: readonly string[];
}

export interface CheckContext extends Call, Pick<CmdletContext, 'host'> {
  /** The cloud whose services are checked. */
  readonly environment: Environment;
  /** Whether the user named it; otherwise it is the current context's. */
  readonly isEnvironmentNamed: boolean;
}

/** The result of a check, without the check's name. */
export type Found = Omit<Finding, 'check'>;

export interface Check {
  readonly name: string;
  /** Returns one finding, or one for each checked item. */
  readonly run: (context: CheckContext) => Promise<Found | readonly Found[]> | Found;
}

export const ok = (finding: string): Found => ({ status: 'Ok', finding, remedy: '' });
export const skipped = (finding: string): Found => ({ status: 'Skipped', finding, remedy: '' });
export const warning = (finding: string, remedy: string): Found => ({ status: 'Warning', finding, remedy });
export const failed = (finding: string, remedy: string): Found => ({ status: 'Failed', finding, remedy });

/**
 * Runs a check and returns its findings. An error becomes a failed finding, with the error's advice.
 * @throws EngineError `Cancelled.ByUser`
 */
export async function runCheck({ name, run }: Check, context: CheckContext): Promise<Finding[]> {
  try {
    return [await run(context)].flat().map((found) => ({ check: name, ...found }));
  } catch (error) {
    if (isCancelled(error)) throw error;
    const { message, action } = toEngineError(error);
    return [{ check: name, ...failed(message, action) }];
  }
}
