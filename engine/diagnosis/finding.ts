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
  /** Names in it that tell who or where: a report leaves them out. */
  readonly names?: readonly string[];
}

export interface CheckContext extends Call, Pick<CmdletContext, 'host'> {
  /** The cloud whose services are checked. */
  readonly environment: Environment;
  /** Whether the user named it; else it is that of the current context. */
  readonly isEnvironmentNamed: boolean;
}

/** What a check finds; the name of the check is added to it. */
export type Found = Omit<Finding, 'check'>;

export interface Check {
  readonly name: string;
  /** One finding, or one for each of several things that were looked at. */
  readonly run: (context: CheckContext) => Promise<Found | readonly Found[]> | Found;
}

export const ok = (finding: string): Found => ({ status: 'Ok', finding, remedy: '' });
export const skipped = (finding: string): Found => ({ status: 'Skipped', finding, remedy: '' });
export const warning = (finding: string, remedy: string): Found => ({ status: 'Warning', finding, remedy });
export const failed = (finding: string, remedy: string): Found => ({ status: 'Failed', finding, remedy });

/**
 * The findings of a check. What a check throws is a finding too: errors of the catalogue say what to do.
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
