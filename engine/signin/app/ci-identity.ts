// A service principal whose identity token comes from where it runs, asked for anew whenever a token is needed, so
// that a long job outlives a short token. What is stored is where to ask, never the token.
import { readFile } from 'node:fs/promises';
import { EngineError } from '../../protocol/engine-error.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import { errorCode, missingFile, storageError } from '../../storage/storage-error.ts';
import type { SignInContext } from '../msal-client.ts';
import type { AppAccount } from '../signed-in.ts';
import type { AppCredential } from './app-credential.ts';

/** What Entra ID expects as the audience of a foreign identity token. */
const audience = 'api://AzureADTokenExchange';

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
    // docs.github.com, "OpenID Connect reference", requesting the token with environment variables
    name: 'GitHubActions',
    title: 'GitHub Actions',
    isHere: (variables) => has(variables, 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
    ask: async (context) => {
      const url = new URL(context.variables.ACTIONS_ID_TOKEN_REQUEST_URL ?? '');
      url.searchParams.set('audience', audience);
      const token = context.variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
      return read(await request(context, 'GET', url, token, 'GitHub Actions'), 'value', 'GitHub Actions');
    },
  },
  {
    // learn.microsoft.com, Azure DevOps REST API, "Oidctoken - Create"
    name: 'AzurePipelines',
    title: 'Azure Pipelines',
    isHere: (variables) =>
      has(
        variables,
        'SYSTEM_OIDCREQUESTURI',
        'SYSTEM_ACCESSTOKEN',
        'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
      ),
    ask: async (context) => {
      const url = new URL(context.variables.SYSTEM_OIDCREQUESTURI ?? '');
      url.searchParams.set('api-version', '7.1');
      url.searchParams.set(
        'serviceConnectionId',
        context.variables.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID ?? '',
      );
      const token = context.variables.SYSTEM_ACCESSTOKEN ?? '';
      return read(
        await request(context, 'POST', url, token, 'Azure Pipelines'),
        'oidcToken',
        'Azure Pipelines',
      );
    },
  },
  {
    // azure.github.io/azure-workload-identity: Kubernetes rewrites the file before the token expires
    name: 'TokenFile',
    title: 'the token file of Kubernetes',
    isHere: (variables) => has(variables, 'AZURE_FEDERATED_TOKEN_FILE'),
    ask: async ({ variables }) => {
      const path = variables.AZURE_FEDERATED_TOKEN_FILE ?? '';
      try {
        return (await readFile(path, 'utf8')).trim();
      } catch (cause) {
        throw errorCode(cause) === 'ENOENT' ? missingFile(path) : storageError('Storage.Read', path, cause);
      }
    },
  },
];

export const ciIdentity = {
  appliesTo: ({ type, properties }: AppAccount): boolean =>
    type === 'ClientAssertion' && properties.FederatedTokenSource !== undefined,
  credential(account: AppAccount, context: SignInContext): Promise<AppCredential> {
    const issuer = issuers.find(({ name }) => name === account.properties.FederatedTokenSource);
    if (issuer?.isHere(context.variables) !== true) {
      const place = issuer?.title ?? account.properties.FederatedTokenSource ?? '';
      throw new EngineError('Authentication.NoIdentityToken', {
        facts: { reason: `the account '${account.id}' signed in with ${place}, which is not here` },
        target: account.id,
      });
    }
    return Promise.resolve({ clientAssertion: () => issuer.ask(context) });
  },
};

/**
 * The name of the issuer of identity tokens where this runs.
 * @throws EngineError `Authentication.NoIdentityToken` where there is none
 */
export function findIdentityIssuer(variables: EnvironmentVariables): string {
  const issuer = issuers.find(({ isHere }) => isHere(variables));
  if (issuer !== undefined) return issuer.name;
  const reason = has(variables, 'SYSTEM_OIDCREQUESTURI')
    ? 'Azure Pipelines also needs SYSTEM_ACCESSTOKEN (map it with `env:` from $(System.AccessToken)) and AZURESUBSCRIPTION_SERVICE_CONNECTION_ID'
    : 'no token was given, and neither GitHub Actions (is `permissions: id-token: write` set?), Azure Pipelines nor Kubernetes workload identity is here';
  throw new EngineError('Authentication.NoIdentityToken', { facts: { reason } });
}

async function request(
  { http, signal }: SignInContext,
  method: 'GET' | 'POST',
  url: URL,
  token: string,
  issuer: string,
): Promise<string> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': '0' } : {}),
  };
  const { status, body } = await http({ method, url: url.toString(), headers }, signal);
  if (status === 200) return body;
  throw new EngineError('Authentication.NoIdentityToken', {
    facts: { reason: `${issuer} refused to give one (HTTP ${String(status)})` },
    target: url.host,
  });
}

function read(body: string, member: string, issuer: string): string {
  try {
    const value = (JSON.parse(body) as Record<string, unknown>)[member];
    if (typeof value === 'string' && value !== '') return value;
  } catch {
    // Not JSON: told below.
  }
  throw new EngineError('Authentication.NoIdentityToken', {
    facts: { reason: `${issuer} answered without one` },
  });
}
