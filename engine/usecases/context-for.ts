import { findSubscriptions, noSubscription } from '../directory/find-subscriptions.ts';
import { tenantIdFor } from '../directory/tenant-resolution.ts';
import { directoryOf } from '../directory/account-directory.ts';
import type { Call } from '../session/call.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type NamedContext } from '../contexts/model.ts';
import { contextOfSubscription } from './new-context.ts';
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
    target.tenant === undefined ? undefined : await tenantIdFor(target.tenant, environment, call);
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
      ...(wanted !== undefined && isGuid(wanted) ? { subscriptionId: wanted } : {}),
    },
    call,
  );
  const match = found.find(
    ({ subscription }) =>
      wanted === undefined ||
      sameText(subscription.subscriptionId, wanted) ||
      sameText(subscription.displayName, wanted),
  );
  if (match === undefined && wanted !== undefined) throw noSubscription(wanted, tenantId, account.Id);
  const place = match?.tenantId ?? tenantId ?? base.context.Tenant?.Id ?? '';
  const { subscription = null } = match ?? {};
  return contextOfSubscription({ account, tenant: { tenantId: place }, subscription, environment });
}
