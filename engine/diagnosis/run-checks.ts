// All checks, in the order in which they are shown: local ones first.
import { accountCheck } from './account-check.ts';
import { configCheck, filesCheck, tokenStoreCheck } from './file-checks.ts';
import { runCheck, type Check, type CheckContext, type Finding } from './finding.ts';
import { brokerCheck, browserCheck, engineCheck, powerShellCheck } from './machine-checks.ts';
import { armCheck, authorityCheck, certificatesCheck, clockCheck, proxyCheck } from './network-checks.ts';

const checks: readonly Check[] = [
  ...[powerShellCheck, engineCheck, filesCheck, configCheck, tokenStoreCheck],
  ...[browserCheck, brokerCheck, proxyCheck, certificatesCheck, authorityCheck, armCheck, clockCheck],
  accountCheck,
];
const activity = 'Checking what signing in needs';

/**
 * Runs all checks in parallel; writes each finding when all earlier ones are written.
 * @throws EngineError `Cancelled.ByUser`
 */
export async function runChecks(context: CheckContext, write: (finding: Finding) => void): Promise<void> {
  const { interaction } = context;
  const running = checks.map((check) => runCheck(check, context));
  // A cancellation fails all checks; the error of the awaited one is enough.
  for (const finding of running) finding.catch(() => undefined);
  try {
    for (const [index, finding] of running.entries()) {
      const percent = Math.round((index / checks.length) * 100);
      interaction.progress(activity, checks[index]?.name ?? '', { percent });
      write(await finding);
    }
  } finally {
    interaction.progress(activity, 'Done.', { percent: 100, done: true });
  }
}
