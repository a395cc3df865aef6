// Tokens for an application itself (client credentials, RFC 6749, section 4.4), with any type of credential.
import { connectCommand, explainSignInError } from '../../errors/entra-errors.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { answerOf } from '../known-answers.ts';
import { authorityOf, confidentialClient } from '../msal-client.ts';
import type { AccessToken, AppAccount, TokenRequest } from '../signed-in.ts';
import type { AppCredential, AppCredentialType } from './app-credential.ts';
import { certificateFile } from './certificate-file.ts';
import { certificateStore } from './certificate-store.ts';
import { ciIdentity } from './ci-identity.ts';
import { clientSecret } from './client-secret.ts';
import { federatedToken } from './federated-token.ts';
import type { SignInContext } from '../sign-in-context.ts';

/** The first type that applies to an account is used. */
const credentialTypes: readonly AppCredentialType[] = [
  certificateFile,
  certificateStore,
  ciIdentity,
  federatedToken,
  clientSecret,
];

function credentialTypeOf(account: AppAccount): AppCredentialType | undefined {
  return credentialTypes.find(({ appliesTo }) => appliesTo(account));
}

/**
 * Returns the account's credential, after all checks that need no request to the authority.
 * @throws EngineError `NotSignedIn.Expired` if the credential is gone; the errors of the credential type
 */
export async function appCredential(account: AppAccount, context: SignInContext): Promise<AppCredential> {
  const credentialType = credentialTypeOf(account);
  const credential = await credentialType?.credential(account, context);
  if (credential !== undefined) return credential;
  const command = connectCommand({ tenant: account.tenantId, environment: context.environment.Name });
  throw new EngineError('NotSignedIn.Expired', {
    facts: { account: account.id, command: `${command} ${credentialType?.parameters ?? ''}`.trim() },
    target: account.id,
  });
}

/**
 * Returns a token for an application, from the cache or from the authority. Unless `given`, the credential is read
 * only if the authority must be asked.
 * @throws EngineError as `appCredential`; `Authentication.*`, `Network.*`
 */
export async function acquireAppToken(
  account: AppAccount,
  request: TokenRequest,
  context: SignInContext,
  given?: AppCredential,
): Promise<AccessToken> {
  const { tenantId, scopes } = request;
  let credential = given;
  try {
    const isFromCache = request.forceRefresh !== true && request.claims === undefined;
    const question = ['application', account.id, await authorityOf(context, tenantId), scopes];
    const result = await answerOf(isFromCache ? question : undefined, context, async () => {
      const http = credentialTypeOf(account)?.http?.(account, context) ?? context.http;
      const client = await confidentialClient(
        { ...context, http },
        tenantId,
        account.id,
        async (tokenEndpoint) => {
          credential ??= await appCredential(account, context);
          return credential.prove(tokenEndpoint);
        },
      );
      return client.acquireTokenByClientCredential({
        scopes: [...scopes],
        skipCache: request.forceRefresh ?? false,
        ...(request.claims === undefined ? {} : { claims: request.claims }),
      });
    });
    if (result === null || result.accessToken === '') throw new Error('The authority returned no token.');
    return { accessToken: result.accessToken, expiresOn: result.expiresOn ?? new Date(), tenantId };
  } catch (error) {
    const facts = {
      account: account.id,
      tenant: tenantId,
      environment: context.environment.Name,
      scope: scopes[0] ?? '',
      ...(credential?.remark === undefined ? {} : { credential: credential.remark }),
    };
    throw explainSignInError(error, facts, context.failures.at(-1));
  }
}
