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
      'Asks Azure Resource Manager for the tenants in which the account is a member or a guest, with their names and domains, sorted by name. Set-AzContext -Tenant switches to one of them. For a tenant that the account is not in, nothing is returned and no error.',
    defaultSet: '__AllParameterSets',
    sets: allSets,
    parameters: {
      TenantId: {
        type: 'string',
        emptyIsAbsent: true,
        completer: 'tenant',
        help: 'The tenant to get: its ID or one of its domain names.',
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
        remarks: 'Finds the tenant by a domain name.',
      },
      {
        title: 'Tenants in which I am a guest',
        code: "Get-AzTenant | Where-Object { $_.TenantCategory -ne 'Home' } | Select-Object Name, Id",
        remarks: 'Leaves out the home tenant.',
      },
      {
        title: 'The subscriptions of each tenant',
        code: 'foreach ($tenant in Get-AzTenant) { Get-AzSubscription -TenantId $tenant.Id }',
        remarks:
          'A tenant may ask you to sign in again. If nobody can be asked, that tenant is an error that names the command to run, and the loop goes on.',
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
    // No error: scripts use this to test whether the account is in a tenant.
    if (found.length === 0) {
      interaction.verbose(`'${current.context.Account.Id}' is not in the tenant '${wanted ?? ''}'.`);
    }
    for (const tenant of found.toSorted(byName)) write(toTenantOutput(toStoredTenant(tenant)));
  },
);

/** The order of Az.Accounts: scripts take the first. */
function byName(one: TenantInfo, other: TenantInfo): number {
  return (one.displayName ?? '').localeCompare(other.displayName ?? '');
}
