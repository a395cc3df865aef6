import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { EngineError } from '../errors/engine-error.ts';

/**
 * Asks before a change that cannot be undone, unless -Force is given. Returns whether to go on.
 * @throws EngineError `InteractionRequired.Confirmation` if nobody can be asked
 */
export async function askUnlessForced(
  { force, question, caption }: { force: boolean | undefined; question: string; caption: string },
  { interaction, shouldContinue }: Pick<CmdletContext, 'interaction' | 'shouldContinue'>,
): Promise<boolean> {
  if (force === true) return true;
  await interaction.describeHost();
  if (!interaction.canPrompt) {
    throw new EngineError('InteractionRequired.Confirmation', {
      facts: { question, reason: interaction.cannotPromptReason },
    });
  }
  return shouldContinue(question, caption);
}
