import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Disable',
    noun: 'AzContextAutosave',
    synopsis: 'Stops storing sign-ins: each ends with its PowerShell.',
    description:
      'From now on the contexts and tokens of Connect-AzAccount stay in the memory of the PowerShell that signs in, here and in those that start later. With -Scope Process this applies only here. PowerShells that start later begin without the stored contexts. This PowerShell stays signed in. Nothing that is stored is removed; to remove it, run Clear-AzContext first.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: { Scope: scopeParameter, DefaultProfile: unusedProfileParameter },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'In a job',
        code: 'Disable-AzContextAutosave -Scope Process\nConnect-AzAccount -Identity',
        remarks: 'Signs in for this PowerShell only, and stores nothing.',
      },
      {
        title: 'For this user',
        code: 'Disable-AzContextAutosave',
        remarks: 'Every PowerShell that starts from now on begins signed out.',
      },
      {
        title: 'Leave nothing behind',
        code: 'Clear-AzContext -Force\nDisable-AzContextAutosave',
        remarks: 'Removes what was stored. After that, nothing is stored any more.',
      },
    ],
    links: ['Enable-AzContextAutosave', 'Get-AzContextAutosaveSetting', 'Clear-AzContext'],
  },
  async ({ parameters }, { services, signal, shouldProcess, write }) => {
    const scope = parameters.Scope ?? 'CurrentUser';
    const target = scope === 'Process' ? 'this PowerShell' : 'this user';
    if (!(await shouldProcess(target, 'Stop storing sign-ins'))) return;
    // Copy the stored contexts into this process before autosave ends here: this PowerShell stays signed in.
    await services.contexts.detach();
    await services.autosave.set('Process', scope, signal);
    write(toAutosaveOutput('Process', services.autosave.places, null));
  },
);
