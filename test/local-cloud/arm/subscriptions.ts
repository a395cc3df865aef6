import { tenantOf, type Subscription, type Tenant } from '../data.ts';
import { issuerOf } from '../entra/hosts.ts';
import { json, type Exchange, type Handler } from '../router.ts';
import type { CloudState } from '../state.ts';
import { canRead, isDelegatedTo, requireCaller, unauthorized, type Caller } from './caller.ts';
import { ArmError } from './errors.ts';
import { pageOf } from './paging.ts';

/** The subscriptions in the token's tenant that the caller may see. */
export const listSubscriptions: Handler = async (exchange, cloud) => {
  const caller = await requireCaller(cloud, exchange.headers);
  // Looks names up in a set: a search for each of ten thousand subscriptions would take longer than the rest of a
  // sign-in.
  const names = new Set([caller.tenant.id, ...caller.tenant.domains]);
  const visible = cloud.data.subscriptions.filter(
    (one) => (names.has(one.tenant) && canRead(caller, one)) || isDelegatedTo(caller, one),
  );
  const page = pageOf(cloud, exchange, visible);
  const value = page.value.map((subscription) => {
    const home = names.has(subscription.tenant) ? caller.tenant : tenantOf(cloud.data, subscription.tenant);
    return describe(home, subscription);
  });
  return json(200, { ...page, value, count: { type: 'Total', value: visible.length } });
};

export const getSubscription: Handler = async (exchange, cloud) => {
  const action = 'Microsoft.Resources/subscriptions/read';
  const { subscription } = await requireSubscription(exchange, cloud, action);
  return json(200, describe(tenantOf(cloud.data, subscription.tenant), subscription));
};

/** The locations of a subscription. The cloud's one region has no westus. */
export const listLocations: Handler = async (exchange, cloud) => {
  await requireSubscription(exchange, cloud, 'Microsoft.Resources/subscriptions/locations/read');
  return json(200, { value: [{ name: 'local', displayName: 'Local', type: 'Region' }] });
};

/**
 * Returns the subscription in the path, if the caller may use it. Throws ArmError: 404 if it does not exist, 401 if
 * the token is for another tenant, 403 without a role.
 */
export async function requireSubscription(
  exchange: Exchange,
  cloud: CloudState,
  action: string,
): Promise<{ subscription: Subscription; caller: Caller }> {
  const id = (exchange.params['subscription'] ?? '').toLowerCase();
  const subscription = cloud.data.subscriptions.find((one) => one.id === id);
  const tenant = subscription === undefined ? undefined : tenantOf(cloud.data, subscription.tenant);
  const caller = await requireCaller(cloud, exchange.headers, tenant?.id);
  if (subscription === undefined || tenant === undefined) throw notFound(id);
  if (isDelegatedTo(caller, subscription)) return { subscription, caller };
  if (tenant !== caller.tenant) throw wrongTenant(cloud, caller, tenant.id);
  if (!canRead(caller, subscription)) throw forbidden(caller, action, id);
  return { subscription, caller };
}

function notFound(id: string): ArmError {
  return new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

function wrongTenant(cloud: CloudState, caller: Caller, tenantId: string): ArmError {
  const message =
    `The access token is from the wrong issuer '${issuerOf(cloud, caller.tenant.id, '1.0')}'. It must match the tenant ` +
    `'${issuerOf(cloud, tenantId, '1.0')}' associated with this subscription. Please use the authority (URL) ` +
    `'https://${cloud.profile.cacheHost}/${tenantId}' to get the token. Note, if the subscription is transferred to ` +
    'another tenant there is no impact to the services, but information about new tenant could take time to ' +
    'propagate (up to an hour). If you just transferred your subscription and see this error message, please try ' +
    'back later.';
  return unauthorized(cloud, tenantId, 'InvalidAuthenticationTokenTenant', message);
}

function forbidden(caller: Caller, action: string, id: string): ArmError {
  const who = caller.user?.userName ?? caller.app?.clientId ?? caller.objectId;
  const message =
    `The client '${who}' with object id '${caller.objectId}' does not have authorization to perform action ` +
    `'${action}' over scope '/subscriptions/${id}' or the scope is invalid. If access was recently granted, ` +
    'please refresh your credentials.';
  return new ArmError(403, 'AuthorizationFailed', message);
}

/** `home` is the subscription's home tenant, even if it is seen from a managing tenant. */
function describe(home: Tenant, subscription: Subscription): object {
  return {
    id: `/subscriptions/${subscription.id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: (subscription.managedByTenants ?? []).map((id) => ({ tenantId: id })),
    ...(subscription.tags === undefined ? {} : { tags: subscription.tags }),
    subscriptionId: subscription.id,
    tenantId: home.id,
    displayName: subscription.displayName,
    state: subscription.state ?? 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}
