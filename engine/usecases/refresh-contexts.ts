import { findSubscriptions } from '../directory/find-subscriptions.ts';
import { tenantFinder } from '../directory/tenants.ts';
import { EngineError, isCancelled } from '../errors/engine-error.ts';
import { directoryOf } from '../directory/account-directory.ts';
import type { Call } from '../session/call.ts';
import { sameAccount, type NamedContext } from '../contexts/model.ts';
import type { ContextView, ListedContext } from '../contexts/context-store.ts';
import { contextOfSubscription } from './new-context.ts';
import { sameText } from '../text/same-text.ts';

/**
 * Adds a context for every subscription that a signed-in account can reach and that has none yet. If one of several
 * accounts fails, that is a warning.
 * @throws EngineError the error of the only account; `Cancelled.ByUser`, `Storage.*`
 */
export async function refreshContexts(call: Call): Promise<void> {
  const { services, interaction, signal } = call;
  const view = await services.contexts.view();
  const { contexts, current } = view;
  if (current === undefined) return;
  const accounts = contexts.filter(
    (candidate, index) =>
      contexts.findIndex(({ context }) => sameAccount(context.Account, candidate.context.Account)) === index,
  );
  for (const base of accounts) {
    const added = await missingContexts(base, view, call).catch((error: unknown) => {
      if (accounts.length === 1 || isCancelled(error) || !(error instanceof EngineError)) throw error;
      interaction.warning(`'${base.context.Account.Id}' was left out. ${error.message} ${error.action}`);
      return [];
    });
    if (added.length === 0) continue;
    const scope = base.tokens === 'process' ? 'Process' : await services.autosave.ofProcess();
    await services.contexts.merge(added, { scope, tokens: base.tokens, signal, ifSignedIn: true });
  }
}

async function missingContexts(base: ListedContext, view: ContextView, call: Call): Promise<NamedContext[]> {
  const { Account: account, Environment: environment } = base.context;
  const directory = directoryOf(base, call);
  const found = await findSubscriptions(directory, {}, call);
  const tenantOf = tenantFinder(await directory.tenants());
  const isThere = (subscriptionId: string): boolean =>
    view.contexts.some(
      ({ context }) =>
        sameAccount(context.Account, account) && sameText(context.Subscription?.Id, subscriptionId),
    );
  return found
    .filter(({ subscription }) => !isThere(subscription.subscriptionId))
    .map(({ subscription, tenantId }) =>
      contextOfSubscription({ account, tenant: tenantOf(tenantId), subscription, environment }),
    );
}
