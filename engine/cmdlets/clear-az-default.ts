import { defaultResourceGroup, setDefaultResourceGroup } from '../usecases/default-resource-group.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { askUnlessForced } from './confirm.ts';
import { resourceGroupSwitch } from './default-parameters.ts';
import { allSets, defaultProfileParameter, scopeParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Clear',
    noun: 'AzDefault',
    synopsis: 'Clears the default resource group of the current context.',
    description:
      'The resource group itself stays. Without -ResourceGroup all defaults are cleared, after a question. Today the resource group is the only default.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      ResourceGroup: {
        ...resourceGroupSwitch,
        help: 'Clears the default resource group without asking.',
      },
      PassThru: {
        type: 'switch',
        help: 'Returns $true if there was a default to clear, else $false.',
      },
      Force: { type: 'switch', help: 'Clears all defaults without asking.' },
      Scope: scopeParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'Clear the default resource group',
        code: 'Clear-AzDefault -ResourceGroup',
        remarks: 'Get-AzDefault returns nothing from now on.',
      },
      {
        title: 'Clear all defaults without a question',
        code: 'Clear-AzDefault -Force -PassThru',
        remarks: 'Returns $true if there was something to clear.',
      },
    ],
    links: ['Get-AzDefault', 'Set-AzDefault'],
  },
  async ({ parameters }, context) => {
    const { services, signal } = context;
    const { ResourceGroup: groupOnly = false, Force: force = false, Scope: scope } = parameters;
    const entry = await resolveContext(services, parameters.DefaultProfile);
    const name = defaultResourceGroup(entry);
    if (name !== undefined) {
      const target = `context '${entry.name}'`;
      if (!(await context.shouldProcess(target, `Clear the default resource group '${name}'`))) return;
      const question = `Clear all defaults of the context '${entry.name}'?`;
      const asked = { force: force || groupOnly, question, caption: 'Clear defaults' };
      if (!(await askUnlessForced(asked, context))) return;
      await setDefaultResourceGroup(services, entry, undefined, { scope, signal });
    }
    if (parameters.PassThru === true) context.write(name !== undefined);
  },
);
