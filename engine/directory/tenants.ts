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

/** A tenant with what is known of it, which may be its ID alone. */
export type KnownTenant = Pick<TenantInfo, 'tenantId'> & Partial<TenantInfo>;

/** What is known of the tenant with this ID. */
export function tenantIn(tenants: readonly KnownTenant[], tenantId: string): KnownTenant {
  return tenants.find((tenant) => tenant.tenantId === tenantId) ?? { tenantId };
}

/**
 * The tenants of the account whose token is used, in ARM's order.
 * @throws EngineError as `listFromArm`
 */
export async function listTenants(arm: ArmClient, signal: AbortSignal): Promise<TenantInfo[]> {
  const tenants = await listFromArm<Partial<TenantInfo>>(arm, `/tenants?api-version=${apiVersion}`, signal);
  return tenants.map((tenant) => ({
    tenantId: tenant.tenantId ?? '',
    displayName: tenant.displayName,
    defaultDomain: tenant.defaultDomain,
    domains: tenant.domains ?? [],
    tenantCategory: tenant.tenantCategory,
    country: tenant.country,
    countryCode: tenant.countryCode,
    tenantType: tenant.tenantType,
    tenantBrandingLogoUrl: tenant.tenantBrandingLogoUrl,
  }));
}
