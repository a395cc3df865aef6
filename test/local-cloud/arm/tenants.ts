import { directoriesOf, tenantOf, type Tenant } from '../data.ts';
import { json, type Handler } from '../router.ts';
import { requireCaller } from './caller.ts';
import { pageOf } from './paging.ts';

/** The token owner's tenants; for a person, all the tenants in which they are a member or guest. */
export const listTenants: Handler = async (exchange, cloud) => {
  const { user, tenant } = await requireCaller(cloud, exchange.headers);
  const home = user === undefined ? tenant : tenantOf(cloud.data, user.homeTenant);
  const tenants = user === undefined ? [tenant] : directoriesOf(cloud.data, user).map((one) => one.tenant);
  const page = pageOf(cloud, exchange, tenants);
  return json(200, {
    ...page,
    value: page.value.map((one) => describe(one, one === home ? 'Home' : 'ProjectedBy')),
  });
};

function describe(tenant: Tenant, tenantCategory: string): object {
  return {
    id: `/tenants/${tenant.id}`,
    tenantId: tenant.id,
    countryCode: tenant.countryCode,
    displayName: tenant.displayName,
    domains: tenant.domains,
    tenantCategory,
    defaultDomain: tenant.domains[0],
    tenantType: 'AAD',
    tenantBrandingLogoUrl: null,
  };
}
