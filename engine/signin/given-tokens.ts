// Access tokens that the user passes in. They cannot be renewed: each works for its own service until it expires.
import { argument, commandLine } from '../text/command-line.ts';
import type { Environment } from '../environments/environment.ts';
import { azureCloud } from '../environments/public-clouds/clouds.ts';
import { resourceFor } from '../environments/resources.ts';
import { EngineError } from '../errors/engine-error.ts';
import { headerFault } from '../http/header-value.ts';
import { bareToken, readJwt, type JwtClaims } from './jwt.ts';
import { sameText } from '../text/same-text.ts';
import type { AccessToken, AppAccount, SignedIn, TokenRequest } from './signed-in.ts';
import type { SecretName } from '../contexts/account-secrets.ts';

export interface GivenTokens {
  readonly accountId: string;
  readonly tenantId: string | undefined;
  readonly environment: Environment;
  /** Accepts tokens without checks, if their claims cannot be read or are unusual. */
  readonly skipValidation: boolean;
  readonly tokens: Readonly<Partial<Record<GivenTokenName, string>>>;
}

const kinds = [
  { secret: 'accessToken', parameter: 'AccessToken', service: 'Arm' },
  { secret: 'graphAccessToken', parameter: 'GraphAccessToken', service: 'AadGraph' },
  { secret: 'microsoftGraphAccessToken', parameter: 'MicrosoftGraphAccessToken', service: 'MSGraph' },
  { secret: 'keyVaultAccessToken', parameter: 'KeyVaultAccessToken', service: 'KeyVault' },
] as const satisfies readonly { secret: SecretName; parameter: string; service: string }[];

type GivenTokenName = (typeof kinds)[number]['secret'];

/**
 * Returns a sign-in with the given tokens, after checking the claims of each.
 * @throws EngineError `InvalidArgument.Token` for a token that cannot be sent, has expired or belongs to another tenant
 * or service
 */
export function signInWithGivenTokens(given: GivenTokens): SignedIn {
  const secrets: Partial<Record<SecretName, string>> = {};
  for (const { secret, parameter, service } of kinds) {
    const value = given.tokens[secret];
    if (value === undefined) continue;
    const token = bareToken(value);
    secrets[secret] = token;
    const fault = headerFault(token);
    if (fault !== undefined) {
      throw new EngineError('InvalidArgument.Token', {
        facts: { parameter, reason: fault, advice: 'Give the token itself, without line breaks and quotes.' },
      });
    }
    if (!given.skipValidation) check(token, parameter, service, given);
  }
  const token = secrets.accessToken ?? '';
  const claims = readJwt(token) ?? {};
  return {
    accountId: given.accountId,
    accountType: 'AccessToken',
    tenantId: given.tenantId ?? claims.tid ?? '',
    accessToken: token,
    expiresOn: new Date((claims.exp ?? 0) * 1000),
    scopes: [],
    secrets,
  };
}

/**
 * Returns the given token for a service, if it belongs to the requested tenant.
 * @throws EngineError `Authentication.TokenNotGiven`, `Authentication.TokenExpired`, `Authentication.OtherTenant`
 */
export async function givenTokenFor(
  account: AppAccount,
  request: TokenRequest,
  environment: Environment,
): Promise<AccessToken> {
  const resource = (request.scopes[0] ?? '').replace(/\/\.default$/, '');
  const kind = kinds.find(({ service }) => sameResource(resourceOf(environment, service), resource));
  const token = kind === undefined ? undefined : await account.secret(kind.secret);
  // A file that was imported may contain anything.
  if (token === undefined || headerFault(token) !== undefined) {
    throw new EngineError('Authentication.TokenNotGiven', {
      facts: { account: account.id, scope: resource, advice: adviceFor(kind?.parameter) },
      target: account.id,
    });
  }
  const claims = readJwt(token);
  // The context may name another tenant than the token, if -SkipValidation accepted it.
  const tenants = [account.tenantId, claims?.tid ?? ''];
  if (request.tenantId !== '' && !tenants.some((tenant) => sameText(tenant, request.tenantId))) {
    throw new EngineError('Authentication.OtherTenant', {
      facts: {
        account: account.id,
        actual: claims?.tid ?? account.tenantId,
        tenant: request.tenantId,
        advice: `Run ${commandLine('Connect-AzAccount', { Tenant: request.tenantId })} with tokens of that tenant, or sign in another way.`,
      },
      target: request.tenantId,
    });
  }
  const expiresOn = new Date((claims?.exp ?? 0) * 1000);
  if (claims?.exp !== undefined && expiresOn.getTime() < Date.now()) {
    throw new EngineError('Authentication.TokenExpired', {
      facts: { account: account.id, scope: resource, when: expiresOn.toISOString() },
      target: account.id,
    });
  }
  return { accessToken: token, expiresOn, tenantId: claims?.tid ?? account.tenantId };
}

function adviceFor(parameter: string | undefined): string {
  if (parameter !== undefined)
    return `Run Connect-AzAccount again with all tokens that are needed, among them -${parameter}, or sign in another way.`;
  const names = kinds.map((kind) => `-${kind.parameter}`).join(', ');
  return `Tokens can be given for few services only (${names}): sign in another way.`;
}

function check(token: string, parameter: string, service: string, given: GivenTokens): void {
  const refuse = (reason: string, advice: string): never => {
    throw new EngineError('InvalidArgument.Token', { facts: { parameter, reason, advice } });
  };
  const claims = readJwt(token);
  if (claims === undefined) {
    return refuse(
      'it is not a JSON Web Token',
      'Give the token itself. If it is correct anyway, add -SkipValidation.',
    );
  }
  const fresh = `Get a fresh one, for example with: (Get-AzAccessToken -ResourceTypeName ${argument(service)} -AsPlainText).Token.`;
  if (claims.exp !== undefined && claims.exp * 1000 < Date.now())
    return refuse(`it expired at ${new Date(claims.exp * 1000).toISOString()} (claim exp)`, fresh);
  if (given.tenantId !== undefined && claims.tid !== undefined && !sameText(claims.tid, given.tenantId)) {
    return refuse(
      `it is of the tenant ${claims.tid} (claim tid), not of ${given.tenantId}`,
      'Leave out -Tenant, or give a token of that tenant.',
    );
  }
  const audiences = audiencesOf(claims);
  const wanted = resourceOf(given.environment, service);
  // Azure Resource Manager accepts the public cloud's audiences too, in every cloud.
  const arm = [
    given.environment.ResourceManagerUrl ?? '',
    azureCloud.resourceManager,
    azureCloud.serviceManagement,
  ];
  const accepted = service === 'Arm' ? [wanted, ...arm] : [wanted];
  // The audience may be an application ID, which cannot be compared here.
  const isNamed = audiences.some((audience) => audience.includes('://'));
  if (isNamed && !audiences.some((audience) => accepted.some((one) => sameResource(one, audience)))) {
    refuse(`it is for ${audiences.join(', ')} (claim aud), not for ${wanted}`, fresh);
  }
}

function audiencesOf({ aud }: JwtClaims): readonly string[] {
  return aud === undefined ? [] : typeof aud === 'string' ? [aud] : aud;
}

function resourceOf(environment: Environment, service: string): string {
  try {
    return resourceFor(environment, service);
  } catch {
    // The cloud does not have this service, so no token is for it.
    return '';
  }
}

function sameResource(one: string, other: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/\/+$/, '');
  return plain(one) !== '' && plain(one) === plain(other);
}
