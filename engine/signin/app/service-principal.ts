// Tokens for an application itself (client credentials, RFC 6749, section 4.4), whatever it proves itself with.
import { connectCommand, explainSignInError } from '../entra-errors.ts';
import { EngineError } from '../../protocol/engine-error.ts';
import { confidentialClient, type SignInContext } from '../msal-client.ts';
import type { AccessToken, AppAccount, TokenRequest } from '../signed-in.ts';
import type { AppCredentialWay } from './app-credential.ts';
import { certificateFile } from './certificate-file.ts';
import { certificateStore } from './certificate-store.ts';
import { ciIdentity } from './ci-identity.ts';
import { clientSecret } from './client-secret.ts';
import { federatedToken } from './federated-token.ts';

/** The first that applies is taken. */
const ways: readonly AppCredentialWay[] = [
  certificateFile,
  certificateStore,
  ciIdentity,
  federatedToken,
  clientSecret,
];

/**
 * A token of an application, from the cache or from the authority.
 * @throws EngineError `NotSignedIn.Expired` where its credential is gone, `Authentication.*`,
 * `InvalidArgument.Certificate`, `NotFound.Certificate`, `Network.*`
 */
export async function acquireAppToken(
  account: AppAccount,
  request: TokenRequest,
  context: SignInContext,
): Promise<AccessToken> {
  const { tenantId, scopes } = request;
  const facts = {
    account: account.id,
    tenant: tenantId,
    environment: context.environment.Name,
    scope: scopes[0] ?? '',
  };
  const credential = await ways.find((way) => way.appliesTo(account))?.credential(account, context);
  if (credential === undefined) {
    const command = `${connectCommand(facts)} -ServicePrincipal -Credential <credential>`;
    throw new EngineError('NotSignedIn.Expired', {
      facts: { account: account.id, command },
      target: account.id,
    });
  }
  try {
    const client = await confidentialClient(context, tenantId, account.id, credential);
    const result = await client.acquireTokenByClientCredential({
      scopes: [...scopes],
      skipCache: request.forceRefresh ?? false,
      ...(request.claims === undefined ? {} : { claims: request.claims }),
    });
    if (result === null) throw new Error('The authority gave no token.');
    return { accessToken: result.accessToken, expiresOn: result.expiresOn ?? new Date(), tenantId };
  } catch (error) {
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}
