// All checks, in the order in which they are shown: local ones first.
import { signInCheck } from './sign-in-check.ts';
import { accountsCheck } from './accounts-check.ts';
import { configCheck, filesCheck, tokenStoreCheck } from './file-checks.ts';
import { runCheck, type Check, type CheckContext, type Finding } from './finding.ts';
import { brokerCheck, browserCheck, engineCheck, powerShellCheck } from './machine-checks.ts';
import { armCheck, authorityCheck, certificatesCheck, clockCheck, proxyCheck } from './network-checks.ts';

const checks: readonly Check[] = [
  ...[powerShellCheck, engineCheck, filesCheck, configCheck, tokenStoreCheck],
  ...[browserCheck, brokerCheck, proxyCheck, certificatesCheck, authorityCheck, armCheck, clockCheck],
  ...[signInCheck, accountsCheck],
];
const activity = 'Checking what signing in needs';

/**
 * Runs all checks in parallel. Writes the findings of a check when those of all earlier checks are written.
 * @throws EngineError `Cancelled.ByUser`
 */
export async function runChecks(context: CheckContext, write: (finding: Finding) => void): Promise<void> {
  const { interaction } = context;
  const running = checks.map((check) => runCheck(check, context));
  // A cancellation fails all checks; the error of the awaited one is enough.
  for (const findings of running) findings.catch(() => undefined);
  try {
    for (const [index, findings] of running.entries()) {
      const percent = Math.round((index / checks.length) * 100);
      interaction.progress(activity, checks[index]?.name ?? '', { percent });
      (await findings).forEach(write);
    }
  } finally {
    interaction.progress(activity, 'Done.', { percent: 100, done: true });
  }
}
