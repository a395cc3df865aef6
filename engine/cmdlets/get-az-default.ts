import { outputTypes } from '../contexts/context-output.ts';
import { defaultResourceGroup } from '../usecases/default-resource-group.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { findResourceGroup } from '../rest/resource-groups.ts';
import { EngineError } from '../errors/engine-error.ts';
import { resourceGroupsOf, resourceGroupSwitch } from './default-parameters.ts';
import { toResourceGroupOutput } from './resource-group-output.ts';
import { allSets, defaultProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzDefault',
    synopsis: 'Gets the default resource group of the current context.',
    description:
      'Commands of other Az modules use the default resource group when you name none. If no default was set with Set-AzDefault, nothing is returned.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      ResourceGroup: {
        ...resourceGroupSwitch,
        help: 'Gets the default resource group. It is the only default, so the result is the same without this switch.',
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.resourceGroup],
    examples: [
      {
        title: 'The default resource group',
        code: '$null = Set-AzDefault -ResourceGroupName web\n(Get-AzDefault).Name',
        remarks: 'Shows the name of the group that was set.',
      },
      {
        title: 'Set one only if there is none',
        code: 'if (-not (Get-AzDefault)) { Set-AzDefault -ResourceGroupName web }',
        remarks: 'If there is no default, Get-AzDefault returns nothing and no error.',
      },
    ],
    links: ['Set-AzDefault', 'Clear-AzDefault'],
  },
  async ({ parameters }, context) => {
    const entry = await resolveContext(context.services, parameters.DefaultProfile);
    const name = defaultResourceGroup(entry);
    if (name === undefined) return;
    const groups = resourceGroupsOf(entry, context);
    const group = await findResourceGroup(groups, name);
    if (group === undefined) {
      throw new EngineError('NotFound.ResourceGroup', {
        facts: {
          group: name,
          subscription: groups.subscriptionId,
          advice:
            'Run Clear-AzDefault -ResourceGroup to clear the default, or Set-AzDefault to choose another group.',
        },
        target: name,
      });
    }
    context.write(toResourceGroupOutput(group));
  },
);
