// learn.microsoft.com, Azure DevOps REST API, "Oidctoken - Create"
import type { SignInContext } from '../sign-in-context.ts';
import { addressIn, requestIdentityToken } from './ci-request.ts';
import { variableOf } from '../variable-of.ts';

/** 203 and 302 lead to the sign-in page: Azure DevOps treats an unknown caller as a user. */
const notSignedIn = [203, 302, 401, 403];

/**
 * Returns the identity token of a service connection in an Azure Pipelines job.
 * @throws EngineError `Authentication.NoIdentityToken`, `Network.*`
 */
export function askAzurePipelines(context: SignInContext): Promise<string> {
  const connection = variableOf('AZURESUBSCRIPTION_SERVICE_CONNECTION_ID', context.variables) ?? '';
  const url = addressIn('SYSTEM_OIDCREQUESTURI', context);
  url.searchParams.set('api-version', '7.1');
  url.searchParams.set('serviceConnectionId', connection);
  return requestIdentityToken(
    {
      issuer: 'Azure Pipelines',
      method: 'POST',
      url,
      bearer: 'SYSTEM_ACCESSTOKEN',
      headers: {
        'content-type': 'application/json',
        'content-length': '0',
        // Without it, Azure DevOps answers an invalid token with the sign-in page.
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
