import { outputTypes } from '../contexts/context-output.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { toEnvironmentOutput } from '../environments/environment-output.ts';
import { refuseBuiltIn } from '../environments/environment-store.ts';
import { allSets, scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Remove',
    noun: 'AzEnvironment',
    synopsis: 'Forgets a cloud that was added.',
    description:
      'Removes the name and the endpoints of a cloud, and gives what they were. Contexts that were made for it keep working with the endpoints they have. The built-in environments cannot be removed.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      Name: {
        type: 'string',
        completer: 'environment',
        help: 'The name of the environment to forget: one that was added, not a built-in one.',
        sets: { __AllParameterSets: { mandatory: true, position: 0, pipeline: 'propertyName' } },
        notEmpty: true,
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.environment],
    examples: [
      {
        title: 'Forget a cloud',
        code: 'Remove-AzEnvironment -Name Stack',
        remarks: 'Connect-AzAccount -Environment Stack is refused from now on.',
      },
      {
        title: 'All that were added',
        code: "Get-AzEnvironment | Where-Object { $_.Type -ne 'Built-in' } | Remove-AzEnvironment",
        remarks: 'Leaves the built-in ones, and gives those that went.',
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
