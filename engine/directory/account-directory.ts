import type { SignedInContext } from '../accounts/account-tokens.ts';
import { armOf } from '../rest/account-arm.ts';
import type { Call } from '../session/call.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import { TokenBatch } from '../storage/tokens/token-batch.ts';
import { splitList } from '../text/split-list.ts';
import type { AccountDirectory } from './find-subscriptions.ts';
import { listTenants, tenantIn, type KnownTenant } from './tenants.ts';
import { isCancelled } from '../errors/engine-error.ts';

/**
 * Returns the tenants and subscriptions that a context's account can reach. With a new sign-in, its token is used for
 * the first request.
 */
export function directoryOf(entry: SignedInContext, call: Call, fresh?: SignedIn): AccountDirectory {
  const { services, signal } = call;
  const { Account: account, Tenant: tenant } = entry.context;
  const home = fresh?.tenantId ?? tenant?.Id;
  const armIn =
    (part: Call): AccountDirectory['armFor'] =>
    (tenantId, mayAsk = true) =>
      armOf(entry, part, { tenantId, mayAsk, fresh });
  const armFor = armIn(call);
  let named: Promise<KnownTenant[]> | undefined;
  let listed: Promise<Awaited<ReturnType<AccountDirectory['tenants']>>> | undefined;
  return {
    home,
    tenantsAtOnce: () => services.config.get<number>('DiscoveryConcurrency'),
    armFor,
    openSearch: () => {
      const tokenBatch = new TokenBatch();
      return { armFor: armIn({ ...call, tokenBatch }), storeTokens: () => tokenBatch.store() };
    },
    tenants: () => {
      // An application has only the tenant that it signed in to; ARM may not return more about it.
      if (account.Type !== 'User') {
        return (named ??= armFor(home ?? '')
          .then((arm) => listTenants(arm, signal))
          .catch(rethrowCancelled)
          .then((tenants) => [tenantIn(tenants, home ?? '')]));
      }
      listed ??= armFor(home ?? splitList(account.ExtendedProperties.Tenants)[0] ?? '')
        .then((arm) => listTenants(arm, signal))
        .then((tenants) => {
          services.directoryMemory.addTenants(account.Id, tenants);
          return tenants;
        });
      return listed;
    },
    isFirstRefusal: (tenantId) => services.directoryMemory.isFirstRefusal(account.Id, tenantId),
    remember: (found) => {
      services.directoryMemory.addSubscriptions(account.Id, found);
    },
  };
}

/** Ignores an error in an optional step, except a cancellation. */
function rethrowCancelled(error: unknown): [] {
  if (isCancelled(error)) throw error;
  return [];
}
