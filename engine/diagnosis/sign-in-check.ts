// Checks that the account of the current context still gets a token without interaction.
import { armScope } from '../environments/resources.ts';
import { counted } from '../text/counted.ts';
import { ok, skipped, type Check } from './finding.ts';
import { sameText } from '../text/same-text.ts';
import { accessTokenOf } from '../accounts/account-tokens.ts';

export const signInCheck: Check = {
  name: 'Sign-in',
  run: async (context) => {
    const { environment, services } = context;
    const { current } = await services.contexts.view();
    if (current === undefined) return skipped('Nobody is signed in. Run Connect-AzAccount to login.');
    const { Account: account, Environment: own, Tenant: tenant } = current.context;
    if (!sameText(own.Name, environment.Name)) {
      return skipped(`'${account.Id}' is signed in to ${own.Name}, not to ${environment.Name}.`);
    }
    const request = { tenantId: tenant?.Id ?? '', scopes: [armScope(own)], mayAsk: false };
    const { expiresOn } = await accessTokenOf(current, request, context);
    const minutes = Math.round((expiresOn.getTime() - Date.now()) / 60_000);
    return ok(`'${account.Id}' (${account.Type}) has a token for ${counted(minutes, 'more minute')}.`);
  },
};
