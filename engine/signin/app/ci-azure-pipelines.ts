// learn.microsoft.com, Azure DevOps REST API, "Oidctoken - Create"
import type { SignInContext } from '../sign-in-context.ts';
import { addressIn, requestIdentityToken } from './ci-request.ts';

/** 203 and 302 lead to the page where a person signs in: Azure DevOps takes a caller that it does not know for one. */
const notSignedIn = [203, 302, 401, 403];

/**
 * The identity token of a service connection in a job of Azure Pipelines.
 * @throws EngineError `Authentication.NoIdentityToken`, `Network.*`
 */
export function askAzurePipelines(context: SignInContext): Promise<string> {
  const connection = context.variables.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID ?? '';
  const url = addressIn('SYSTEM_OIDCREQUESTURI', context);
  url.searchParams.set('api-version', '7.1');
  url.searchParams.set('serviceConnectionId', connection);
  return requestIdentityToken(
    {
      issuer: 'Azure Pipelines',
      method: 'POST',
      url,
      bearer: context.variables.SYSTEM_ACCESSTOKEN ?? '',
      headers: {
        'content-type': 'application/json',
        'content-length': '0',
        // Else a token that is not accepted is answered with that page.
        'x-tfs-fedauthredirect': 'Suppress',
      },
      member: 'oidcToken',
      explain: (status) => {
        if (notSignedIn.includes(status))
          return 'SYSTEM_ACCESSTOKEN is not the token of a job that is running now; map it with `env:` from $(System.AccessToken)';
        return status === 404
          ? `the service connection '${connection}' (AZURESUBSCRIPTION_SERVICE_CONNECTION_ID) is not there, or the job may not use it`
          : undefined;
      },
    },
    context,
  );
}
