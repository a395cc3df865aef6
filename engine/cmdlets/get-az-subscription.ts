import { outputTypes, toSubscriptionOutput } from '../contexts/context-output.ts';
import { terminatingOnError, resolveContext } from '../usecases/resolve-context.ts';
import { sameText } from '../text/same-text.ts';
import { toStoredSubscription } from '../usecases/new-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { findSubscriptions, type FoundSubscription } from '../directory/find-subscriptions.ts';
import { missingSubscription, resolveTenant } from '../usecases/known-places.ts';
import { asJobParameter, defaultProfileParameter } from './shared-parameters.ts';
import { directoryOf } from '../directory/account-directory.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzSubscription',
    synopsis: 'Gets the subscriptions that the current account can reach.',
    description:
      'Asks Azure Resource Manager in every tenant of the account, or in the tenant that you name. The result is sorted by tenant ID and name. If a tenant refuses, a warning names the command that helps, and the other tenants are still listed.',
    defaultSet: 'ListByIdInTenant',
    sets: ['ListByIdInTenant', 'ListByNameInTenant'],
    parameters: {
      SubscriptionId: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'subscriptionId',
        help: 'The ID of the subscription to get: a GUID, as the portal shows it.',
        sets: { ListByIdInTenant: { pipeline: 'propertyName' } },
      },
      SubscriptionName: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'subscriptionName',
        help: 'The name of the subscription to get. Case is ignored. Several subscriptions can have the same name; all of them are returned.',
        sets: { ListByNameInTenant: { pipeline: 'propertyName' } },
      },
      TenantId: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'tenant',
        help: 'The tenant to look in: its ID or one of its domain names. The default is all tenants of the account.',
        sets: {
          ListByIdInTenant: { pipeline: 'propertyName' },
          ListByNameInTenant: { pipeline: 'propertyName' },
        },
      },
      AsJob: asJobParameter,
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.subscription],
    needs: 'cloud',
    examples: [
      {
        title: 'All subscriptions',
        code: 'Get-AzSubscription',
        remarks: 'Lists name, ID, tenant and state, in all tenants of the account.',
      },
      {
        title: 'The subscriptions of one tenant',
        code: 'Get-AzSubscription -TenantId fabrikam.example',
        remarks: 'Looks in one tenant only, which is faster.',
      },
      {
        title: 'Find one and work in it',
        code: "Get-AzSubscription -SubscriptionName 'Contoso Staging' | Set-AzContext",
        remarks: 'The subscription goes through the pipeline as an object.',
      },
      {
        title: 'The enabled ones, by name',
        code: "Get-AzSubscription | Where-Object { $_.State -eq 'Enabled' } | Sort-Object Name | Format-Table Name, Id, TenantId",
        remarks: 'Without the filter, disabled and deleted subscriptions are listed too.',
      },
      {
        title: 'In the background',
        code: '$job = Get-AzSubscription -AsJob\n$job | Receive-Job -Wait',
        remarks: 'For accounts with a great many subscriptions.',
      },
    ],
    links: ['Set-AzContext', 'Get-AzTenant', 'Get-AzContext'],
  },
  async (call, context) => {
    const { services, write } = context;
    const current = await terminatingOnError(() => resolveContext(services, call.parameters.DefaultProfile));
    const { Account: account, Environment: environment } = current.context;
    const { TenantId: tenant } = call.parameters;
    const tenantId =
      tenant === undefined
        ? undefined
        : await resolveTenant({ tenant, environment, parameter: 'TenantId' }, context);
    const id = call.parameterSet === 'ListByIdInTenant' ? call.parameters.SubscriptionId : undefined;
    const name = call.parameterSet === 'ListByNameInTenant' ? call.parameters.SubscriptionName : undefined;
    const found = await findSubscriptions(
      directoryOf(current, context),
      {
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(id === undefined ? {} : { subscriptionId: id }),
        ...(name === undefined ? {} : { subscriptionName: name, isEveryWanted: true }),
      },
      context,
    );
    const wanted = found.filter(
      ({ subscription }) => name === undefined || sameText(subscription.displayName, name),
    );
    const asked = id ?? name;
    if (wanted.length === 0 && asked !== undefined) {
      const missing = { subscription: asked, tenantId, accountId: account.Id, found };
      throw await missingSubscription(services, missing);
    }
    for (const { subscription, tenantId: place } of wanted.toSorted(byTenantAndName)) {
      const facts = { tenantId: place, accountId: account.Id, environment: environment.Name };
      write(toSubscriptionOutput(toStoredSubscription(subscription, facts)));
    }
  },
);

/** The order of Az.Accounts: scripts take the first. */
function byTenantAndName(one: FoundSubscription, other: FoundSubscription): number {
  return (
    one.tenantId.localeCompare(other.tenantId) ||
    one.subscription.displayName.localeCompare(other.subscription.displayName)
  );
}
