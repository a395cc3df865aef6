import type { ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type StoredAccount } from '../contexts/model.ts';
import type { Call } from '../session/call.ts';
import { brokerProperty } from '../signin/person/broker.ts';
import { signOutAtBroker } from '../signin/person/silent.ts';
import { signInsOf } from './kept-sign-ins.ts';
import { signInContextOf } from './sign-in-context.ts';

/**
 * Deletes the tokens and secrets of an account whose contexts were removed, unless a remaining context needs them. If
 * no context of the account remains, also signs out at the system's broker.
 * @throws EngineError `Storage.*`, `Cancelled.ByUser`
 */
export async function signOut(
  account: StoredAccount,
  removed: readonly ListedContext[],
  call: Call,
): Promise<void> {
  const { services, signal } = call;
  await signInsOf(services).signOut(account, removed, signal);
  const { HomeAccountId: homeAccountId, [brokerProperty]: byBroker } = account.ExtendedProperties;
  const environment = removed[0]?.context.Environment;
  const isLeft = (await services.contexts.listAll()).some(({ context }) =>
    sameAccount(context.Account, account),
  );
  if (environment === undefined || isLeft || byBroker === undefined) return;
  const context = signInContextOf(call, { environment, tokens: 'process' });
  await signOutAtBroker({ accountId: account.Id, homeAccountId, byBroker: true }, context);
}
