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
}

export interface CheckContext extends Call, Pick<CmdletContext, 'host'> {
  /** The cloud whose services are checked. */
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
 * Runs a check and returns its finding. An error becomes a failed finding, with the error's advice.
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
