import type { Environment } from '../environments/environment.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import { loadBroker } from '../signin/person/broker.ts';
import type { SignInContext } from '../signin/sign-in-context.ts';
import type { TokenOwner } from '../storage/tokens/token-entries.ts';
import type { TokenPlace } from '../storage/tokens/token-place.ts';

/**
 * Returns the services that a flow uses in one call: see `SignInContext`. `owner` is the account, if it is already
 * signed in.
 */
export function signInContextOf(
  call: Call,
  { environment, tokens, owner }: { environment: Environment; tokens: TokenPlace; owner?: TokenOwner },
): SignInContext {
  const { services, interaction, signal, variables, tokenBatch: batch } = call;
  return {
    environment,
    http: httpOf(call),
    cache: services.stores.tokenCache(tokens, signal, { owner, batch }),
    interaction,
    signal,
    variables,
    loadBroker,
    trustsAuthority: () => services.config.get<boolean>('DisableInstanceDiscovery'),
    identityTokenAudience: () => services.config.get<string>('FederatedTokenAudience'),
    failures: [],
  };
}
