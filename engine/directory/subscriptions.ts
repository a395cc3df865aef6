import { textsIn } from '../protocol/shapes.ts';
import type { JsonValue } from '../http/json-value.ts';
import { getFromArm, listFromArm, type ArmClient } from '../rest/arm-client.ts';

/** The version of ARM's subscriptions API (Microsoft.Resources, "Subscriptions - List"). */
const apiVersion = '2022-12-01';

export interface SubscriptionInfo {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly state: string;
  readonly tenantId: string | undefined;
  readonly homeTenantId: string | undefined;
  readonly managedByTenantIds: readonly string[];
  readonly authorizationSource: string | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly subscriptionPolicies: Readonly<Record<string, unknown>> | undefined;
}

/** Whether a subscription is usable, by the states that Az.Accounts accepts (RMProfileClient.cs). */
export function isUsable({ state }: SubscriptionInfo): boolean {
  return /^(?:enabled|warned|)$/i.test(state);
}

/** Whether a subscription belongs to the tenant in which it was found, and is not just managed from there. */
export function isAtHome(subscription: SubscriptionInfo, tenantId: string): boolean {
  return (subscription.homeTenantId ?? subscription.tenantId ?? tenantId) === tenantId;
}

/**
 * Returns the subscriptions that the token's account can reach in the token's tenant, in ARM's order.
 * @throws EngineError as `listFromArm`
 */
export async function listSubscriptions(
  arm: ArmClient,
  signal: AbortSignal,
  onPage?: (page: readonly SubscriptionInfo[]) => void,
): Promise<SubscriptionInfo[]> {
  return listFromArm(arm, `/subscriptions?api-version=${apiVersion}`, toInfo, signal, onPage);
}

/**
 * Returns a subscription by its ID, with one request, or undefined if the account cannot see it.
 * @throws EngineError as `getFromArm`
 */
export async function getSubscription(
  arm: ArmClient,
  id: string,
  signal: AbortSignal,
): Promise<SubscriptionInfo | undefined> {
  const path = `/subscriptions/${encodeURIComponent(id)}?api-version=${apiVersion}`;
  const found = await getFromArm(arm, path, signal);
  return found === undefined ? undefined : toInfo(found);
}

/**
 * Reads a subscription from ARM's answer (Microsoft.Resources, "Subscription"). All members except the ID may be
 * missing.
 */
function toInfo(found: JsonValue): SubscriptionInfo {
  const { tags, subscriptionPolicies } = found.object();
  const managers = found.member('managedByTenants').optional((value) => value.list()) ?? [];
  return {
    subscriptionId: found.member('subscriptionId').text(),
    displayName: found.textOf('displayName') ?? '',
    state: found.textOf('state') ?? '',
    tenantId: found.textOf('tenantId'),
    homeTenantId: found.textOf('homeTenantId'),
    managedByTenantIds: managers.flatMap((manager) => manager.textOf('tenantId') ?? []),
    authorizationSource: found.textOf('authorizationSource'),
    // Invalid tags of one subscription must not fail the whole list.
    tags: textsIn(tags),
    subscriptionPolicies: textsIn(subscriptionPolicies),
  };
}
