import { toConfigOutput } from '../config/config-output.ts';
import { checkAppliesTo } from '../config/applies-to.ts';
import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { chosenKeys, configScopes, configSwitches } from './config-parameters.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzConfig',
    synopsis: 'Gets the configuration and the source of each value.',
    description:
      'Shows the effective values of all keys, or of the keys that you name as switches, and the scope that decides each: this process, an environment variable, the user, or the default. A key that was set for Az as a whole and for a module or cmdlet has a line for each. With -Scope, the values that were set in that scope are shown, effective or not.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      AppliesTo: {
        type: 'string',
        completer: 'configTarget',
        help: 'Shows only values for Az as a whole, a module (Az.KeyVault) or a cmdlet (Get-AzKeyVault).',
        notEmpty: true,
      },
      Scope: {
        type: 'string',
        help: 'Shows only values of this scope: Process (this PowerShell), Environment (environment variables), CurrentUser (stored) or Default.',
        accepted: configScopes,
      },
      DefaultProfile: unusedProfileParameter,
      ...configSwitches('Shows'),
    },
    outputs: [outputTypes.config],
    examples: [
      {
        title: 'The whole configuration',
        code: 'Get-AzConfig',
        remarks: 'One line for each key, and for each module or cmdlet that has its own value.',
      },
      {
        title: 'One key',
        code: 'Get-AzConfig -EnableLoginByWam',
        remarks: 'Shows whether the broker is used, and which scope decides that.',
      },
      {
        title: 'What you have set',
        code: 'Get-AzConfig -Scope CurrentUser',
        remarks: 'Leaves out defaults, environment variables and the values of this process.',
      },
      {
        title: 'Everything that is not the default',
        code: "Get-AzConfig | Where-Object { $_.Scope -ne 'Default' } | Format-Table Key, Value, Scope, AppliesTo",
        remarks: 'Shows why this machine behaves differently from another one.',
      },
    ],
    links: ['Update-AzConfig', 'Clear-AzConfig', 'Export-AzConfig', 'Import-AzConfig'],
  },
  async ({ parameters }, { services, interaction, write }) => {
    const { AppliesTo: appliesTo, Scope: scope } = parameters;
    const keys = chosenKeys(parameters);
    const values = await services.config.list({
      ...(keys.length > 0 ? { keys } : {}),
      ...(scope === undefined ? {} : { scope }),
      ...(appliesTo === undefined ? {} : { appliesTo: checkAppliesTo(appliesTo) }),
    });
    for (const { text } of await services.config.problems()) interaction.warning(text);
    for (const value of values) write(toConfigOutput(value));
  },
);
