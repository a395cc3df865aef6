import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { editEnvironment } from './edit-environment.ts';
import { armEndpointParameter, endpointParameters, environmentNameParameter } from './endpoint-parameters.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Set',
    noun: 'AzEnvironment',
    synopsis: 'Changes the endpoints of a cloud that was added.',
    description:
      'Changes only the given endpoints. If the environment does not exist, it is added. With -ARMEndpoint the endpoints are read from the cloud again. Existing contexts of the environment use the changed endpoints from then on. The built-in environments cannot be changed.',
    defaultSet: 'Name',
    sets: ['Name', 'ARMEndpoint'],
    shouldProcess: true,
    parameters: {
      Name: { ...environmentNameParameter, completer: 'environment' },
      ARMEndpoint: armEndpointParameter,
      ...endpointParameters(),
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.environment],
    examples: [
      {
        title: 'Change one endpoint',
        code: 'Set-AzEnvironment -Name Stack -StorageEndpoint local.azurestack.external',
        remarks: 'The other endpoints of Stack stay as they are.',
      },
      {
        title: 'Ask the cloud again',
        code: 'Set-AzEnvironment -Name Stack -ARMEndpoint https://management.local.azurestack.external/',
        remarks: 'Reads the current endpoints from the cloud.',
      },
    ],
    links: ['Add-AzEnvironment', 'Get-AzEnvironment', 'Remove-AzEnvironment'],
  },
  (call, context) => editEnvironment(call.parameters, 'Set environment', context),
);
