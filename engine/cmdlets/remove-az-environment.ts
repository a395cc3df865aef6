import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { refuseBuiltIn } from '../environments/environment-store.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Remove',
    noun: 'AzEnvironment',
    synopsis: 'Removes a cloud that was added.',
    description:
      'Removes the name and the endpoints of a cloud, and returns the removed environment. Existing contexts of that cloud keep their endpoints and keep working. The built-in environments cannot be removed.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Name: {
        type: 'string',
        completer: 'environment',
        help: 'The name of the environment to remove: one that was added, not a built-in one.',
        sets: { __AllParameterSets: { mandatory: true, position: 0, pipeline: 'propertyName' } },
        notEmpty: true,
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.environment],
    examples: [
      {
        title: 'Remove a cloud',
        code: 'Remove-AzEnvironment -Name Stack',
        remarks: 'Connect-AzAccount -Environment Stack fails from now on.',
      },
      {
        title: 'Remove all clouds that were added',
        code: "Get-AzEnvironment | Where-Object { $_.Type -ne 'Built-in' } | Remove-AzEnvironment",
        remarks: 'Keeps the built-in clouds, and returns the removed ones.',
      },
    ],
    links: ['Add-AzEnvironment', 'Get-AzEnvironment', 'Set-AzEnvironment'],
  },
  async ({ parameters }, { services, signal, shouldProcess, write }) => {
    const { Name: name, Scope: scope } = parameters;
    refuseBuiltIn(name);
    if (!(await shouldProcess(name, 'Remove environment'))) return;
    const place = scope ?? (await services.autosave.ofProcess());
    write(toEnvironmentOutput(await services.environments.remove(name, place, signal)));
  },
);
