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
    synopsis: 'Gets the configuration, with where each value comes from.',
    description:
      'Shows the values that hold, of all keys or of those that are named as switches, and the scope that decides each: this process, an environment variable, the user, or the default. A key has a line for each thing that it was set for: Az as a whole, a module, a cmdlet. With -Scope the values that were set there are shown, whether they hold or not.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      AppliesTo: {
        type: 'string',
        completer: 'configTarget',
        help: 'Only values for Az as a whole, a module (Az.KeyVault) or a cmdlet (Get-AzKeyVault).',
        notEmpty: true,
      },
      Scope: {
        type: 'string',
        help: 'Only values that were set in this scope: Process is this PowerShell, Environment the variables, CurrentUser the file, Default what holds else.',
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
        remarks: 'One line for each key and each thing that it was set for.',
      },
      {
        title: 'One key',
        code: 'Get-AzConfig -EnableLoginByWam',
        remarks: 'Shows whether the broker is used, and which scope decides that.',
      },
      {
        title: 'What you have set yourself',
        code: 'Get-AzConfig -Scope CurrentUser',
        remarks: 'Leaves out defaults, environment variables and what holds for this process only.',
      },
      {
        title: 'Everything that is not the default',
        code: "Get-AzConfig | Where-Object { $_.Scope -ne 'Default' } | Format-Table Key, Value, Scope, AppliesTo",
        remarks: 'A short answer to the question why this machine does something else.',
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
