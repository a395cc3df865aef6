import { answerTargets } from './answer-targets.ts';
import { fileTargets } from './file-targets.ts';
import type { Target } from './run-target.ts';
import { wireTargets } from './wire-targets.ts';

/** Every target; `home` is a folder that the targets may fill and empty. */
export async function allTargets(home: string): Promise<Target[]> {
  return [...answerTargets, ...(await wireTargets(home)), ...fileTargets(home)];
}
