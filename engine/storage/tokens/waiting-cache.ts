import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';

export interface WaitingCache {
  readonly cache: ICachePlugin;
  /** Writes the pending changes. Throws the errors of the cache behind it. */
  readonly keep: () => Promise<void>;
}

/**
 * Returns a cache that holds its changes back until `keep` is called. A sign-in with the wrong account then leaves
 * nothing behind and does not change what that account had before.
 */
export function waitingCache(cache: ICachePlugin): WaitingCache {
  let changed: TokenCacheContext | undefined;
  return {
    cache: {
      async beforeCacheAccess(access): Promise<void> {
        // Reading again would discard the tokens that this client got meanwhile.
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
