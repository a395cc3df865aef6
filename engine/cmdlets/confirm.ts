import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { EngineError } from '../errors/engine-error.ts';

/**
 * Asks before something that cannot be undone, unless -Force says that it is wanted.
 * @throws EngineError `InteractionRequired.Confirmation` where nobody can be asked
 */
export async function askUnlessForced(
  { force, question, caption }: { force: boolean | undefined; question: string; caption: string },
  { interaction, shouldContinue }: Pick<CmdletContext, 'interaction' | 'shouldContinue'>,
): Promise<boolean> {
  if (force === true) return true;
  if (!interaction.canPrompt) {
    throw new EngineError('InteractionRequired.Confirmation', {
      facts: { question, reason: interaction.cannotPromptReason },
    });
  }
  return shouldContinue(question, caption);
}
