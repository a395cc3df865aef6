// How the services of CI systems are asked for an identity token.
import { authorityFor } from '../../environments/environment-store.ts';
import type { Environment } from '../../environments/environment.ts';
import { azureCloud } from '../../environments/public-clouds/clouds.ts';
import { cloudOfLoginHost } from '../../environments/public-clouds/login-hosts.ts';
import { tokenRetries } from '../../http/retries.ts';
import type { HttpRequest } from '../../http/types.ts';
import { EngineError } from '../../errors/engine-error.ts';
import type { environmentVariables } from '../../protocol/methods.ts';
import type { SignInContext } from '../sign-in-context.ts';
import { statusError } from '../token-http.ts';
import { jsonRecord } from '../../protocol/shapes.ts';

/**
 * What a cloud's Entra ID expects as the audience of a foreign identity token.
 */
export function exchangeAudience(environment: Environment): string {
  const { hostname } = new URL(authorityFor(environment, 'organizations'));
  return (cloudOfLoginHost(hostname) ?? azureCloud).exchangeAudience;
}

const otherCredentials =
  'Give one with -FederatedToken, or sign in with a secret (-Credential) or a certificate (-CertificatePath).';

/** A service that gives identity tokens, and what it is asked with. */
export interface IdentityTokenRequest extends Pick<HttpRequest, 'method' | 'headers'> {
  /** Who is asked, for a message. */
  readonly issuer: string;
  readonly url: URL;
  readonly bearer: string;
  /** The member of the answer that is the token. */
  readonly member: string;
  /** What a refusal means, as a clause, where that is known. */
  readonly explain: (status: number) => string | undefined;
}

/**
 * Asks a service for an identity token.
 * @throws EngineError `Authentication.NoIdentityToken`, `Network.*`
 */
export async function requestIdentityToken(
  request: IdentityTokenRequest,
  { http, signal }: Pick<SignInContext, 'http' | 'signal'>,
): Promise<string> {
  const { issuer, method, url } = request;
  const headers = {
    ...request.headers,
    authorization: `Bearer ${request.bearer}`,
    accept: 'application/json',
  };
  const asked = { method, url: url.toString(), headers };
  // Asked twice, a service gives two tokens, of which one is used.
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
  const token = answer[request.member];
  if (typeof token === 'string' && token !== '') return token;
  throw noIdentityToken(`${issuer} answered without one`, { target: url.host });
}

/** Why there is no identity token: a clause without a period; and what to do, where that is one thing. */
export function noIdentityToken(
  reason: string,
  told: { readonly target?: string; readonly cause?: unknown; readonly advice?: string } = {},
): EngineError {
  const { advice = otherCredentials, ...origin } = told;
  return new EngineError('Authentication.NoIdentityToken', { facts: { reason, advice }, ...origin });
}

/**
 * The address in a variable that the CI system sets.
 * @throws EngineError `Authentication.NoIdentityToken` where it is none
 */
export function addressIn(
  name: (typeof environmentVariables)[number],
  { variables }: Pick<SignInContext, 'variables'>,
): URL {
  const text = variables[name] ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw noIdentityToken(`the variable ${name} holds no web address ('${text}')`, { target: name });
}

function messageOf({ message }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof message === 'string' && message !== '' ? message.trim().replace(/\.$/, '') : undefined;
}
