import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzContextAutosaveSetting',
    synopsis: 'Shows whether sign-ins are stored, and where.',
    description:
      'Shows the setting of this PowerShell, or with -Scope CurrentUser the setting for those that start later. Mode is CurrentUser if sign-ins are stored for every PowerShell of this user. Mode is Process if each sign-in ends with its PowerShell; the paths are None then. The environment variable AzContextAutoSave (true or false) overrides what is stored.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Scope: {
        ...scopeParameter,
        help: 'Process shows the setting of this PowerShell. CurrentUser shows the stored setting, for those that start later.',
        default: 'Process',
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'In this PowerShell',
        code: 'Get-AzContextAutosaveSetting',
        remarks: 'Shows whether Connect-AzAccount stores its sign-ins here, and where.',
      },
      {
        title: 'In PowerShells that start later',
        code: 'Get-AzContextAutosaveSetting -Scope CurrentUser',
        remarks: 'Shows what is stored for this user.',
      },
      {
        title: 'In a script',
        code: "if ((Get-AzContextAutosaveSetting).Mode -eq 'CurrentUser') { Disable-AzContextAutosave -Scope Process }",
        remarks: 'Makes sure that what follows is not stored.',
      },
    ],
    links: ['Enable-AzContextAutosave', 'Disable-AzContextAutosave'],
  },
  async ({ parameters }, { services: { autosave }, write }) => {
    const mode = parameters.Scope === 'CurrentUser' ? await autosave.ofUser() : await autosave.ofProcess();
    write(toAutosaveOutput(mode, autosave.places, 'None'));
  },
);
