// What a check of the diagnosis has found.
import { toEngineError, isCancelled } from '../errors/engine-error.ts';
import type { Environment } from '../environments/environment.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { Call } from '../session/call.ts';

/** `Skipped`: there is nothing to check here, and why. */
export type CheckStatus = 'Ok' | 'Warning' | 'Failed' | 'Skipped';

export interface Finding {
  readonly check: string;
  readonly status: CheckStatus;
  /** What was found, in a sentence. */
  readonly finding: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly remedy: string;
}

export interface CheckContext extends Call, Pick<CmdletContext, 'host'> {
  /** The cloud whose services are looked at. */
  readonly environment: Environment;
}

export interface Check {
  readonly name: string;
  readonly run: (context: CheckContext) => Promise<Omit<Finding, 'check'>> | Omit<Finding, 'check'>;
}

export const ok = (finding: string): Omit<Finding, 'check'> => ({ status: 'Ok', finding, remedy: '' });
export const skipped = (finding: string): Omit<Finding, 'check'> => ({
  status: 'Skipped',
  finding,
  remedy: '',
});
export const warning = (finding: string, remedy: string): Omit<Finding, 'check'> => ({
  ...{ status: 'Warning', finding, remedy },
});
export const failed = (finding: string, remedy: string): Omit<Finding, 'check'> => ({
  ...{ status: 'Failed', finding, remedy },
});

/**
 * The finding of a check. What a check throws is a finding too: errors of the catalogue say what to do.
 * @throws EngineError `Cancelled.ByUser`
 */
export async function runCheck({ name, run }: Check, context: CheckContext): Promise<Finding> {
  try {
    return { check: name, ...(await run(context)) };
  } catch (error) {
    if (isCancelled(error)) throw error;
    const { message, action } = toEngineError(error);
    return { check: name, ...failed(message, action) };
  }
}
