import type { FoundSubscription } from './find-subscriptions.ts';
import type { TenantInfo } from './tenants.ts';

export interface RememberedTenant {
  readonly tenant: Pick<TenantInfo, 'tenantId' | 'displayName' | 'defaultDomain'> & Partial<TenantInfo>;
  readonly accountId: string;
}

export interface RememberedSubscription extends FoundSubscription {
  readonly accountId: string;
}

/**
 * What the cloud has listed for this process, for completing names while they are typed: contexts are made for some
 * subscriptions only, and know their tenants by ID. Lives in memory; nothing else may rely on it.
 */
export class DirectoryMemory {
  readonly #tenants = new Map<string, RememberedTenant>();
  readonly #refused = new Set<string>();
  readonly #subscriptions = new Map<string, RememberedSubscription>();

  addTenants(accountId: string, tenants: readonly RememberedTenant['tenant'][]): void {
    for (const tenant of tenants) {
      this.#tenants.set(`${accountId}|${tenant.tenantId}`.toLowerCase(), { tenant, accountId });
    }
  }

  addSubscriptions(accountId: string, found: readonly FoundSubscription[]): void {
    for (const one of found) {
      const key = `${accountId}|${one.subscription.subscriptionId}`.toLowerCase();
      this.#subscriptions.set(key, { ...one, accountId });
    }
  }

  /** Whether it was not asked before for this account and tenant. */
  isFirstRefusal(accountId: string, tenantId: string): boolean {
    const key = `${accountId}|${tenantId}`.toLowerCase();
    return !this.#refused.has(key) && this.#refused.add(key).has(key);
  }

  tenants(): readonly RememberedTenant[] {
    return [...this.#tenants.values()];
  }

  subscriptions(): readonly RememberedSubscription[] {
    return [...this.#subscriptions.values()];
  }
}
