import { signInsOf } from '../accounts/kept-sign-ins.ts';
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
      'From now on Connect-AzAccount stores contexts and tokens, here and in PowerShells that start later; with -Scope Process only here. The stored contexts are seen again, and sign-ins that this PowerShell made while autosave was off are stored now. A sign-in with -Scope Process, made while it was on, stays in this PowerShell.',
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
    const wasOff = (await services.autosave.ofProcess()) === 'Process';
    // A sign-in with -Scope Process, made while autosave was on, was not to be stored.
    if (wasOff && !services.autosave.isDecidedByVariable) await signInsOf(services).storeOfProcess(signal);
    await services.autosave.set('CurrentUser', scope, signal);
    await services.contexts.attach();
    write(toAutosaveOutput('CurrentUser', services.autosave.places, null));
  },
);
