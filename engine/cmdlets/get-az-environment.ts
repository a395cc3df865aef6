import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { findEnvironment, listEnvironments } from '../environments/environment-store.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzEnvironment',
    synopsis: 'Gets the clouds that are known here, with their endpoints.',
    description:
      'Gives the built-in clouds (AzureCloud, AzureChinaCloud, AzureUSGovernment) and those added with Add-AzEnvironment: the names that -Environment takes. No network is used.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Name: {
        type: 'string',
        completer: 'environment',
        help: 'The name of the one environment to get. Upper and lower case are the same.',
        sets: { __AllParameterSets: { position: 0, pipeline: 'propertyName' } },
      },
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.environment],
    examples: [
      {
        title: 'All clouds',
        code: 'Get-AzEnvironment',
        remarks: 'Lists the names, endpoints and authorities.',
      },
      {
        title: 'One cloud',
        code: 'Get-AzEnvironment -Name AzureChinaCloud | Format-List',
        remarks: 'Shows every endpoint of the cloud in China.',
      },
      {
        title: 'An endpoint in a script',
        code: '(Get-AzContext).Environment.StorageEndpointSuffix',
        remarks: 'A script that asks the context works in every cloud.',
      },
    ],
    links: ['Add-AzEnvironment', 'Set-AzEnvironment', 'Connect-AzAccount'],
  },
  async ({ parameters }, { services, write }) => {
    const { file } = await services.contexts.view();
    const environments =
      parameters.Name === undefined ? listEnvironments(file) : [findEnvironment(file, parameters.Name)];
    for (const environment of environments) write(toEnvironmentOutput(environment));
  },
);
