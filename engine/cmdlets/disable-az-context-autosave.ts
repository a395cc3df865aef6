import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Disable',
    noun: 'AzContextAutosave',
    synopsis: 'Keeps sign-ins no longer than their PowerShell.',
    description:
      'From now on contexts and tokens of Connect-AzAccount stay in the memory of the PowerShell that signs in, here and in those that start later; with -Scope Process only here. PowerShells that start later begin without the stored contexts. Nothing that is stored is removed; where that is wanted, run Clear-AzContext first. This PowerShell stays signed in.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: { Scope: scopeParameter, DefaultProfile: unusedProfileParameter },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'In a job',
        code: 'Disable-AzContextAutosave -Scope Process\nConnect-AzAccount -Identity',
        remarks: 'Signs in for this PowerShell only, and leaves nothing behind.',
      },
      {
        title: 'For good',
        code: 'Disable-AzContextAutosave',
        remarks: 'Every PowerShell that starts from now on begins signed out.',
      },
      {
        title: 'Leave nothing behind',
        code: 'Clear-AzContext -Force\nDisable-AzContextAutosave',
        remarks: 'Removes what was stored first; afterwards nothing is stored any more.',
      },
    ],
    links: ['Enable-AzContextAutosave', 'Get-AzContextAutosaveSetting', 'Clear-AzContext'],
  },
  async ({ parameters }, { services, signal, shouldProcess, write }) => {
    const scope = parameters.Scope ?? 'CurrentUser';
    const target = scope === 'Process' ? 'this PowerShell' : 'this user';
    if (!(await shouldProcess(target, 'Keep sign-ins no longer than their PowerShell'))) return;
    // What is seen here now must be looked at before the choice is made: it stays.
    await services.contexts.detach();
    await services.autosave.set('Process', scope, signal);
    write(toAutosaveOutput('Process', services.autosave.places, null));
  },
);
