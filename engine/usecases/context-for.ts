import { findSubscriptions } from '../directory/find-subscriptions.ts';
import { directoryOf } from '../directory/account-directory.ts';
import type { Call } from '../session/call.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type NamedContext, type StoredTenant } from '../contexts/model.ts';
import { tenantIn } from '../directory/tenants.ts';
import { isCancelled } from '../errors/engine-error.ts';
import { missingSubscription, resolveTenant } from './known-places.ts';
import { contextOfSubscription, toStoredTenant } from './new-context.ts';
import { isGuid } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

/** Where a context is to go: at least one of the two. */
export interface ContextTarget {
  /** Name or ID. */
  readonly subscription?: string;
  /** ID or domain name. */
  readonly tenant?: string;
}

/**
 * A context of the same account for another subscription or tenant. A context that is known is used as it is; else
 * the cloud is asked.
 * @throws EngineError `NotFound.Subscription`, `NotFound.Tenant`, and what sign-in and ARM may answer
 */
export async function contextFor(
  base: ListedContext,
  target: ContextTarget,
  call: Call,
): Promise<NamedContext> {
  const { Account: account, Environment: environment } = base.context;
  const tenantId =
    target.tenant === undefined
      ? undefined
      : await resolveTenant({ tenant: target.tenant, environment }, call);
  const known = (await call.services.contexts.view()).contexts.find(
    ({ context }) =>
      sameAccount(context.Account, account) &&
      sameText(context.Environment.Name, environment.Name) &&
      (tenantId === undefined || sameText(context.Tenant?.Id, tenantId)) &&
      (target.subscription === undefined ||
        sameText(context.Subscription?.Id, target.subscription) ||
        sameText(context.Subscription?.Name, target.subscription)),
  );
  if (known !== undefined) return known;

  const { subscription: wanted } = target;
  const found = await findSubscriptions(
    directoryOf(base, call),
    {
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(wanted === undefined
        ? {}
        : isGuid(wanted)
          ? { subscriptionId: wanted }
          : { subscriptionName: wanted, isEveryWanted: true }),
    },
    call,
  );
  const match = found.find(
    ({ subscription }) =>
      wanted === undefined ||
      sameText(subscription.subscriptionId, wanted) ||
      sameText(subscription.displayName, wanted),
  );
  if (match === undefined && wanted !== undefined) {
    const missing = { subscription: wanted, tenantId, accountId: account.Id, found };
    throw await missingSubscription(call.services, missing);
  }
  const place = match?.tenantId ?? tenantId ?? base.context.Tenant?.Id ?? '';
  const { subscription = null } = match ?? {};
  const made = contextOfSubscription({ account, tenant: { tenantId: place }, subscription, environment });
  return { ...made, context: { ...made.context, Tenant: await namedTenant(base, place, call) } };
}

/** A tenant with its name: as another context has it, or else as the cloud lists it. */
async function namedTenant(base: ListedContext, tenantId: string, call: Call): Promise<StoredTenant> {
  const { contexts } = await call.services.contexts.view();
  const known = contexts.find(
    ({ context: { Tenant: tenant } }) =>
      sameText(tenant?.Id, tenantId) && tenant?.ExtendedProperties?.DisplayName !== undefined,
  );
  if (known?.context.Tenant) return known.context.Tenant;
  try {
    return toStoredTenant(tenantIn(await directoryOf(base, call).tenants(), tenantId));
  } catch (error) {
    if (isCancelled(error)) throw error;
    // A name is for showing only.
    return toStoredTenant({ tenantId });
  }
}
