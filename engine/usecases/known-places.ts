// Finds tenants and subscriptions by name. If there is none, the error suggests the closest name that is known
// without a request.
import type { SettingOrigin } from '../config/config-store.ts';
import { knownSubscriptions, knownTenants } from '../completion/known-names.ts';
import { noSubscription, type FoundSubscription } from '../directory/find-subscriptions.ts';
import { tenantIdFor } from '../directory/tenant-resolution.ts';
import type { Environment } from '../environments/environment.ts';
import type { EngineError } from '../errors/engine-error.ts';
import type { Call } from '../session/call.ts';
import type { Services } from '../session/services.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { sameText } from '../text/same-text.ts';

/** A tenant from a parameter. */
export interface NamedTenant {
  /** ID or domain name. */
  readonly tenant: string | undefined;
  readonly environment: Environment;
  readonly parameter?: 'Tenant' | 'TenantId';
}

/**
 * Returns the ID of a tenant.
 * @throws EngineError as `tenantIdFor`
 */
export function resolveTenant(
  { tenant, environment, parameter = 'Tenant' }: NamedTenant,
  call: Call,
): Promise<string> {
  const { services } = call;
  return tenantIdFor(tenant, environment, call, {
    parameter,
    known: async () =>
      knownTenants(services, await services.contexts.view()).flatMap(({ id, domains }) => [id, ...domains]),
  });
}

/** Returns the ID of the tenant with this ID or domain name, or undefined if none is known without a request. */
export function knownTenantId(
  tenant: string,
  services: Services,
  view: Parameters<typeof knownTenants>[1],
): string | undefined {
  return knownTenants(services, view).find(({ id, domains }) =>
    [id, ...domains].some((name) => sameText(name, tenant)),
  )?.id;
}

/** Returns the sentence that suggests the known tenant with the closest ID, or an empty string. Never throws. */
export async function tenantMeant(id: string, services: Services): Promise<string> {
  const view = await services.contexts.view().catch(() => undefined);
  const known = view === undefined ? [] : knownTenants(services, view);
  return didYouMean(
    id,
    known.map((tenant) => tenant.id),
  ).trim();
}

export interface MissingSubscription {
  /** Name or ID. */
  readonly subscription: string;
  /** The searched tenant; undefined for all of the account's. */
  readonly tenantId: string | undefined;
  readonly accountId: string;
  /** The subscriptions that the search found. */
  readonly found: readonly FoundSubscription[];
  /** The setting that names the subscription; undefined if a parameter does. */
  readonly configured?: SettingOrigin | undefined;
}

/** Returns the error for a subscription that the search did not find. */
export async function missingSubscription(
  services: Services,
  { found, ...missing }: MissingSubscription,
): Promise<EngineError> {
  const { tenantId, accountId } = missing;
  const stored = knownSubscriptions(services, await services.contexts.view(), undefined).filter(
    (one) =>
      sameText(one.accountId, accountId) && (tenantId === undefined || sameText(one.tenantId, tenantId)),
  );
  const known = [
    ...found.flatMap(({ subscription }) => [subscription.displayName, subscription.subscriptionId]),
    ...stored.flatMap(({ name, id }) => [name, id]),
  ];
  return noSubscription({ ...missing, known });
}
