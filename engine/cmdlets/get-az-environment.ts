import { outputTypes } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { listEnvironments } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import { isCancelled, toEngineError } from '../errors/engine-error.ts';
import { allSets, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzEnvironment',
    synopsis: 'Gets the known clouds with their endpoints.',
    description:
      'Returns the built-in clouds (AzureCloud, AzureChinaCloud, AzureUSGovernment) and those added with Add-AzEnvironment. -Environment accepts their names. No network is used.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      Name: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'environment',
        help: 'The name of the environment to get. If there is none of that name, nothing is returned. Case is ignored.',
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
        remarks: 'A script that reads the endpoint from the context works in every cloud.',
      },
    ],
    links: ['Add-AzEnvironment', 'Set-AzEnvironment', 'Connect-AzAccount'],
  },
  async ({ parameters: { Name: name } }, context) => {
    const { services, interaction, write } = context;
    const isWanted = (environment: Environment): boolean =>
      name === undefined || sameText(environment.Name, name);
    const known = listEnvironments((await services.contexts.view()).file);
    const found = known.filter(isWanted);
    if (name === undefined || found.length === 0)
      found.push(...(await othersInList(known, context)).filter(isWanted));
    // No error: scripts use this to test whether they have to add a cloud.
    if (found.length === 0) interaction.verbose(`There is no environment named '${name ?? ''}'.`);
    for (const environment of found) write(toEnvironmentOutput(environment));
  },
);

/** The clouds of ARM_CLOUD_METADATA_URL that were not added; a warning if they cannot be read. */
async function othersInList(known: readonly Environment[], context: CmdletContext): Promise<Environment[]> {
  if ((context.variables.ARM_CLOUD_METADATA_URL ?? '') === '') return [];
  const { listedEnvironments } = await import('../usecases/named-environment.ts');
  try {
    const listed = await listedEnvironments(context);
    return listed.filter(({ Name: name }) => !known.some((one) => sameText(one.Name, name)));
  } catch (error) {
    if (isCancelled(error)) throw error;
    const { message } = toEngineError(error);
    context.interaction.warning(`The clouds of ARM_CLOUD_METADATA_URL cannot be read. ${message}`);
    return [];
  }
}
