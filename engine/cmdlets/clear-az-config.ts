import { checkAppliesTo } from '../config/applies-to.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { chosenKeys, configScopes, configSwitches, writableScope } from './config-parameters.ts';
import { askUnlessForced } from './confirm.ts';
import { passThruParameter, unusedProfileParameter } from './shared-parameters.ts';

const allSet = 'ClearAll';
const keySet = 'ClearByKey';

export const cmdlet = defineCmdlet(
  {
    verb: 'Clear',
    noun: 'AzConfig',
    synopsis: 'Removes values from the configuration.',
    description:
      'Removes keys that were set for this user or for this process. The environment variable or the default decides again. Without keys, everything that was set is removed, after a question. If -AppliesTo is not given either, that includes what other Az modules store there under keys that Az.LoginTs does not know.',
    defaultSet: allSet,
    sets: [allSet, keySet],
    shouldProcess: true,
    parameters: {
      Force: {
        type: 'switch',
        help: 'Clears everything without asking.',
        sets: { [allSet]: {} },
      },
      PassThru: passThruParameter,
      AppliesTo: {
        type: 'string',
        completer: 'configTarget',
        help: 'Clears only values for Az as a whole, a module (Az.KeyVault) or a cmdlet (Get-AzKeyVault). The default is all of them.',
        notEmpty: true,
      },
      Scope: {
        type: 'string',
        help: 'CurrentUser (the default) clears what is stored. Process clears what was set for this PowerShell only. Default and Environment can be read but not cleared.',
        accepted: configScopes,
      },
      DefaultProfile: unusedProfileParameter,
      ...configSwitches('Clears', keySet),
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'One key',
        code: 'Clear-AzConfig -LoginExperienceV2',
        remarks: 'The environment variable or the default decides again.',
      },
      {
        title: 'What was set for this process',
        code: 'Clear-AzConfig -Scope Process -Force',
        remarks: 'The values that are stored for the user stay, and decide again.',
      },
      {
        title: 'Look first',
        code: 'Clear-AzConfig -Scope CurrentUser -WhatIf',
        remarks: 'Shows what would be cleared, and clears nothing.',
      },
    ],
    links: ['Get-AzConfig', 'Update-AzConfig'],
  },
  async (call, context) => {
    const { services, interaction, signal } = context;
    const { AppliesTo, Scope, PassThru } = call.parameters;
    const scope = writableScope(Scope);
    const appliesTo = AppliesTo === undefined ? undefined : checkAppliesTo(AppliesTo);
    const keys = call.parameterSet === keySet ? chosenKeys(call.parameters) : undefined;
    if (keys?.length === 0) {
      interaction.warning('No key is named, so nothing was cleared. Get-AzConfig lists the keys.');
      return;
    }
    const what = `${keys?.join(', ') ?? 'All keys'} of ${appliesTo ?? 'all modules and cmdlets'}, scope ${scope}`;
    if (!(await context.shouldProcess(what, 'Clear configuration'))) return;
    if (call.parameterSet === allSet) {
      const question = `Clear the whole configuration of ${appliesTo ?? 'all modules and cmdlets'} in the scope ${scope}?`;
      const request = { force: call.parameters.Force, question, caption: 'Clear configuration' };
      if (!(await askUnlessForced(request, context))) return;
    }
    await services.config.clear({
      scope,
      signal,
      ...(keys === undefined ? {} : { keys }),
      ...(appliesTo === undefined ? {} : { appliesTo }),
    });
    if (PassThru === true) context.write(true);
  },
);
