import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toAutosaveOutput } from './autosave-output.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzContextAutosaveSetting',
    synopsis: 'Shows whether sign-ins are kept, and where.',
    description:
      'Mode is CurrentUser where sign-ins are kept for every PowerShell of this user, and Process where they end with theirs; then the places are None. Shows what holds in this PowerShell, or with -Scope CurrentUser what holds in those that start from now on. The environment variable AzContextAutoSave (true or false) goes before what is stored.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Scope: {
        ...scopeParameter,
        help: 'Process shows what holds in this PowerShell, CurrentUser what is stored for those to come.',
        default: 'Process',
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.autosaveSettings],
    examples: [
      {
        title: 'Here',
        code: 'Get-AzContextAutosaveSetting',
        remarks: 'Shows whether what Connect-AzAccount does here is kept, and where.',
      },
      {
        title: 'In PowerShells to come',
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
