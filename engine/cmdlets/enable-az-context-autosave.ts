import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Enable',
    noun: 'AzContextAutosave',
    synopsis: 'Keeps sign-ins for every PowerShell of this user.',
    description:
      'From now on Connect-AzAccount stores contexts and tokens, here and in PowerShells that start later; with -Scope Process only here. The stored contexts are seen again. Sign-ins that were made for this PowerShell only stay in it and are not stored.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: { Scope: scopeParameter, DefaultProfile: unusedProfileParameter },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'Keep sign-ins',
        code: 'Enable-AzContextAutosave',
        remarks: 'A PowerShell that starts later begins signed in.',
      },
      {
        title: 'Here only',
        code: 'Enable-AzContextAutosave -Scope Process',
        remarks:
          'This PowerShell sees the stored contexts again and stores its sign-ins; those to come do as before.',
      },
    ],
    links: ['Disable-AzContextAutosave', 'Get-AzContextAutosaveSetting'],
  },
  async ({ parameters }, { services, signal, shouldProcess, write }) => {
    const scope = parameters.Scope ?? 'CurrentUser';
    const target = scope === 'Process' ? 'this PowerShell' : 'this user';
    if (!(await shouldProcess(target, 'Keep sign-ins'))) return;
    await services.autosave.set('CurrentUser', scope, signal);
    await services.contexts.attach();
    write(toAutosaveOutput('CurrentUser', services.autosave.places, null));
  },
);
