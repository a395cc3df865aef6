import { findSubscriptions } from '../directory/find-subscriptions.ts';
import { directoryOf } from '../directory/account-directory.ts';
import { getSubscription } from '../directory/subscriptions.ts';
import { isCancelled, toEngineError } from '../errors/engine-error.ts';
import { armOf } from '../rest/account-arm.ts';
import { isOutOfReach } from '../rest/arm-client.ts';
import type { Call } from '../session/call.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { ListedContext } from '../contexts/context-store.ts';
import {
  sameAccount,
  type NamedContext,
  type StoredSubscription,
  type StoredTenant,
} from '../contexts/model.ts';
import { tenantIn } from '../directory/tenants.ts';
import { missingSubscription, resolveTenant } from './known-places.ts';
import { newContext, toStoredSubscription, toStoredTenant } from './new-context.ts';
import { commandLine } from '../text/command-line.ts';
import { isGuid } from '../protocol/shapes.ts';
import { sameText } from '../text/same-text.ts';

/** The target of a context switch; at least one of the two is set. */
export interface ContextTarget {
  /** Name or ID. */
  readonly subscription?: string;
  /** ID or domain name. */
  readonly tenant?: string;
}

/**
 * Returns a context of the same account for another subscription or tenant. A known context for a named subscription
 * is checked first, because the subscription may have moved to another tenant or have a new name. If Azure does not
 * answer, it is used unchanged.
 * @throws EngineError `NotFound.Subscription`, `NotFound.Tenant`, and the errors of sign-in and ARM
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
  const { contexts } = await call.services.contexts.view();
  const ofAccount = contexts.filter(
    ({ context }) =>
      sameAccount(context.Account, account) && sameText(context.Environment.Name, environment.Name),
  );
  const here = ofAccount.filter(
    ({ context }) => tenantId === undefined || sameText(context.Tenant?.Id, tenantId),
  );
  const { subscription: wanted } = target;
  if (wanted === undefined && here[0] !== undefined) return here[0];
  const known = here
    .filter(({ context }) => isNamed(context.Subscription, wanted))
    .toSorted((one, other) => Number(isInTenantOf(other, base)) - Number(isInTenantOf(one, base)));
  const tellOthers = (all: readonly SubscriptionPlace[]): void => {
    if (wanted !== undefined) warnOfOthers(wanted, all, call.interaction);
  };
  tellOthers(
    known.map(({ context }) => ({ id: context.Subscription?.Id ?? '', tenantId: context.Tenant?.Id ?? '' })),
  );
  const ids = known.map(({ context }) => context.Subscription?.Id);
  for (const candidate of known.filter((_, index) => sameText(ids[index], ids[0]))) {
    const refreshedContext = await refreshed(candidate, call);
    if (refreshedContext !== undefined) return refreshedContext;
  }

  const subscriptionId = ids[0] ?? (wanted !== undefined && isGuid(wanted) ? wanted : undefined);
  const found = await findSubscriptions(
    directoryOf(base, call),
    {
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(subscriptionId === undefined
        ? wanted === undefined
          ? {}
          : { subscriptionName: wanted, isEveryWanted: true }
        : { subscriptionId }),
    },
    call,
  );
  const matches = found
    .filter(
      ({ subscription: { subscriptionId: Id, displayName: Name } }) =>
        sameText(Id, subscriptionId) || isNamed({ Id, Name }, wanted),
    )
    .toSorted(
      (one, other) => Number(isTenantOf(other.tenantId, base)) - Number(isTenantOf(one.tenantId, base)),
    );
  tellOthers(matches.map((one) => ({ id: one.subscription.subscriptionId, tenantId: one.tenantId })));
  const match = wanted === undefined ? found[0] : matches[0];
  if (match === undefined && wanted !== undefined) {
    const missing = { subscription: wanted, tenantId, accountId: account.Id, found };
    throw await missingSubscription(call.services, missing);
  }
  const place = match?.tenantId ?? tenantId ?? base.context.Tenant?.Id ?? '';
  const facts = { tenantId: place, accountId: account.Id, environment: environment.Name };
  const subscription = match === undefined ? null : toStoredSubscription(match.subscription, facts);
  // A renamed subscription already has a context, with its old name.
  const stale = ofAccount.find(
    ({ context }) =>
      subscription !== null &&
      sameText(context.Subscription?.Id, subscription.Id) &&
      sameText(context.Tenant?.Id, place),
  );
  if (stale !== undefined) return withSubscription(stale, subscription);
  const fresh = newContext({ account, tenant: { tenantId: place }, subscription, environment });
  return { ...fresh, context: { ...fresh.context, Tenant: await namedTenant(base, place, call) } };
}

/** Returns a tenant with its display name, from another context or from the cloud. */
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
    // The name is only for display.
    return toStoredTenant({ tenantId });
  }
}

interface SubscriptionPlace {
  readonly id: string;
  readonly tenantId: string;
}

function isNamed(
  subscription: Pick<StoredSubscription, 'Id' | 'Name'> | null,
  wanted: string | undefined,
): boolean {
  if (wanted === undefined || subscription === null) return false;
  return sameText(subscription.Id, wanted) || sameText(subscription.Name, wanted);
}

function isTenantOf(tenantId: string, base: ListedContext): boolean {
  return sameText(tenantId, base.context.Tenant?.Id);
}

function isInTenantOf({ context }: ListedContext, base: ListedContext): boolean {
  return isTenantOf(context.Tenant?.Id ?? '', base);
}

/** Warns if a name belongs to subscriptions in several tenants; the first one is used. */
function warnOfOthers(
  wanted: string,
  [taken, ...others]: readonly SubscriptionPlace[],
  interaction: Interaction,
): void {
  const other = others.find(({ id }) => !sameText(id, taken?.id));
  if (taken === undefined || other === undefined) return;
  interaction.warning(
    `Several subscriptions are named '${wanted}': using the one in the tenant ${taken.tenantId}. For the one in ${other.tenantId}: ${commandLine('Set-AzContext', { Subscription: other.id })}.`,
  );
}

/**
 * Returns a known context with the current facts of its subscription, or undefined if the account no longer finds the
 * subscription there.
 * @throws EngineError `Cancelled.ByUser`
 */
async function refreshed(candidate: ListedContext, call: Call): Promise<NamedContext | undefined> {
  const {
    Subscription: known,
    Tenant: tenant,
    Account: account,
    Environment: environment,
  } = candidate.context;
  if (known === null) return candidate;
  try {
    const now = await getSubscription(await armOf(candidate, call, { mayAsk: false }), known.Id, call.signal);
    if (now === undefined) return undefined;
    if (now.displayName === known.Name && sameText(now.state, known.State)) return candidate;
    const facts = { tenantId: tenant?.Id ?? '', accountId: account.Id, environment: environment.Name };
    return withSubscription(candidate, toStoredSubscription(now, facts));
  } catch (error) {
    if (isCancelled(error)) throw error;
    if (isOutOfReach(error)) return undefined;
    call.interaction.verbose(
      `The context '${candidate.name}' is used as it is: ${toEngineError(error).message}`,
    );
    return candidate;
  }
}

function withSubscription(
  { name, context }: ListedContext,
  subscription: StoredSubscription | null,
): NamedContext {
  return { name, context: { ...context, Subscription: subscription } };
}
