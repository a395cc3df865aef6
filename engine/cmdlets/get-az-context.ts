import { toContextOutput, outputTypes } from '../contexts/context-output.ts';
import type { NamedContext } from '../contexts/model.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { defaultProfileParameter } from './shared-parameters.ts';
import { sameText } from '../text/same-text.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzContext',
    synopsis: 'Gets the current context, or all that are signed in.',
    description:
      'A context is an account together with the tenant, subscription and environment that commands work in. Without parameters the current context of this PowerShell is given, and nothing where nobody is signed in. No network is used, except with -RefreshContextFromTokenCache.',
    defaultSet: 'GetSingleContext',
    sets: ['GetSingleContext', 'ListAllContexts'],
    parameters: {
      Name: {
        type: 'string',
        completer: 'context',
        help: 'The name of the context to get, as Get-AzContext -ListAvailable shows it; nothing is given if there is none of that name. Upper and lower case are the same.',
        sets: { GetSingleContext: { position: 0 } },
      },
      ListAvailable: {
        type: 'switch',
        help: 'Gets all contexts: the stored ones and those of this PowerShell, sorted by tenant and name. A * marks the current one.',
        sets: { ListAllContexts: {} },
      },
      RefreshContextFromTokenCache: {
        type: 'switch',
        help: 'Looks again for tenants and subscriptions of the accounts that are signed in, and adds a context for each that has none.',
        sets: { ListAllContexts: {} },
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'The current context',
        code: 'Get-AzContext',
        remarks: 'Shows who is signed in and where commands go; nothing where nobody is.',
      },
      {
        title: 'All contexts',
        code: 'Get-AzContext -ListAvailable',
        remarks: 'Lists the contexts that Select-AzContext can switch to.',
      },
      {
        title: 'What is in it',
        code: '$context = Get-AzContext\n$context.Account.Id\n$context.Subscription.Name\n$context.Tenant.Id',
        remarks: 'Each part is an object of its own.',
      },
      {
        title: 'Sign in only where nobody is',
        code: 'if (-not (Get-AzContext)) { Connect-AzAccount }',
        remarks: 'Costs no request where somebody is signed in.',
      },
      {
        title: 'New subscriptions',
        code: 'Get-AzContext -ListAvailable -RefreshContextFromTokenCache',
        remarks: 'Looks again, and adds a context for each subscription that came since the sign-in.',
      },
    ],
    links: ['Set-AzContext', 'Select-AzContext', 'Connect-AzAccount'],
  },
  async (call, context) => {
    const { services, write } = context;
    if (call.parameterSet === 'ListAllContexts') {
      if (call.parameters.RefreshContextFromTokenCache === true) {
        const { refreshContexts } = await import('../usecases/refresh-contexts.ts');
        await refreshContexts(context);
      }
      const { contexts, current } = await services.contexts.view();
      for (const one of [...contexts].sort(byTenantAndName))
        write(toContextOutput(one, sameText(one.name, current?.name)));
      return;
    }
    const { Name: name, DefaultProfile: profile } = call.parameters;
    if (profile !== undefined) {
      write(toContextOutput(await resolveContext(services, profile)));
      return;
    }
    if (name === undefined) {
      const { current } = await services.contexts.view();
      if (current !== undefined) write(toContextOutput(current, true));
      return;
    }
    // No error, as in Az.Accounts: scripts ask for a context to see whether it is there.
    const { contexts, current } = await services.contexts.view();
    const found = contexts.find((one) => sameText(one.name, name));
    if (found === undefined) context.interaction.verbose(`There is no context named '${name}'.`);
    else write(toContextOutput(found, found.name === current?.name));
  },
);

/** By the tenant's name and ID, as views group them, then by what a person calls the context. */
function byTenantAndName(one: NamedContext, other: NamedContext): number {
  const keys = ({
    name,
    context: { Tenant: tenant, Subscription: subscription },
  }: NamedContext): string[] => [
    tenant?.ExtendedProperties?.DisplayName ?? '',
    tenant?.Id ?? '',
    subscription?.Name ?? '',
    name,
  ];
  const [mine, theirs] = [keys(one), keys(other)];
  return mine.map((key, index) => key.localeCompare(theirs[index] ?? '')).find((order) => order !== 0) ?? 0;
}
