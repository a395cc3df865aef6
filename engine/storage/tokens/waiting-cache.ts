import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';

export interface WaitingCache {
  readonly cache: ICachePlugin;
  /** Writes what has waited. Throws what the cache behind it throws. */
  readonly keep: () => Promise<void>;
}

/**
 * A cache that writes nothing until it is told to: a sign-in whose account turns out to be the wrong one leaves nothing
 * behind, and takes nothing from what that account had before.
 */
export function waitingCache(cache: ICachePlugin): WaitingCache {
  let changed: TokenCacheContext | undefined;
  return {
    cache: {
      async beforeCacheAccess(access): Promise<void> {
        // Reading anew would drop what this client has got meanwhile.
        if (changed?.tokenCache !== access.tokenCache) await cache.beforeCacheAccess(access);
      },
      afterCacheAccess(access): Promise<void> {
        if (access.cacheHasChanged) changed = access;
        return Promise.resolve();
      },
    },
    async keep(): Promise<void> {
      if (changed !== undefined) await cache.afterCacheAccess(changed);
    },
  };
}
