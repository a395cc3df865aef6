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

/** Whether commands can work in a subscription: the states that Az.Accounts counts (RMProfileClient.cs). */
export function isUsable({ state }: SubscriptionInfo): boolean {
  return /^(?:enabled|warned|)$/i.test(state);
}

/** Whether a subscription belongs to the tenant through which it was found, and is not only managed from there. */
export function isAtHome(subscription: SubscriptionInfo, tenantId: string): boolean {
  return (subscription.homeTenantId ?? subscription.tenantId ?? tenantId) === tenantId;
}

interface ArmSubscription {
  readonly subscriptionId?: string;
  readonly displayName?: string;
  readonly state?: string;
  readonly tenantId?: string;
  readonly homeTenantId?: string;
  readonly managedByTenants?: readonly { readonly tenantId?: string }[];
  readonly authorizationSource?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly subscriptionPolicies?: Readonly<Record<string, unknown>>;
}

/**
 * The subscriptions that the token's account can reach in the token's tenant, in ARM's order.
 * @throws EngineError as `listFromArm`
 */
export async function listSubscriptions(
  arm: ArmClient,
  signal: AbortSignal,
  onPage?: (page: readonly SubscriptionInfo[]) => void,
): Promise<SubscriptionInfo[]> {
  const path = `/subscriptions?api-version=${apiVersion}`;
  const found = await listFromArm<ArmSubscription>(arm, path, signal, (page) => onPage?.(page.map(toInfo)));
  return found.map(toInfo);
}

/**
 * One subscription by its ID, with one request; undefined where the account cannot see it.
 * @throws EngineError as `getFromArm`
 */
export async function getSubscription(
  arm: ArmClient,
  id: string,
  signal: AbortSignal,
): Promise<SubscriptionInfo | undefined> {
  const path = `/subscriptions/${encodeURIComponent(id)}?api-version=${apiVersion}`;
  const found = await getFromArm<ArmSubscription>(arm, path, signal);
  return found === undefined ? undefined : toInfo(found);
}

function toInfo(found: ArmSubscription): SubscriptionInfo {
  return {
    subscriptionId: found.subscriptionId ?? '',
    displayName: found.displayName ?? '',
    state: found.state ?? '',
    tenantId: found.tenantId,
    homeTenantId: found.homeTenantId,
    managedByTenantIds: (found.managedByTenants ?? []).flatMap(({ tenantId }) => tenantId ?? []),
    authorizationSource: found.authorizationSource,
    tags: found.tags,
    subscriptionPolicies: found.subscriptionPolicies,
  };
}
