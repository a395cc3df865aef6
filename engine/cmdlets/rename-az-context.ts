import { outputTypes, toContextOutput } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';
import { terminatingOnError, nameOfContextObject } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { askUnlessForced } from './confirm.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Rename',
    noun: 'AzContext',
    synopsis: 'Gives a context a new name.',
    description:
      'The context keeps its account, tenant and subscription. If it is the current context, it stays current. If another context has the new name, that one is removed, after a question or with -Force. Case is ignored.',
    defaultSet: 'RenameByInputObject',
    sets: ['RenameByInputObject', 'RenameByName'],
    shouldProcess: true,
    parameters: {
      InputObject: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'The context to rename, as Get-AzContext returns it.',
        sets: { RenameByInputObject: { mandatory: true, pipeline: 'value' } },
      },
      SourceName: {
        type: 'string',
        completer: 'context',
        help: 'The present name of the context, as Get-AzContext -ListAvailable shows it.',
        sets: { RenameByName: { mandatory: true, position: 0 } },
        notEmpty: true,
      },
      TargetName: {
        type: 'string',
        help: 'The new name of the context: any text that is not empty, such as prod.',
        sets: {
          RenameByInputObject: { mandatory: true, position: 1 },
          RenameByName: { mandatory: true, position: 1 },
        },
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Replaces a context that already has the new name, without asking.' },
      PassThru: { type: 'switch', help: 'Returns the renamed context.' },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'The current context',
        code: 'Rename-AzContext (Get-AzContext).Name work',
        remarks: 'Select-AzContext work switches to it from now on.',
      },
      {
        title: 'From the pipeline',
        code: 'Get-AzContext | Rename-AzContext -TargetName work -PassThru',
        remarks: 'Renames the current context to work, and shows it.',
      },
      {
        title: 'Short names for all',
        code: 'Get-AzContext -ListAvailable | Where-Object { $_.Subscription } | ForEach-Object { $_ | Rename-AzContext -TargetName $_.Subscription.Name }',
        remarks: 'Each context gets the name of its subscription.',
      },
    ],
    links: ['Get-AzContext', 'Select-AzContext', 'Remove-AzContext'],
  },
  async (call, context) => {
    const { services, signal, write } = context;
    const { TargetName: to, Force: force, PassThru: passThru, Scope: scope } = call.parameters;
    const { name } =
      call.parameterSet === 'RenameByName'
        ? await terminatingOnError(() => services.contexts.require(call.parameters.SourceName))
        : await services.contexts.require(nameOfContextObject(call.parameters.InputObject));
    if (!(await context.shouldProcess(name, `Rename context to '${to}'`))) return;
    const isTaken = (await services.contexts.view()).contexts.some(
      (other) => sameText(other.name, to) && !sameText(other.name, name),
    );
    const question = `A context named '${to}' exists already. Remove it and rename '${name}'?`;
    if (isTaken && !(await askUnlessForced({ force, question, caption: 'Rename context' }, context))) return;
    const place = scope ?? (await services.autosave.ofProcess());
    const renamed = await services.contexts.rename(name, to, place, signal);
    if (passThru === true) write(toContextOutput(renamed));
  },
);
