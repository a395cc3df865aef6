import { outputTypes, toTenantOutput } from '../contexts/context-output.ts';
import { resolveContext } from '../usecases/resolve-context.ts';
import { sameText } from '../text/same-text.ts';
import { toStoredTenant } from '../usecases/new-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { listTenants, type TenantInfo } from '../directory/tenants.ts';
import { allSets, defaultProfileParameter } from './shared-parameters.ts';
import { armOf } from '../rest/account-arm.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzTenant',
    aliases: ['Get-AzDomain'],
    synopsis: 'Gets the tenants that the current account belongs to.',
    description:
      'Asks Azure Resource Manager for the tenants in which the account is a member or a guest, with their names and domains, sorted by name. Set-AzContext -Tenant works in one of them. There is no error for a tenant that the account is not in: nothing is given.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      TenantId: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'tenant',
        help: 'The one tenant to get: its ID, or one of its domain names.',
        aliases: ['Domain', 'Tenant'],
        sets: { __AllParameterSets: { position: 0, pipeline: 'propertyName' } },
      },
      DefaultProfile: defaultProfileParameter,
    },
    outputs: [outputTypes.tenant],
    needs: 'cloud',
    examples: [
      {
        title: 'All tenants',
        code: 'Get-AzTenant',
        remarks: 'Lists ID, name, category and domains.',
      },
      {
        title: 'One tenant',
        code: 'Get-AzTenant -TenantId fabrikam.example',
        remarks: 'Finds a tenant by a domain name.',
      },
      {
        title: 'Where I am a guest',
        code: "Get-AzTenant | Where-Object { $_.TenantCategory -ne 'Home' } | Select-Object Name, Id",
        remarks: 'The home tenant is left out.',
      },
      {
        title: 'Subscriptions of each',
        code: 'foreach ($tenant in Get-AzTenant) { Get-AzSubscription -TenantId $tenant.Id }',
        remarks:
          'For a tenant that asks for more you may have to sign in again; where nobody can, it is an error with the command to run, and the loop goes on.',
      },
    ],
    links: ['Get-AzSubscription', 'Set-AzContext'],
  },
  async ({ parameters }, context) => {
    const { services, interaction, signal, write } = context;
    const current = await resolveContext(services, parameters.DefaultProfile);
    const arm = await armOf(current, context);
    const tenants = await listTenants(arm, signal);
    services.directoryMemory.addTenants(current.context.Account.Id, tenants);
    const wanted = parameters.TenantId;
    const found =
      wanted === undefined
        ? tenants
        : tenants.filter(
            (tenant) =>
              sameText(tenant.tenantId, wanted) || tenant.domains.some((domain) => sameText(domain, wanted)),
          );
    // No error: scripts ask for a tenant to see whether the account is in it.
    if (found.length === 0) {
      interaction.verbose(`'${current.context.Account.Id}' is in no tenant '${wanted ?? ''}'.`);
    }
    for (const tenant of found.toSorted(byName)) write(toTenantOutput(toStoredTenant(tenant)));
  },
);

/** The order of Az.Accounts: scripts take the first. */
function byName(one: TenantInfo, other: TenantInfo): number {
  return (one.displayName ?? '').localeCompare(other.displayName ?? '');
}
