import assert from 'node:assert/strict';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import {
  armScope,
  authorizationRequest,
  fetchFromCloud,
  powerShellClientId,
  requestToken,
} from '../client.ts';
import { signInAtAuthorizeUrl } from '../person.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, sam, signIn, type EntraErrorBody, type Tokens } from './helpers.ts';

const contoso = '10000000-0000-4000-8000-000000000001';
const fabrikam = '20000000-0000-4000-8000-000000000001';

describe('local cloud: sign-in pages and authorization code', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  it('sign in a person to the home tenant with tokens that the tenant’s keys verify', async () => {
    const tokens = await signIn(cloud, alex);
    const keys = (await fetchFromCloud(cloud, `${cloud.loginUrl}/${contoso}/discovery/v2.0/keys`)).json();
    const keySet = createLocalJWKSet(keys as unknown as JSONWebKeySet);
    const issuer = `${cloud.loginUrl}/${contoso}/v2.0`;
    const { payload } = await jwtVerify(tokens.id_token, keySet, { issuer, audience: powerShellClientId });
    assert.equal(payload['preferred_username'], alex.username);
    const access = decodeJwt(tokens.access_token);
    assert.equal(access['tid'], contoso);
    assert.equal(access['upn'], alex.username);
    assert.equal(access['scp'], 'user_impersonation');
    const info = JSON.parse(Buffer.from(tokens.client_info, 'base64url').toString()) as object;
    assert.deepEqual(info, { uid: access['oid'], utid: contoso });
  });

  it('give a guest the object of the other tenant and no user principal name', async () => {
    const access = decodeJwt((await signIn(cloud, alex, 'fabrikam.example')).access_token);
    assert.equal(access['tid'], fabrikam);
    assert.equal(access['oid'], '20000000-0000-4000-8000-00000000a1e0');
    assert.equal(access['upn'], undefined);
    assert.equal(access['idp'], `${cloud.loginUrl}/${contoso}/`);
  });

  it('return state and nonce, and accept a code once', async () => {
    const request = authorizationRequest(cloud, 'contoso.example');
    const end = new URL(await signInAtAuthorizeUrl(request.url, alex, cloud));
    assert.equal(end.searchParams.get('state'), request.state);
    const redeem = (): ReturnType<typeof requestToken> =>
      requestToken(cloud, 'contoso.example', {
        grant_type: 'authorization_code',
        code: end.searchParams.get('code') ?? '',
        redirect_uri: request.redirectUri,
        code_verifier: request.codeVerifier,
      });
    const first = (await redeem()).json<Tokens>();
    assert.equal(decodeJwt(first.id_token)['nonce'], request.nonce);
    assert.deepEqual((await redeem()).json<EntraErrorBody>().error_codes, [54005]);
  });

  it('reject a wrong verifier and a wrong redirect address', async () => {
    const request = authorizationRequest(cloud);
    const end = new URL(await signInAtAuthorizeUrl(request.url, alex, cloud));
    const form = { grant_type: 'authorization_code', code: end.searchParams.get('code') ?? '' };
    const redeem = async (redirect_uri: string, code_verifier: string): Promise<number[]> =>
      (await requestToken(cloud, 'common', { ...form, redirect_uri, code_verifier })).json<EntraErrorBody>()
        .error_codes;
    assert.deepEqual(await redeem(request.redirectUri, 'x'.repeat(43)), [501481]);
    assert.deepEqual(await redeem('http://localhost:1', request.codeVerifier), [500112]);
  });

  it('require PKCE with S256', async () => {
    const request = authorizationRequest(cloud, 'common', { code_challenge_method: 'plain' });
    const end = new URL(await signInAtAuthorizeUrl(request.url, alex, cloud));
    assert.equal(end.searchParams.get('error'), 'invalid_request');
  });

  it('show an error page for a redirect address that is not loopback, and send it no error', async () => {
    const { url } = authorizationRequest(cloud, 'common', { redirect_uri: 'https://evil.example/' });
    const answer = await fetchFromCloud(cloud, url);
    assert.equal(answer.status, 400);
    assert.match(answer.text, /AADSTS50011/);
  });

  it('report to the app that the person cancelled', async () => {
    const request = authorizationRequest(cloud);
    const end = new URL(await signInAtAuthorizeUrl(request.url, { ...alex, decline: 'password' }, cloud));
    assert.equal(end.searchParams.get('error'), 'access_denied');
    assert.equal(end.searchParams.get('error_subcode'), 'cancel');
    assert.equal(end.searchParams.get('state'), request.state);
  });

  it('say what is wrong with a name, a password or an account', async () => {
    const attempt = (username: string, password: string): Promise<string> =>
      signInAtAuthorizeUrl(authorizationRequest(cloud).url, { username, password }, cloud);
    await assert.rejects(attempt('nobody@contoso.example', 'x'), /couldn't find an account/);
    await assert.rejects(attempt(alex.username, 'x'), /invalid username or password/);
    await assert.rejects(attempt('disabled@contoso.example', 'fake-password-of-dana'), /disabled/);
  });

  it('ask for the second factor if the tenant requires it', async () => {
    const access = decodeJwt((await signIn(cloud, alex, 'adatum.example')).access_token);
    assert.deepEqual(access['amr'], ['pwd', 'mfa']);
    const wrong = { ...alex, mfaCode: '000000' };
    await assert.rejects(signIn(cloud, wrong, 'adatum.example'), /code isn't right/);
  });

  it('remember the person in the browser, and offer a choice with prompt=select_account', async () => {
    const jar = new Map<string, string>();
    await signIn(cloud, alex, 'organizations', jar);
    const silent = { username: 'unused', password: 'unused' };
    const end = await signInAtAuthorizeUrl(authorizationRequest(cloud).url, silent, cloud, jar);
    assert.ok(new URL(end).searchParams.has('code'));
    const pick = authorizationRequest(cloud, 'organizations', { prompt: 'select_account' });
    assert.match((await fetchWith(cloud, pick.url, jar)).text, /Pick an account/);
    const chosen = await signInAtAuthorizeUrl(pick.url, { ...alex, password: 'unused' }, cloud, jar);
    assert.ok(new URL(chosen).searchParams.has('code'));
    const other = await signInAtAuthorizeUrl(pick.url, sam, cloud, jar);
    assert.ok(new URL(other).searchParams.has('code'));
  });

  it('allow their own style, and nothing from elsewhere, on every kind of page', async () => {
    const broken = authorizationRequest(cloud, 'nowhere.example').url;
    const paths = [authorizationRequest(cloud).url, broken, `${cloud.loginUrl}/devicelogin`];
    for (const url of [...paths, `${cloud.loginUrl}/common/oauth2/v2.0/logout`]) {
      const { headers, text } = await fetchFromCloud(cloud, url);
      const nonce = /<style nonce="([^"]+)"/.exec(text)?.[1] ?? 'none';
      const policy = headers['content-security-policy'] ?? '';
      assert.ok(policy.includes(`style-src 'nonce-${nonce}'`) && policy.includes("default-src 'none'"), url);
    }
  });

  it('are not shown with prompt=none', async () => {
    const { url } = authorizationRequest(cloud, 'common', { prompt: 'none' });
    const end = new URL((await fetchFromCloud(cloud, url)).headers['location'] ?? '');
    assert.equal(end.searchParams.get('error'), 'login_required');
  });

  it('answer by fragment and by form_post as requested', async () => {
    const fragment = authorizationRequest(cloud, 'common', { response_mode: 'fragment' });
    const end = new URL(await signInAtAuthorizeUrl(fragment.url, alex, cloud));
    assert.ok(new URLSearchParams(end.hash.slice(1)).has('code'));
    const post = authorizationRequest(cloud, 'common', { response_mode: 'form_post' });
    assert.ok(new URL(await signInAtAuthorizeUrl(post.url, alex, cloud)).searchParams.has('code'));
  });

  it('ask for consent once, and report to the app if it is declined', async () => {
    const client_id = 'a0000000-0000-4000-8000-00000000c045';
    const request = authorizationRequest(cloud, 'common', { client_id });
    const declined = new URL(await signInAtAuthorizeUrl(request.url, { ...alex, decline: 'consent' }, cloud));
    assert.match(declined.searchParams.get('error_description') ?? '', /^AADSTS65004/);
    const end = new URL(await signInAtAuthorizeUrl(request.url, alex, cloud));
    const { codeVerifier: code_verifier, redirectUri: redirect_uri } = request;
    const code = end.searchParams.get('code') ?? '';
    const grant_type = 'authorization_code';
    const form = { client_id, grant_type, code, redirect_uri, code_verifier };
    const { refresh_token } = (await requestToken(cloud, 'common', form)).json<Tokens>();
    const refresh = { client_id, grant_type: 'refresh_token', refresh_token };
    assert.equal((await requestToken(cloud, 'common', { ...refresh, scope: armScope })).status, 200);
    const graph = await requestToken(cloud, 'common', {
      ...refresh,
      scope: 'https://graph.microsoft.com/.default',
    });
    assert.deepEqual(graph.json<EntraErrorBody>().error_codes, [65001]);
    assert.equal(graph.json<EntraErrorBody>().suberror, 'consent_required');
  });
});

function fetchWith(
  cloud: LocalCloud,
  url: string,
  jar: ReadonlyMap<string, string>,
): ReturnType<typeof fetchFromCloud> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetchFromCloud(cloud, url, { headers: { cookie } });
}
