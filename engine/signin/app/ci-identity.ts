// A service principal whose identity token comes from where it runs, asked for anew whenever a token is needed, so
// that a long job outlives a short token. What is stored is where to ask, never the token.
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';
import { askAzurePipelines } from './ci-azure-pipelines.ts';
import { askGitHubActions } from './ci-github-actions.ts';
import { noIdentityToken } from './ci-request.ts';
import { readTokenFile } from './ci-token-file.ts';
import { assertionProof } from './client-assertion.ts';

interface Issuer {
  readonly name: string;
  readonly isHere: (variables: EnvironmentVariables) => boolean;
  /** Who is asked, for a message. */
  readonly title: string;
  readonly ask: (context: SignInContext) => Promise<string>;
}

const has = (variables: EnvironmentVariables, ...names: string[]): boolean =>
  names.every((name) => (variables[name] ?? '') !== '');

/** Which of them is here is decided in this order. */
const issuers: readonly Issuer[] = [
  {
    name: 'GitHubActions',
    title: 'GitHub Actions',
    isHere: (variables) => has(variables, 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
    ask: askGitHubActions,
  },
  {
    name: 'AzurePipelines',
    title: 'Azure Pipelines',
    isHere: (variables) =>
      has(
        variables,
        'SYSTEM_OIDCREQUESTURI',
        'SYSTEM_ACCESSTOKEN',
        'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
      ),
    ask: askAzurePipelines,
  },
  {
    name: 'TokenFile',
    title: 'the token file of Kubernetes',
    isHere: (variables) => has(variables, 'AZURE_FEDERATED_TOKEN_FILE'),
    ask: readTokenFile,
  },
];

export const ciIdentity = {
  appliesTo: ({ type, properties }: AppAccount): boolean =>
    type === 'ClientAssertion' && properties.FederatedTokenSource !== undefined,
  parameters: '-ServicePrincipal -ApplicationId <application ID>',
  credential(account: AppAccount, context: SignInContext): Promise<AppCredential> {
    const issuer = issuers.find(({ name }) => name === account.properties.FederatedTokenSource);
    if (issuer?.isHere(context.variables) !== true) {
      const place = issuer?.title ?? account.properties.FederatedTokenSource ?? '';
      throw noIdentityToken(
        `the account '${account.id}' signed in with ${place}, which is not here`,
        account.id,
      );
    }
    return Promise.resolve({ prove: async () => assertionProof(await issuer.ask(context)) });
  },
};

/**
 * The name of the issuer of identity tokens where this runs.
 * @throws EngineError `Authentication.NoIdentityToken` where there is none
 */
export function findIdentityIssuer(variables: EnvironmentVariables): string {
  const issuer = issuers.find(({ isHere }) => isHere(variables));
  if (issuer !== undefined) return issuer.name;
  throw noIdentityToken(
    has(variables, 'SYSTEM_OIDCREQUESTURI')
      ? 'Azure Pipelines also needs SYSTEM_ACCESSTOKEN (map it with `env:` from $(System.AccessToken)) and AZURESUBSCRIPTION_SERVICE_CONNECTION_ID'
      : 'no token was given, and neither GitHub Actions (is `permissions: id-token: write` set?), Azure Pipelines nor Kubernetes workload identity is here',
  );
}
