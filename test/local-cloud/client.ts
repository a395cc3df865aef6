// A simple HTTP client that trusts the local cloud, and token requests that many tests need.
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { localArmAudience } from './clouds.ts';
import type { LocalCloud } from './start.ts';

export class CloudAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;

  constructor(status: number, headers: Readonly<Record<string, string>>, text: string) {
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  /** The body as JSON, in the shape that the caller expects; throws if it is not JSON. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a cast that reads well in tests
  json<T = Record<string, unknown>>(): T {
    return JSON.parse(this.text) as T;
  }
}

export interface CloudRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** Sends one request. Redirects are not followed. */
export function fetchFromCloud(
  cloud: Pick<LocalCloud, 'caPem'> & Partial<Pick<LocalCloud, 'portOf'>>,
  url: string,
  options: CloudRequest = {},
): Promise<CloudAnswer> {
  const body = options.form === undefined ? options.body : new URLSearchParams(options.form).toString();
  const type = options.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const settings = {
    method,
    headers: { ...type, ...options.headers },
    ca: cloud.caPem,
    agent: false as const,
    ...wayTo(cloud, url, { ...type, ...options.headers }),
  };
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, settings, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject).on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
        );
        resolve(new CloudAnswer(response.statusCode ?? 0, headers, text));
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

/**
 * How to reach one of the cloud's names without its proxy: request options with the port behind the name. Empty for
 * other hosts.
 */
export function wayTo(
  cloud: Partial<Pick<LocalCloud, 'portOf'>>,
  url: string,
  headers: Readonly<Record<string, string>>,
): object {
  const { hostname } = new URL(url);
  const port = cloud.portOf?.(hostname);
  if (port === undefined) return {};
  return { hostname: '127.0.0.1', port, servername: hostname, headers: { ...headers, host: hostname } };
}

/** Azure PowerShell's client ID. */
export const powerShellClientId = '1950a258-227b-4e31-a9cf-717495945fc2';
/** Scopes for ARM of the cloud without Azure's names, with the scopes that clients always request. */
export const armScope = `${localArmAudience}/.default openid profile offline_access`;

/** Sends a token request to a tenant's endpoint. */
export function requestToken(
  cloud: LocalCloud,
  tenant: string,
  form: Record<string, string>,
): Promise<CloudAnswer> {
  const url = `${cloud.loginUrl}/${tenant}/oauth2/v2.0/token`;
  return fetchFromCloud(cloud, url, { form: { client_id: powerShellClientId, ...form } });
}

export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** The address of an authorization request with new PKCE, state and nonce. */
export function authorizationRequest(
  cloud: LocalCloud,
  tenant = 'organizations',
  parameters: Readonly<Record<string, string>> = {},
): AuthorizationRequest {
  const [codeVerifier, state, nonce] = [handle(), handle(), handle()];
  const redirectUri = parameters['redirect_uri'] ?? 'http://localhost:8400';
  const query = new URLSearchParams({
    client_id: powerShellClientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `${cloud.profile.identifiers.arm[0] ?? ''}//.default openid profile offline_access`,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...{ state, nonce, client_info: '1' },
    ...parameters,
  });
  const url = `${cloud.loginUrl}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
  return { url, state, nonce, redirectUri, codeVerifier };
}

function handle(): string {
  return randomBytes(32).toString('base64url');
}
