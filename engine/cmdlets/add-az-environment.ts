import { outputTypes } from '../contexts/context-output.ts';
import type { ContextScope } from '../contexts/model.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { builtInEnvironments, isBuiltIn } from '../environments/built-in.ts';
import { azureCloud } from '../environments/public-clouds/clouds.ts';
import { discoverEnvironments } from '../environments/discover-environment.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { EngineError } from '../errors/engine-error.ts';
import { editEnvironment } from './edit-environment.ts';
import { armEndpointParameter, endpointParameters, environmentNameParameter } from './endpoint-parameters.ts';
import { borrowedBy, refusalOf } from '../rest/other-cloud.ts';
import { metadataListAddress } from '../usecases/named-environment.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';
import { httpOf } from '../session/call-http.ts';

/** The list of clouds, unless -Uri or the variable names another. */
const publicList = `${azureCloud.resourceManager}metadata/endpoints?api-version=2022-09-01`;
const listVariable = 'ARM_CLOUD_METADATA_URL';

export const cmdlet = defineCmdlet(
  {
    verb: 'Add',
    noun: 'AzEnvironment',
    synopsis: 'Adds a cloud, so that you can sign in to it by name.',
    description: `Stores the endpoints of a cloud such as Azure Stack Hub, so that Connect-AzAccount -Environment can sign in to it. There are three ways to name them: -ARMEndpoint asks the cloud itself, -AutoDiscover adds every cloud of a list, and one parameter for each endpoint sets them one by one. If the environment exists already, only the given endpoints change.\n\nThe list of clouds is read from -Uri, else from the address in the environment variable ${listVariable}, else from the public Azure Resource Manager. A list never changes the built-in environments.\n\nAddresses must be https. A cloud that describes itself with the authority or an audience of another known cloud is refused, because it would get tokens for that other cloud. If that is right, as for an Azure Stack Hub that signs in with Entra ID, name them yourself beside -ARMEndpoint: -ActiveDirectoryEndpoint, -ActiveDirectoryServiceEndpointResourceId.\n\nAz.LoginTs itself uses the authority, Azure Resource Manager and the audiences of tokens. The other endpoints are kept for scripts and for other Az modules, which read them from the context.`,
    defaultSet: 'Name',
    sets: ['Name', 'ARMEndpoint', 'Discovery'],
    shouldProcess: true,
    parameters: {
      Name: environmentNameParameter,
      ARMEndpoint: armEndpointParameter,
      ...endpointParameters(),
      AutoDiscover: {
        type: 'switch',
        help: 'Adds every cloud of a list, and removes the clouds that an earlier -AutoDiscover added.',
        sets: { Discovery: {} },
      },
      Uri: {
        type: 'uri',
        help: 'The https address of a list of clouds, in the format of /metadata/endpoints.',
        sets: { Discovery: {} },
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.environment],
    examples: [
      {
        title: 'Ask the cloud',
        code: 'Add-AzEnvironment -Name Stack -ARMEndpoint https://management.local.azurestack.external/',
        remarks:
          'Reads the endpoints from the cloud and stores them under the name Stack. Then run Connect-AzAccount -Environment Stack.',
      },
      {
        title: 'Azure Stack Hub that signs in with Entra ID',
        code: 'Add-AzEnvironment -Name Stack -ARMEndpoint https://management.local.azurestack.external/ -ActiveDirectoryEndpoint https://login.microsoftonline.com/',
        remarks: 'Uses the authority of the public cloud for this cloud. A warning says what that means.',
      },
      {
        title: 'A cloud that signs in with AD FS',
        code: 'Add-AzEnvironment -Name Site -ActiveDirectoryEndpoint https://adfs.site.example/adfs/ -ResourceManagerEndpoint https://management.site.example/ -ActiveDirectoryServiceEndpointResourceId https://management.site.example/ -EnableAdfsAuthentication',
        remarks: 'Names the endpoints one by one.',
      },
      {
        title: 'All clouds of a list',
        code: 'Add-AzEnvironment -AutoDiscover -Uri https://management.site.example/metadata/endpoints?api-version=2022-09-01',
        remarks: 'Adds each cloud under the name that it has in the list.',
      },
      {
        title: 'A copy of another cloud with one change',
        code: 'Get-AzEnvironment AzureCloud | Add-AzEnvironment -Name Inside -ResourceManagerEndpoint https://management.inside.example/',
        remarks: 'Copies the endpoints of the public cloud, with another address for Azure Resource Manager.',
      },
    ],
    links: ['Get-AzEnvironment', 'Set-AzEnvironment', 'Remove-AzEnvironment', 'Connect-AzAccount'],
  },
  async (call, context) => {
    if (call.parameterSet !== 'Discovery') {
      await editEnvironment(call.parameters, 'Add environment', context);
      return;
    }
    const { Uri: uri, Scope: scope } = call.parameters;
    await discover(uri ?? defaultList(context), scope, context);
  },
);

async function discover(uri: string, scope: ContextScope | undefined, context: CmdletContext): Promise<void> {
  const { services, signal, shouldProcess, write } = context;
  if (!(await shouldProcess(uri, 'Add environments'))) return;
  const listed = await discoverEnvironments(uri, httpOf(context), signal);
  const found = listed.filter(({ Name: name }) => !isBuiltIn(name));
  for (const environment of found) {
    const borrowed = borrowedBy(environment);
    if (borrowed.length > 0) throw refusalOf(environment, borrowed, uri, undefined);
  }
  await services.environments.replaceDiscovered(
    found,
    scope ?? (await services.autosave.ofProcess()),
    signal,
  );
  for (const environment of [...builtInEnvironments(), ...found]) write(toEnvironmentOutput(environment));
}

function defaultList(context: CmdletContext): string {
  const address = metadataListAddress(context);
  if (address !== undefined) return address || publicList;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Uri',
      value: '',
      reason: `The environment variable ${listVariable} is DISABLED, which turns the search for clouds off.`,
      accepted: 'the https address of a list of clouds',
    },
  });
}
