import assert from 'node:assert/strict';
import { authorizationRequest, fetchFromCloud, powerShellClientId, requestToken } from '../client.ts';
import { signInAtAuthorizeUrl, type CookieJar, type Person } from '../person.ts';
import type { LocalCloud } from '../start.ts';

export const alex: Person = {
  username: 'alex@contoso.example',
  password: 'fake-password-of-alex',
  mfaCode: '246810',
};
export const sam: Person = { username: 'sam@contoso.example', password: 'fake-password-of-sam' };

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly client_info: string;
  readonly expires_in: number;
  readonly scope: string;
}

export interface EntraErrorBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: number[];
  readonly suberror?: string;
  readonly claims?: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly timestamp: string;
}

/** Runs the whole authorization code flow of a person in a tenant. */
export async function signIn(
  cloud: LocalCloud,
  person: Person,
  tenant = 'organizations',
  jar?: CookieJar,
): Promise<Tokens> {
  const request = authorizationRequest(cloud, tenant);
  const end = new URL(await signInAtAuthorizeUrl(request.url, person, cloud, jar));
  const code = end.searchParams.get('code');
  assert.ok(code, `There is no code in ${end.href}`);
  const answer = await requestToken(cloud, tenant, {
    grant_type: 'authorization_code',
    ...{ code, redirect_uri: request.redirectUri, code_verifier: request.codeVerifier, client_info: '1' },
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.json<Tokens>();
}

/** Sends a GET request to ARM with a token. */
export async function getFromArm<T>(cloud: LocalCloud, path: string, token: string): Promise<T> {
  const url = path.startsWith('https:') ? path : cloud.armUrl + path;
  const answer = await fetchFromCloud(cloud, url, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200, answer.text);
  return answer.json<T>();
}

/** All entries of a paged list. */
export async function listFromArm<T>(cloud: LocalCloud, path: string, token: string): Promise<T[]> {
  const entries: T[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page: { value: T[]; nextLink?: string } = await getFromArm(cloud, next, token);
    entries.push(...page.value);
    next = page.nextLink;
  }
  return entries;
}

/** Starts a device flow. */
export async function startDeviceFlow(
  cloud: LocalCloud,
  tenant: string,
  scope: string,
): Promise<{
  device_code: string;
  user_code: string;
  verification_uri: string;
  interval: number;
  message: string;
}> {
  const url = `${cloud.loginUrl}/${tenant}/oauth2/v2.0/devicecode`;
  const answer = await fetchFromCloud(cloud, url, { form: { client_id: powerShellClientId, scope } });
  assert.equal(answer.status, 200, answer.text);
  return answer.json();
}
