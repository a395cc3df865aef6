import type { ListedContext } from '../contexts/context-store.ts';
import { sameAccount, type ContextScope, type StoredAccount } from '../contexts/model.ts';
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
  await signOutAtBrokerToo(removed, call);
}

/**
 * Removes all contexts with their tokens and secrets: see `KeptSignIns.signAllOut`. Accounts in the system's broker
 * are signed out there too.
 * @throws EngineError `Storage.*`, `Cancelled.ByUser`
 */
export async function signAllOut(scope: ContextScope, call: Call): Promise<void> {
  const { services, signal } = call;
  const contexts = await services.contexts.listAll();
  await signInsOf(services).signAllOut(scope, signal);
  await signOutAtBrokerToo(contexts, call);
}

async function signOutAtBrokerToo(removed: readonly ListedContext[], call: Call): Promise<void> {
  const left = await call.services.contexts.listAll();
  for (const { context } of brokerSignInsGone(removed, left)) {
    const { Account: account, Environment: environment } = context;
    const { HomeAccountId: homeAccountId } = account.ExtendedProperties;
    const signIn = signInContextOf(call, { environment, tokens: 'process' });
    await signOutAtBroker({ accountId: account.Id, homeAccountId, byBroker: true }, signIn);
  }
}

/** Returns one context of each broker account that has no context any more. */
export function brokerSignInsGone(
  removed: readonly ListedContext[],
  left: readonly ListedContext[],
): ListedContext[] {
  const isOf = (account: StoredAccount) => (one: ListedContext) => sameAccount(one.context.Account, account);
  return removed.filter(
    ({ context: { Account: account } }, index) =>
      account.ExtendedProperties[brokerProperty] !== undefined &&
      !left.some(isOf(account)) &&
      removed.findIndex(isOf(account)) === index,
  );
}
