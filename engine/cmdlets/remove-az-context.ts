import { outputTypes, toContextOutput } from '../contexts/context-output.ts';
import { sameText } from '../text/same-text.ts';
import { terminatingOnError, nameOfContextObject } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { askUnlessForced } from './confirm.ts';
import { scopeParameter, unusedProfileParameter } from './shared-parameters.ts';
import { signOut } from '../accounts/sign-out.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Remove',
    noun: 'AzContext',
    synopsis: 'Removes a context. Removing the last context of an account signs it out.',
    description:
      'Removes one of the contexts that Get-AzContext -ListAvailable lists. If it was the last context of its account, the tokens and secrets of the account are removed too. The current context is removed only after a question or with -Force. Then the default context of this user becomes the current one, or else the first that is left.',
    defaultSet: 'RemoveByInputObject',
    sets: ['RemoveByInputObject', 'RemoveByName'],
    shouldProcess: true,
    parameters: {
      InputObject: {
        type: 'object',
        objectType: outputTypes.context,
        help: 'The context to remove, as Get-AzContext returns it.',
        sets: { RemoveByInputObject: { mandatory: true, pipeline: 'value' } },
      },
      Name: {
        type: 'string',
        completer: 'context',
        help: 'The name of the context to remove, as Get-AzContext -ListAvailable shows it. Case is ignored.',
        sets: { RemoveByName: { mandatory: true, position: 0 } },
        notEmpty: true,
      },
      Force: { type: 'switch', help: 'Removes the context without asking, even the current one.' },
      PassThru: { type: 'switch', help: 'Returns the removed context.' },
      Scope: scopeParameter,
      DefaultProfile: unusedProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'By name',
        code: 'Remove-AzContext -Name old',
        remarks: 'Removes the context named old. Its account stays signed in if it has other contexts.',
      },
      {
        title: 'All contexts of a tenant',
        code: "Get-AzContext -ListAvailable | Where-Object { $_.Tenant.Id -eq '20000000-0000-4000-8000-000000000001' } | Remove-AzContext -Force",
        remarks: 'Without -Force you are asked about the current context.',
      },
      {
        title: 'Look first',
        code: 'Get-AzContext -ListAvailable | Remove-AzContext -WhatIf',
        remarks: 'Shows what would be removed, and removes nothing.',
      },
    ],
    links: ['Get-AzContext', 'Clear-AzContext', 'Disconnect-AzAccount'],
  },
  async (call, context) => {
    const { services, signal, write } = context;
    const { Force: force, PassThru: passThru, Scope: scope } = call.parameters;
    const found =
      call.parameterSet === 'RemoveByName'
        ? await terminatingOnError(() => services.contexts.require(call.parameters.Name))
        : await services.contexts.require(nameOfContextObject(call.parameters.InputObject));
    if (!(await context.shouldProcess(found.name, 'Remove context'))) return;
    const { current } = await services.contexts.view();
    const isCurrent = sameText(current?.name, found.name);
    const question = `'${found.name}' is the current context. Remove it?`;
    if (isCurrent && !(await askUnlessForced({ force, question, caption: 'Remove context' }, context)))
      return;
    const place = scope ?? (await services.autosave.ofProcess());
    const removed = await services.contexts.remove(found.name, place, signal);
    await signOut(found.context.Account, removed, context);
    if (passThru === true) write(toContextOutput(found));
  },
);
