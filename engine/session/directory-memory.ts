export interface RememberedTenant {
  readonly tenantId: string;
  readonly displayName?: string | undefined;
  readonly defaultDomain?: string | undefined;
  readonly domains?: readonly string[] | undefined;
}

export interface RememberedSubscription {
  readonly subscription: { readonly subscriptionId: string; readonly displayName: string };
  /** The tenant through which it was found. */
  readonly tenantId: string;
}

interface OfAccount {
  readonly accountId: string;
}

/**
 * Tenants and subscriptions that this process has listed, for tab completion: contexts cover only some subscriptions
 * and have only the IDs of tenants. Kept in memory; nothing else may rely on it.
 */
export class DirectoryMemory {
  readonly #tenants = new Map<string, { readonly tenant: RememberedTenant } & OfAccount>();
  readonly #refused = new Set<string>();
  readonly #subscriptions = new Map<string, RememberedSubscription & OfAccount>();

  addTenants(accountId: string, tenants: readonly RememberedTenant[]): void {
    for (const tenant of tenants) {
      this.#tenants.set(`${accountId}|${tenant.tenantId}`.toLowerCase(), { tenant, accountId });
    }
  }

  addSubscriptions(accountId: string, found: readonly RememberedSubscription[]): void {
    for (const one of found) {
      const key = `${accountId}|${one.subscription.subscriptionId}`.toLowerCase();
      this.#subscriptions.set(key, { ...one, accountId });
    }
  }

  /** Whether this is the first call for this account and tenant. */
  isFirstRefusal(accountId: string, tenantId: string): boolean {
    const key = `${accountId}|${tenantId}`.toLowerCase();
    return !this.#refused.has(key) && this.#refused.add(key).has(key);
  }

  tenants(): readonly ({ readonly tenant: RememberedTenant } & OfAccount)[] {
    return [...this.#tenants.values()];
  }

  subscriptions(): readonly (RememberedSubscription & OfAccount)[] {
    return [...this.#subscriptions.values()];
  }
}
