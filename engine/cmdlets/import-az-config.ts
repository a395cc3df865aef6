import { mergeConfig, readConfigFile } from '../config/import-config.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { allSets, passThruParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Import',
    noun: 'AzConfig',
    synopsis: 'Reads a configuration from a file.',
    description:
      'Reads a file that Export-AzConfig wrote, here or in Az.Accounts, and adds its values to those of this user. If a key is set in both, the value of the file wins. The whole file is checked first: if one value is not accepted, nothing is imported. Keys that Az.LoginTs does not know are imported as they are, with a warning.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Path: {
        type: 'path',
        help: 'The file to read: what Export-AzConfig wrote, or JSON in the same format.',
        sets: { __AllParameterSets: { mandatory: true, position: 1 } },
        notEmpty: true,
      },
      PassThru: passThruParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'From another machine',
        code: 'Import-AzConfig -Path ./azconfig.json',
        remarks: 'The values of the file apply from now on, also in PowerShells that start later.',
      },
      {
        title: 'In a script that sets a machine up',
        code: 'if (Import-AzConfig -Path ./azconfig.json -PassThru) { Get-AzConfig -Scope CurrentUser }',
        remarks: 'Shows the configuration if the import succeeded.',
      },
    ],
    links: ['Export-AzConfig', 'Get-AzConfig'],
  },
  async ({ parameters }, { services, interaction, signal, shouldProcess, write }) => {
    const { Path: path, PassThru: passThru } = parameters;
    const imported = await readConfigFile(path);
    if (imported.unknown.length > 0) {
      const named = imported.unknown.join('; ');
      interaction.warning(`Az.LoginTs does not know these keys and imports them as they are: ${named}.`);
    }
    if (!(await shouldProcess(path, 'Import configuration'))) return;
    await services.config.change({ scope: 'CurrentUser', signal }, (file) => mergeConfig(file, imported));
    if (passThru === true) write(true);
  },
);
