import type { JsonValue } from '../http/json-value.ts';
import { listFromArm, type ArmClient } from '../rest/arm-client.ts';

/** The version of ARM's tenants API (Microsoft.Resources, "Tenants - List"). */
const apiVersion = '2022-12-01';

export interface TenantInfo {
  readonly tenantId: string;
  readonly displayName: string | undefined;
  readonly defaultDomain: string | undefined;
  readonly domains: readonly string[];
  readonly tenantCategory: string | undefined;
  readonly country: string | undefined;
  readonly countryCode: string | undefined;
  readonly tenantType: string | undefined;
  readonly tenantBrandingLogoUrl: string | undefined;
}

/** A tenant, perhaps with only its ID. */
export type KnownTenant = Pick<TenantInfo, 'tenantId'> & Partial<TenantInfo>;

/** Returns the tenant with this ID from a list, or just the ID. */
export function tenantIn(tenants: readonly KnownTenant[], tenantId: string): KnownTenant {
  return tenants.find((tenant) => tenant.tenantId === tenantId) ?? { tenantId };
}

/** Returns a function that does the same for many IDs. */
export function tenantFinder(tenants: readonly KnownTenant[]): (tenantId: string) => KnownTenant {
  const byId = new Map(tenants.map((tenant) => [tenant.tenantId, tenant]));
  return (tenantId) => byId.get(tenantId) ?? { tenantId };
}

/**
 * Returns the tenants of the token's account, in ARM's order.
 * @throws EngineError as `listFromArm`
 */
export async function listTenants(arm: ArmClient, signal: AbortSignal): Promise<TenantInfo[]> {
  return listFromArm(arm, `/tenants?api-version=${apiVersion}`, toInfo, signal);
}

/**
 * Reads a tenant from ARM's answer (Microsoft.Resources, "TenantIdDescription"). All members except the ID may be
 * missing.
 */
function toInfo(tenant: JsonValue): TenantInfo {
  const domains = tenant.member('domains').optional((value) => value.list()) ?? [];
  return {
    tenantId: tenant.member('tenantId').text(),
    displayName: tenant.textOf('displayName'),
    defaultDomain: tenant.textOf('defaultDomain'),
    domains: domains.map((domain) => domain.text()),
    tenantCategory: tenant.textOf('tenantCategory'),
    country: tenant.textOf('country'),
    countryCode: tenant.textOf('countryCode'),
    tenantType: tenant.textOf('tenantType'),
    tenantBrandingLogoUrl: tenant.textOf('tenantBrandingLogoUrl'),
  };
}
