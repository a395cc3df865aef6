// The shared parts of Enable- and Disable-AzDataCollection.
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { CmdletDeclaration } from '../declaration/define-cmdlet.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

/** Returns the declaration of one of the two. */
export function declareDataCollection(
  words: Pick<CmdletDeclaration, 'verb' | 'synopsis' | 'description'> & { readonly remarks: string },
): CmdletDeclaration {
  const { verb, synopsis, description, remarks } = words;
  return {
    verb,
    noun: 'AzDataCollection',
    synopsis,
    description,
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: { DefaultProfile: unusedProfileParameter },
    outputs: ['System.Void'],
    examples: [
      { title: 'For this user', code: `${verb}-AzDataCollection`, remarks },
      {
        title: 'Check the result',
        code: `${verb}-AzDataCollection\nGet-AzConfig -EnableDataCollection`,
        remarks: 'An environment variable overrides the stored value. Get-AzConfig shows which one decides.',
      },
    ],
    links: ['Get-AzConfig', 'Update-AzConfig'],
  };
}

/** Returns the handler of one of the two. */
export function setDataCollection(enabled: boolean): (call: object, context: CmdletContext) => Promise<void> {
  return async (_call, { services, signal, shouldProcess }) => {
    const action = `${enabled ? 'Enable' : 'Disable'} data collection`;
    if (!(await shouldProcess('EnableDataCollection of Az, scope CurrentUser', action))) return;
    await services.config.update({ EnableDataCollection: enabled }, { scope: 'CurrentUser', signal });
  };
}
