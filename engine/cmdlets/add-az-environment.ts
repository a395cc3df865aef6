import { outputTypes } from '../contexts/context-output.ts';
import type { ContextScope } from '../contexts/model.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { builtInEnvironments } from '../environments/built-in.ts';
import { discoverEnvironments } from '../environments/discover-environment.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { isBuiltIn } from '../environments/environment-store.ts';
import { EngineError } from '../errors/engine-error.ts';
import { editEnvironment } from './edit-environment.ts';
import { armEndpointParameter, endpointParameters, environmentNameParameter } from './endpoint-parameters.ts';
import { borrowedBy, refusalOf } from '../rest/other-cloud.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';
import { httpOf } from '../session/call-http.ts';

/** Where clouds are listed, unless -Uri or the variable says another place. */
const publicList = 'https://management.azure.com/metadata/endpoints?api-version=2022-09-01';
const listVariable = 'ARM_CLOUD_METADATA_URL';

export const cmdlet = defineCmdlet(
  {
    verb: 'Add',
    noun: 'AzEnvironment',
    synopsis: 'Makes another cloud known by a name.',
    description: `Keeps the endpoints of a cloud such as Azure Stack Hub, so that Connect-AzAccount -Environment can sign in to it. With -ARMEndpoint the endpoints are asked from the cloud itself, with -AutoDiscover those of all clouds from a list of them; else they are given one by one. An environment that is there already is changed where something is given.\n\nA list of clouds is looked for at -Uri, else where the environment variable ${listVariable} says, else at the public Azure Resource Manager. The built-in environments stay as they are, whatever a list says of them.\n\nAddresses must be https. A cloud that describes itself with the authority or an audience of another known cloud is refused, because it would get tokens for that one. Where that is right, as for Azure Stack Hub that signs in with Entra ID, name them yourself beside -ARMEndpoint: -ActiveDirectoryEndpoint, -ActiveDirectoryServiceEndpointResourceId.\n\nAz.LoginTs itself uses the authority, Azure Resource Manager and the audiences of tokens. The other endpoints are kept for scripts and for other Az modules, which read them from the context.`,
    defaultSet: 'Name',
    sets: ['Name', 'ARMEndpoint', 'Discovery'],
    shouldProcess: true,
    parameters: {
      Name: environmentNameParameter,
      ARMEndpoint: armEndpointParameter,
      ...endpointParameters(),
      AutoDiscover: {
        type: 'switch',
        help: 'Adds every cloud of a list, in place of those that were discovered before.',
        sets: { Discovery: {} },
      },
      Uri: {
        type: 'uri',
        help: 'The https address of a list of clouds, in the form of /metadata/endpoints.',
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
          'Reads the endpoints from the cloud and keeps them under the name Stack. Then run Connect-AzAccount -Environment Stack.',
      },
      {
        title: 'Azure Stack Hub that signs in with Entra ID',
        code: 'Add-AzEnvironment -Name Stack -ARMEndpoint https://management.local.azurestack.external/ -ActiveDirectoryEndpoint https://login.microsoftonline.com/',
        remarks: 'Takes the authority of the public cloud for this one. A warning says what that means.',
      },
      {
        title: 'A cloud that signs in with AD FS',
        code: 'Add-AzEnvironment -Name Site -ActiveDirectoryEndpoint https://adfs.site.example/adfs/ -ResourceManagerEndpoint https://management.site.example/ -ActiveDirectoryServiceEndpointResourceId https://management.site.example/ -EnableAdfsAuthentication',
        remarks: 'Gives the endpoints one by one.',
      },
      {
        title: 'All clouds of a list',
        code: 'Add-AzEnvironment -AutoDiscover -Uri https://management.site.example/metadata/endpoints?api-version=2022-09-01',
        remarks: 'Adds each cloud under the name that it has in the list.',
      },
      {
        title: 'Like another, with one change',
        code: 'Get-AzEnvironment AzureCloud | Add-AzEnvironment -Name Inside -ResourceManagerEndpoint https://management.inside.example/',
        remarks:
          'Takes the endpoints of the public cloud, and sends what is meant for Azure Resource Manager elsewhere.',
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

function defaultList({ variables }: CmdletContext): string {
  const variable = variables[listVariable]?.trim() ?? '';
  if (variable.toUpperCase() !== 'DISABLED') return variable === '' ? publicList : variable;
  throw new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: 'Uri',
      value: '',
      reason: `The environment variable ${listVariable} forbids to look for clouds: it is DISABLED.`,
      accepted: 'the https address of a list of clouds',
    },
  });
}
