// A service principal whose identity token comes from the platform it runs on. A new one is requested for each access
// token, so that a long job outlives a short-lived token. Only the source is stored, never the token.
import { EngineError } from '../../errors/engine-error.ts';
import type { HttpClient } from '../../http/types.ts';
import type { EnvironmentVariables } from '../../protocol/methods.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AppAccount } from '../signed-in.ts';
import { variableOf } from '../variable-of.ts';
import type { AppCredential } from './app-credential.ts';
import { askAzurePipelines } from './ci-azure-pipelines.ts';
import { askGitHubActions } from './ci-github-actions.ts';
import { exchangeAudience, noIdentityToken } from './ci-request.ts';
import { readTokenFile } from './ci-token-file.ts';
import { assertionProof } from './client-assertion.ts';
import { credentialVariable } from './environment-credential.ts';
import { throughTokenProxy, tokenProxyIn } from './kubernetes-token-proxy.ts';

interface MissingVariable {
  /** A clause without a period. */
  readonly reason: string;
  /** What to do, as a sentence. */
  readonly advice: string;
}

interface Issuer {
  readonly name: string;
  readonly isHere: (variables: EnvironmentVariables) => boolean;
  /** The issuer's name in messages. */
  readonly title: string;
  /**
   * Returns what is missing if this runs on the issuer's platform without its variables; undefined on other
   * platforms.
   */
  readonly missing: (variables: EnvironmentVariables) => MissingVariable | undefined;
  /** Returns an identity token for the audience; an issuer whose tokens have one audience only ignores it. */
  readonly ask: (context: SignInContext, audience: string) => Promise<string>;
}

const hasAll = (variables: EnvironmentVariables, ...names: string[]): boolean =>
  names.every((name) => variableOf(name, variables) !== undefined);

/**
 * Returns which variable a step of Azure Pipelines lacks. A step gets the job's token only if it maps it, and the
 * connection only in tasks that have one (learn.microsoft.com, "System variables").
 */
function missingInAzurePipelines(variables: EnvironmentVariables): MissingVariable | undefined {
  if (!hasAll(variables, 'TF_BUILD') && !hasAll(variables, 'SYSTEM_OIDCREQUESTURI')) return undefined;
  const missingVariable = (name: string, advice: string): MissingVariable => ({
    reason: `this step of Azure Pipelines has no ${name}`,
    advice,
  });
  if (!hasAll(variables, 'SYSTEM_ACCESSTOKEN'))
    return missingVariable(
      'SYSTEM_ACCESSTOKEN',
      'Add `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)` to the step.',
    );
  if (!hasAll(variables, 'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID'))
    return missingVariable(
      'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
      'Set it to the ID of the service connection, or run the script in a task with `azureSubscription`, which sets it.',
    );
  return missingVariable('SYSTEM_OIDCREQUESTURI', 'Run it on an agent of Azure Pipelines, which sets it.');
}

/** The name of the only issuer that can be asked for an audience. */
const gitHubActions = 'GitHubActions';
/** The name of the issuer whose token is in a file. */
const tokenFile = 'TokenFile';

/** The first issuer in this order that is available is used. */
const issuers: readonly Issuer[] = [
  {
    name: gitHubActions,
    title: 'GitHub Actions',
    isHere: (variables) =>
      hasAll(variables, 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
    // Every job has GITHUB_ACTIONS. The other two variables require the permission (docs.github.com, "OpenID Connect
    // reference").
    missing: (variables) =>
      hasAll(variables, 'GITHUB_ACTIONS')
        ? {
            reason: 'this job of GitHub Actions may not ask for one',
            advice: 'Add `permissions: id-token: write` to the job.',
          }
        : undefined,
    ask: askGitHubActions,
  },
  {
    name: 'AzurePipelines',
    title: 'Azure Pipelines',
    isHere: (variables) =>
      hasAll(
        variables,
        'SYSTEM_OIDCREQUESTURI',
        'SYSTEM_ACCESSTOKEN',
        'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
      ),
    missing: missingInAzurePipelines,
    ask: askAzurePipelines,
  },
  {
    name: tokenFile,
    title: 'the token file of Kubernetes',
    isHere: (variables) => hasAll(variables, 'AZURE_FEDERATED_TOKEN_FILE'),
    // azure.github.io/azure-workload-identity, "Labels and annotations"
    missing: (variables) =>
      hasAll(variables, 'KUBERNETES_SERVICE_HOST')
        ? {
            reason: 'this pod has no AZURE_FEDERATED_TOKEN_FILE',
            advice: 'Give the pod the label `azure.workload.identity/use: "true"`.',
          }
        : undefined,
    ask: readTokenFile,
  },
];

/** The account property with the audience of its identity tokens, if it is not the default. */
const audienceProperty = 'FederatedTokenAudience';

export const ciIdentity = {
  appliesTo: ({ type, properties }: AppAccount): boolean =>
    type === 'ClientAssertion' && properties.FederatedTokenSource !== undefined,
  parameters: '-ServicePrincipal -ApplicationId <application ID>',
  async credential(account: AppAccount, context: SignInContext): Promise<AppCredential> {
    const issuer = issuers.find(({ name }) => name === account.properties.FederatedTokenSource);
    if (issuer?.isHere(context.variables) !== true) {
      const place = issuer?.title ?? account.properties.FederatedTokenSource ?? '';
      throw noIdentityToken(`the account '${account.id}' signed in with ${place}, which is not here`, {
        target: account.id,
      });
    }
    if (issuer.name === tokenFile) await tokenProxyIn(context.variables)?.authorities();
    const { environment, identityTokenAudience } = context;
    const named = account.properties[audienceProperty];
    return {
      prove: async () => {
        const audience = named ?? ((await identityTokenAudience()) || exchangeAudience(environment));
        return assertionProof(await issuer.ask(context, audience));
      },
    };
  },
  http: ({ properties }: AppAccount, { http, variables }: SignInContext): HttpClient =>
    properties.FederatedTokenSource === tokenFile ? throughTokenProxy(http, variables) : http,
};

/**
 * Returns the account properties of a sign-in with the issuer on this platform. `audience` is that of its identity
 * tokens, if it is not the default.
 * @throws EngineError `Authentication.NoIdentityToken` if there is no issuer, `InvalidArgument.Value` for an audience
 * that the issuer cannot be asked for
 */
export function identityIssuerProperties(
  variables: EnvironmentVariables,
  audience: string | undefined,
): Record<string, string> {
  const name = findIdentityIssuer(variables);
  if (audience === undefined) return { FederatedTokenSource: name };
  if (name !== gitHubActions) throw unusedAudience(audience);
  return { FederatedTokenSource: name, [audienceProperty]: audience };
}

/** Returns the error for an audience that no request would have. */
export function unusedAudience(audience: string): EngineError {
  return new EngineError('InvalidArgument.Value', {
    facts: {
      parameter: audienceProperty,
      value: audience,
      reason: 'Only GitHub Actions can be asked for an audience, and this sign-in does not ask it.',
      accepted: 'nothing here',
    },
    target: audience,
  });
}

/**
 * Returns the name of the issuer of identity tokens on this platform.
 * @throws EngineError `Authentication.NoIdentityToken` if there is none
 */
function findIdentityIssuer(variables: EnvironmentVariables): string {
  const issuer = issuers.find(({ isHere }) => isHere(variables));
  if (issuer !== undefined) return issuer.name;
  const missing = issuers.map((candidate) => candidate.missing(variables)).find((what) => what !== undefined);
  if (missing !== undefined) throw noIdentityToken(missing.reason, { advice: missing.advice });
  const unused = credentialVariable(variables);
  throw noIdentityToken(
    unused === undefined
      ? 'no -FederatedToken was given, and nothing here provides one automatically'
      : `no -FederatedToken was given, nothing here provides one automatically, and ${unused} belongs to the application in AZURE_CLIENT_ID, which is another one`,
  );
}
