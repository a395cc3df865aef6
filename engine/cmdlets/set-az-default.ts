import { outputTypes } from '../contexts/context-output.ts';
import { setDefaultResourceGroup } from '../usecases/default-resource-group.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import type { CmdletContext } from '../declaration/cmdlet-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import {
  createResourceGroup,
  findResourceGroup,
  type ResourceGroup,
  type ResourceGroups,
} from '../rest/resource-groups.ts';
import { EngineError } from '../errors/engine-error.ts';
import { resourceGroupsOf } from './default-parameters.ts';
import { toResourceGroupOutput } from './resource-group-output.ts';
import { allSets, defaultProfileParameter, scopeParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Set',
    noun: 'AzDefault',
    synopsis: 'Sets the default resource group of the current context.',
    description:
      'Commands of other Az modules use the default resource group when you name none. It is stored with the context, in the same place as by Az.Accounts.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      ResourceGroupName: {
        type: 'string',
        help: 'The name of a resource group in the subscription of the context. If it does not exist, you are asked whether to create it.',
        sets: { __AllParameterSets: { pipeline: 'propertyName' } },
        notEmpty: true,
      },
      Force: {
        type: 'switch',
        help: 'If the group does not exist, creates it without asking: in westus, or in the first location of a cloud that has no westus.',
      },
      Scope: scopeParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.resourceGroup],
    examples: [
      {
        title: 'An existing group',
        code: 'Set-AzDefault -ResourceGroupName web',
        remarks: 'Makes web the default resource group, and shows it.',
      },
      {
        title: 'A new group',
        code: 'Set-AzDefault -ResourceGroupName trial -Force',
        remarks: 'Creates the group first if it does not exist.',
      },
    ],
    links: ['Get-AzDefault', 'Clear-AzDefault'],
  },
  async ({ parameters }, context) => {
    const { services, signal } = context;
    const { ResourceGroupName: name, Scope: scope, Force: force = false } = parameters;
    if (name === undefined) {
      throw new EngineError('InvalidArgument.ParameterSet', {
        facts: { reason: 'Name the default to set: -ResourceGroupName.', cmdlet: 'Set-AzDefault' },
      });
    }
    const entry = await resolveContext(services, parameters.DefaultProfile);
    const groups = resourceGroupsOf(entry, context);
    const action = `Change the default resource group to '${name}'`;
    if (!(await context.shouldProcess(`context '${entry.name}'`, action))) return;
    const group =
      (await findResourceGroup(groups, name)) ?? (await createIfWanted(groups, name, force, context));
    await setDefaultResourceGroup(services, entry, group.name, { scope, signal });
    context.write(toResourceGroupOutput(group));
  },
);

async function createIfWanted(
  groups: ResourceGroups,
  name: string,
  force: boolean,
  { shouldContinue }: CmdletContext,
): Promise<ResourceGroup> {
  const question = `There is no resource group '${name}'. Create it and make it the default?`;
  if (force || (await shouldContinue(question, 'Create a resource group'))) {
    return createResourceGroup(groups, name);
  }
  throw new EngineError('NotFound.ResourceGroup', {
    facts: {
      group: name,
      subscription: groups.subscriptionId,
      advice: 'Check the name, or add -Force to create the group.',
    },
    target: name,
  });
}
