import { accessTokenOf, type SignedInContext } from '../accounts/account-tokens.ts';
import { armScope } from '../environments/resources.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import type { SignedIn, TokenRequest } from '../signin/signed-in.ts';
import { armClient, type ArmClient } from './arm-client.ts';
import type { TokenRefusal } from './rest-client.ts';

export interface AccountArmOptions {
  /** The tenant; by default the context's. */
  readonly tenantId?: string | undefined;
  /** Whether the user may be asked to sign in again for this tenant. */
  readonly mayAsk?: boolean;
  /** A sign-in that was just made; its token is used in its tenant. */
  readonly fresh?: SignedIn | undefined;
}

/**
 * Returns an ARM client for a context's account in a tenant.
 * @throws EngineError the errors of `accessTokenOf`
 */
export async function armOf(
  entry: SignedInContext,
  call: Call,
  { tenantId, mayAsk = true, fresh }: AccountArmOptions = {},
): Promise<ArmClient> {
  const { Environment: environment, Tenant: tenant } = entry.context;
  const request = { tenantId: tenantId ?? tenant?.Id ?? '', scopes: [armScope(environment)], mayAsk };
  const first = fresh?.tenantId === request.tenantId ? fresh : await accessTokenOf(entry, request, call);
  return armClient({
    environment,
    http: httpOf(call),
    signal: call.signal,
    accessToken: first.accessToken,
    renew: async (refusal) =>
      (await accessTokenOf(entry, { ...request, ...answerTo(refusal) }, call)).accessToken,
  });
}

/** Returns the additional parameters of a token request after the last token was rejected. */
export function answerTo(refusal: TokenRefusal | undefined): Pick<TokenRequest, 'claims' | 'forceRefresh'> {
  if (refusal === undefined) return {};
  return 'claims' in refusal ? { claims: refusal.claims } : { forceRefresh: true };
}
