import { signInsOf } from '../accounts/kept-sign-ins.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Enable',
    noun: 'AzContextAutosave',
    synopsis: 'Stores sign-ins for every PowerShell of this user.',
    description:
      'From now on Connect-AzAccount stores contexts and tokens, here and in PowerShells that start later. With -Scope Process this applies only here. This PowerShell sees the stored contexts again, and the sign-ins that it made while autosave was off are stored now. A sign-in with -Scope Process that was made while autosave was on is not stored.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: { Scope: scopeParameter, DefaultProfile: unusedProfileParameter },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'Keep sign-ins',
        code: 'Enable-AzContextAutosave',
        remarks: 'Every PowerShell that starts later begins signed in.',
      },
      {
        title: 'Here only',
        code: 'Enable-AzContextAutosave -Scope Process',
        remarks:
          'This PowerShell sees the stored contexts again and stores its sign-ins. For PowerShells that start later nothing changes.',
      },
    ],
    links: ['Disable-AzContextAutosave', 'Get-AzContextAutosaveSetting'],
  },
  async ({ parameters }, { services, signal, shouldProcess, write }) => {
    const scope = parameters.Scope ?? 'CurrentUser';
    const target = scope === 'Process' ? 'this PowerShell' : 'this user';
    if (!(await shouldProcess(target, 'Store sign-ins'))) return;
    const wasOff = (await services.autosave.ofProcess()) === 'Process';
    // If autosave was on, the sign-ins of this process were made with -Scope Process and must not be stored.
    if (wasOff && !services.autosave.isDecidedByVariable) await signInsOf(services).storeOfProcess(signal);
    await services.autosave.set('CurrentUser', scope, signal);
    await services.contexts.attach();
    write(toAutosaveOutput('CurrentUser', services.autosave.places, null));
  },
);
