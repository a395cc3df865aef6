// What Enable- and Disable-AzDataCollection have in common: all but one word.
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import type { CmdletDeclaration } from '../declaration/define-cmdlet.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

/** The declaration of one of the two. */
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
        title: 'See what holds',
        code: `${verb}-AzDataCollection\nGet-AzConfig -EnableDataCollection`,
        remarks:
          'An environment variable goes before what is stored: Get-AzConfig shows which of them decides.',
      },
    ],
    links: ['Get-AzConfig', 'Update-AzConfig'],
  };
}

/** The handler of one of the two. */
export function setDataCollection(enabled: boolean): (call: object, context: CmdletContext) => Promise<void> {
  return async (_call, { services, signal, shouldProcess }) => {
    const action = `${enabled ? 'Enable' : 'Disable'} data collection`;
    if (!(await shouldProcess('EnableDataCollection of Az, scope CurrentUser', action))) return;
    await services.config.update({ EnableDataCollection: enabled }, { scope: 'CurrentUser', signal });
  };
}
