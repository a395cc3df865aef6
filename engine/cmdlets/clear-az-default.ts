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
    synopsis: 'Forgets the default resource group of the current context.',
    description:
      'The group itself stays. Without -ResourceGroup all defaults are forgotten, after a question; the resource group is the only one there is.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    shouldProcess: true,
    parameters: {
      ResourceGroup: {
        ...resourceGroupSwitch,
        help: 'Forgets the default resource group, without a question.',
      },
      PassThru: {
        type: 'switch',
        help: 'Gives $true where there was a default to forget, else $false.',
      },
      Force: { type: 'switch', help: 'Forgets all defaults without a question.' },
      Scope: scopeParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: ['System.Boolean'],
    examples: [
      {
        title: 'Forget the default resource group',
        code: 'Clear-AzDefault -ResourceGroup',
        remarks: 'Get-AzDefault gives nothing from now on.',
      },
      {
        title: 'All defaults, without a question',
        code: 'Clear-AzDefault -Force -PassThru',
        remarks: 'Gives $true where there was something to forget.',
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
      if (!(await context.shouldProcess(target, `Forget the default resource group '${name}'`))) return;
      const question = `Forget all defaults of the context '${entry.name}'?`;
      const asked = { force: force || groupOnly, question, caption: 'Forget defaults' };
      if (!(await askUnlessForced(asked, context))) return;
      await setDefaultResourceGroup(services, entry, undefined, { scope, signal });
    }
    if (parameters.PassThru === true) context.write(name !== undefined);
  },
);
