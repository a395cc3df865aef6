// Requests identity tokens from the services of CI systems.
import { authorityFor } from '../../environments/environment-store.ts';
import type { Environment } from '../../environments/environment.ts';
import { azureCloud } from '../../environments/public-clouds/clouds.ts';
import { cloudOfLoginHost } from '../../environments/public-clouds/login-hosts.ts';
import { tokenRetries } from '../../http/retries.ts';
import { headerFault } from '../../http/header-value.ts';
import type { HttpRequest } from '../../http/types.ts';
import { EngineError } from '../../errors/engine-error.ts';
import type { environmentVariables, secretEnvironmentVariables } from '../../protocol/methods.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { statusError } from '../token-http.ts';
import { jsonRecord } from '../../protocol/shapes.ts';
import { variableOf } from '../variable-of.ts';

/** Returns the audience that a cloud's Entra ID expects in an identity token of another issuer. */
export function exchangeAudience(environment: Environment): string {
  const { hostname } = new URL(authorityFor(environment, 'organizations'));
  return (cloudOfLoginHost(hostname) ?? azureCloud).exchangeAudience;
}

const otherCredentials =
  'Give one with -FederatedToken, or sign in with a secret (-Credential) or a certificate (-CertificatePath).';

/** A request to a service that issues identity tokens. */
export interface IdentityTokenRequest extends Pick<HttpRequest, 'method' | 'headers'> {
  /** The service's name in messages. */
  readonly issuer: string;
  readonly url: URL;
  /** The variable with the token that the request needs. */
  readonly bearer: (typeof secretEnvironmentVariables)[number];
  /** The member of the answer that contains the token. */
  readonly member: string;
  /** Returns what an error status means, as a clause, or undefined if unknown. */
  readonly explain: (status: number) => string | undefined;
}

/**
 * Requests an identity token and returns it.
 * @throws EngineError `Authentication.NoIdentityToken`, `Network.*`
 */
export async function requestIdentityToken(
  request: IdentityTokenRequest,
  { http, signal, variables }: Pick<SignInContext, 'http' | 'signal' | 'variables'>,
): Promise<string> {
  const { issuer, method, url, bearer } = request;
  const token = variableOf(bearer, variables) ?? '';
  const fault = headerFault(token);
  if (fault !== undefined)
    throw noIdentityToken(`the token in the variable ${bearer} cannot be sent: ${fault}`, { target: bearer });
  const headers = {
    ...request.headers,
    authorization: `Bearer ${token}`,
    accept: 'application/json',
  };
  const asked = { method, url: url.toString(), headers };
  // Repeating the request is safe: the service just issues a second token.
  const response = await http({ ...asked, ...tokenRetries({}) }, signal);
  const { status, body } = response;
  if (status >= 500) throw statusError(response, asked.url);
  const answer = jsonRecord(body);
  if (status !== 200) {
    const reasons = [request.explain(status), messageOf(answer)].filter((reason) => reason !== undefined);
    const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
    throw noIdentityToken(`${issuer} refused to give one (HTTP ${String(status)})${because}`, {
      target: url.host,
    });
  }
  const identityToken = answer[request.member];
  if (typeof identityToken === 'string' && identityToken !== '') return identityToken;
  throw noIdentityToken(`${issuer} answered without one`, { target: url.host });
}

/**
 * Returns the error for a missing identity token. `reason` is a clause without a period; `advice` is a sentence, by
 * default to use another credential.
 */
export function noIdentityToken(
  reason: string,
  told: { readonly target?: string; readonly cause?: unknown; readonly advice?: string } = {},
): EngineError {
  const { advice = otherCredentials, ...origin } = told;
  return new EngineError('Authentication.NoIdentityToken', { facts: { reason, advice }, ...origin });
}

/**
 * Returns the URL in a variable that the CI system sets.
 * @throws EngineError `Authentication.NoIdentityToken` if it is not a URL
 */
export function addressIn(
  name: (typeof environmentVariables)[number],
  { variables }: Pick<SignInContext, 'variables'>,
): URL {
  const text = variables[name] ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw noIdentityToken(`the variable ${name} is not a web address ('${text}')`, { target: name });
}

function messageOf({ message }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof message === 'string' && message !== '' ? message.trim().replace(/\.$/, '') : undefined;
}
