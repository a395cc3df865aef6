import { findSubscriptions } from '../directory/find-subscriptions.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { Services } from '../services.ts';
import { sameAccount, sameText, type NamedContext } from './model.ts';
import { newContext, toStoredSubscription } from './new-context.ts';

/** Adds a context for every subscription that a signed-in account can reach and that has none yet. */
export async function refreshContexts(
  services: Services,
  interaction: Interaction,
  signal: AbortSignal,
): Promise<void> {
  const { contexts, current } = await services.contexts.view();
  const accounts = contexts.filter(
    (candidate, index) =>
      contexts.findIndex(({ context }) => sameAccount(context.Account, candidate.context.Account)) === index,
  );
  for (const base of accounts) {
    const { Account: account, Environment: environment } = base.context;
    const found = await findSubscriptions(
      services.directoryOf(base, interaction, signal),
      {},
      interaction,
      signal,
    );
    const added: NamedContext[] = found
      .filter(
        ({ subscription }) =>
          !contexts.some(
            ({ context }) =>
              sameAccount(context.Account, account) &&
              sameText(context.Subscription?.Id, subscription.subscriptionId),
          ),
      )
      .map(({ subscription, tenantId }) => {
        const facts = { tenantId, accountId: account.Id, environment: environment.Name };
        return newContext({
          account,
          tenantId,
          subscription: toStoredSubscription(subscription, facts),
          environment,
        });
      });
    if (added.length > 0 && current !== undefined) {
      const scope = base.tokens === 'process' ? 'Process' : await services.autosave.ofProcess();
      await services.contexts.merge(added, { scope, tokens: base.tokens, signal });
    }
  }
}
