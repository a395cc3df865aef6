import type { SignedInContext } from '../accounts/account-tokens.ts';
import { armOf } from '../rest/account-arm.ts';
import type { Call } from '../session/call.ts';
import type { SignedIn } from '../signin/signed-in.ts';
import { splitList } from '../text/split-list.ts';
import type { AccountDirectory } from './find-subscriptions.ts';
import { listTenants } from './tenants.ts';

/** What the account of a context can reach. With a fresh sign-in, its token serves the first look. */
export function directoryOf(entry: SignedInContext, call: Call, fresh?: SignedIn): AccountDirectory {
  const { services, signal } = call;
  const { Account: account, Tenant: tenant } = entry.context;
  const home = fresh?.tenantId ?? tenant?.Id;
  const armFor: AccountDirectory['armFor'] = (tenantId, mayAsk = true) =>
    armOf(entry, call, { tenantId, mayAsk, fresh });
  let listed: Promise<Awaited<ReturnType<AccountDirectory['tenants']>>> | undefined;
  return {
    home,
    tenantsAtOnce: () => services.config.get<number>('DiscoveryConcurrency'),
    armFor,
    tenants: () => {
      // An application belongs to the tenant that it signed in to.
      if (account.Type !== 'User') return Promise.resolve([{ tenantId: home ?? '' }]);
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
