import { outputTypes, toContextOutput } from '../contexts/context-output.ts';
import { terminatingOnError, contextOfObject } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Select',
    noun: 'AzContext',
    synopsis: 'Switches to another context, here and in PowerShells that start later.',
    description:
      'Switches this PowerShell to one of the contexts that Get-AzContext -ListAvailable lists. PowerShells that start later begin in it too; those that run already stay in theirs. With -Scope Process only this PowerShell switches.',
    defaultSet: 'SelectByInputObject',
    sets: ['SelectByInputObject', 'SelectByName'],
    shouldProcess: true,
    parameters: {
      InputObject: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'The context to switch to, as Get-AzContext -ListAvailable returns it.',
        sets: { SelectByInputObject: { mandatory: true, pipeline: 'value' } },
      },
      Name: {
        type: 'string',
        completer: 'context',
        help: 'The name of the context to switch to. Case is ignored.',
        sets: { SelectByName: { mandatory: true, position: 0 } },
      },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'Switch by name',
        code: 'Select-AzContext -Name staging',
        remarks: 'Switches to the context named staging, here and in PowerShells that start later.',
      },
      {
        title: 'Pick with a filter',
        code: "Get-AzContext -ListAvailable | Where-Object { $_.Subscription.Name -eq 'Contoso Staging' } | Select-AzContext",
        remarks: 'Switches to the context of a subscription, whatever the name of the context.',
      },
      {
        title: 'Switch, work, and switch back',
        code: '$before = Get-AzContext\n$null = Select-AzContext staging -Scope Process\n# what is to be done there\n$null = $before | Select-AzContext -Scope Process',
        remarks: 'Only this PowerShell switches.',
      },
    ],
    links: ['Get-AzContext', 'Set-AzContext', 'Rename-AzContext'],
  },
  async (call, { services, signal, shouldProcess, write }) => {
    const name =
      call.parameterSet === 'SelectByName'
        ? (await terminatingOnError(() => services.contexts.require(call.parameters.Name))).name
        : (await contextOfObject(services, call.parameters.InputObject, 'InputObject')).name;
    if (!(await shouldProcess(name, 'Select context'))) return;
    const scope = call.parameters.Scope ?? (await services.autosave.ofProcess());
    write(toContextOutput(await services.contexts.select(name, scope, signal), true));
  },
);
