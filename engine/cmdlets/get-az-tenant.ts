import { outputTypes, toTenantOutput } from '../contexts/context-output.ts';
import { resolveContext } from '../contexts/resolve-context.ts';
import { sameText } from '../contexts/model.ts';
import { toStoredTenant } from '../contexts/new-context.ts';
import { defineCmdlet } from '../declaration/define-cmdlet.ts';
import { listTenants } from '../directory/tenants.ts';
import { EngineError } from '../protocol/engine-error.ts';
import { allSets, defaultProfileParameter } from './shared-parameters.ts';

export const cmdlet = defineCmdlet(
  {
    verb: 'Get',
    noun: 'AzTenant',
    aliases: ['Get-AzDomain'],
    synopsis: 'Gets the tenants that the current account belongs to.',
    description:
      'Asks Azure Resource Manager for the tenants in which the account is a member or a guest, with their names and domains. Set-AzContext -Tenant works in one of them.',
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
  async ({ parameters }, { services, interaction, signal, write }) => {
    const current = await resolveContext(services, parameters.DefaultProfile);
    const arm = await services.arm(current, current.context.Tenant?.Id, interaction, signal);
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
    if (found.length === 0 && wanted !== undefined) {
      throw new EngineError('NotFound.Tenant', {
        facts: { tenant: wanted, environment: current.context.Environment.Name },
        target: wanted,
      });
    }
    for (const tenant of found) write(toTenantOutput(toStoredTenant(tenant)));
  },
);
