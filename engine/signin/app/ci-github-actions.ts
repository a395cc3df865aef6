// docs.github.com, "OpenID Connect reference", requesting the token with environment variables
import type { SignInContext } from '../sign-in-context.ts';
import { addressIn, requestIdentityToken } from './ci-request.ts';

/**
 * Returns the identity token of a GitHub Actions job for an audience.
 * @throws EngineError `Authentication.NoIdentityToken`, `Network.*`
 */
export async function askGitHubActions(context: SignInContext, audience: string): Promise<string> {
  const url = addressIn('ACTIONS_ID_TOKEN_REQUEST_URL', context);
  url.searchParams.set('audience', audience);
  return requestIdentityToken(
    {
      issuer: 'GitHub Actions',
      method: 'GET',
      url,
      bearer: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
      member: 'value',
      explain: (status) =>
        status === 401 || status === 403
          ? 'ACTIONS_ID_TOKEN_REQUEST_TOKEN is not of a job that is running now'
          : undefined,
    },
    context,
  );
}
