import { outputTypes } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { listEnvironments } from '../environments/environment-store.ts';
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
        emptyIsAbsent: true,
        completer: 'environment',
        help: 'The name of the one environment to get; nothing is given where there is none of that name. Upper and lower case are the same.',
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
  async ({ parameters: { Name: name } }, { services, interaction, write }) => {
    const all = listEnvironments((await services.contexts.view()).file);
    const found = name === undefined ? all : all.filter((environment) => sameText(environment.Name, name));
    // No error: scripts ask for a cloud to see whether they have to add it.
    if (found.length === 0) interaction.verbose(`There is no environment named '${name ?? ''}'.`);
    for (const environment of found) write(toEnvironmentOutput(environment));
  },
);
