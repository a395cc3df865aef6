import type { CallOf } from '../declaration/define-cmdlet.ts';
import type { connectParameters, connectSets, userSet } from './connect-parameters.ts';

/** A call of Connect-AzAccount. */
export type ConnectCall = CallOf<{
  verb: string;
  noun: string;
  synopsis: string;
  description: string;
  defaultSet: typeof userSet;
  sets: typeof connectSets;
  parameters: typeof connectParameters;
  outputs: readonly string[];
  examples: readonly [];
}>;
