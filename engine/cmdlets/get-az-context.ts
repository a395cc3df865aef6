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
    synopsis: 'Gets the current context, or all contexts.',
    description:
      'A context is an account together with the tenant, subscription and environment that commands work in. Without parameters the current context of this PowerShell is returned, or nothing if nobody is signed in. No network is used, except with -RefreshContextFromTokenCache.',
    defaultSet: 'GetSingleContext',
    sets: ['GetSingleContext', 'ListAllContexts'],
    parameters: {
      Name: {
        type: 'string',
        completer: 'context',
        help: 'The name of the context to get, as Get-AzContext -ListAvailable shows it. If there is none of that name, nothing is returned. Case is ignored.',
        sets: { GetSingleContext: { position: 0 } },
      },
      ListAvailable: {
        type: 'switch',
        help: 'Gets all contexts: the stored ones and those of this PowerShell, sorted by tenant and name. A * marks the current context.',
        sets: { ListAllContexts: {} },
      },
      RefreshContextFromTokenCache: {
        type: 'switch',
        help: 'Looks up the tenants and subscriptions of the signed-in accounts again, and adds a context for each new one.',
        sets: { ListAllContexts: {} },
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.context],
    examples: [
      {
        title: 'The current context',
        code: 'Get-AzContext',
        remarks: 'Shows who is signed in and where commands go. Returns nothing if nobody is signed in.',
      },
      {
        title: 'All contexts',
        code: 'Get-AzContext -ListAvailable',
        remarks: 'Lists the contexts that Select-AzContext can switch to.',
      },
      {
        title: 'The parts of a context',
        code: '$context = Get-AzContext\n$context.Account.Id\n$context.Subscription.Name\n$context.Tenant.Id',
        remarks: 'Account, subscription and tenant are objects too.',
      },
      {
        title: 'Sign in only if nobody is signed in',
        code: 'if (-not (Get-AzContext)) { Connect-AzAccount }',
        remarks: 'Sends no request if somebody is signed in.',
      },
      {
        title: 'New subscriptions',
        code: 'Get-AzContext -ListAvailable -RefreshContextFromTokenCache',
        remarks: 'Adds a context for each subscription that the account got since the sign-in.',
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
    // No error, as in Az.Accounts: scripts use this to test whether a context exists.
    const { contexts, current } = await services.contexts.view();
    const found = contexts.find((one) => sameText(one.name, name));
    if (found === undefined) context.interaction.verbose(`There is no context named '${name}'.`);
    else write(toContextOutput(found, found.name === current?.name));
  },
);

/** Orders by the tenant's name and ID, as the views group them, then by subscription and context name. */
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
