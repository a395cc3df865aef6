import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { armScope, authorizationRequest, fetchFromCloud, type CloudAnswer } from '../client.ts';
import { signInAtAuthorizeUrl, type Person } from '../person.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';

const robin: Person = { username: 'robin@northwind.example', password: 'fake-password-of-robin' };
const appId = 'a0000000-0000-4000-8000-0000000d3910';

describe('local cloud: AD FS', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const ask = (form: Record<string, string>): Promise<CloudAnswer> =>
    fetchFromCloud(cloud, `${cloud.loginUrl}/adfs/oauth2/token/`, { form });
  const authorizeAt = (redirect_uri: string): ReturnType<typeof authorizationRequest> => {
    const request = authorizationRequest(cloud, 'organizations', { redirect_uri });
    return { ...request, url: request.url.replace('/organizations/oauth2/v2.0/', '/adfs/oauth2/') };
  };

  it('signs in a person, and returns neither tenant nor home account', async () => {
    const request = authorizeAt('http://localhost:8405');
    const end = new URL(await signInAtAuthorizeUrl(request.url, robin, cloud));
    const answer = await ask({
      ...{ grant_type: 'authorization_code', client_id: '1950a258-227b-4e31-a9cf-717495945fc2' },
      ...{ code: end.searchParams.get('code') ?? '', redirect_uri: request.redirectUri },
      ...{ code_verifier: request.codeVerifier, client_info: '1' },
    });
    assert.equal(answer.status, 200, answer.text);
    const tokens = answer.json<{ id_token: string; client_info?: string }>();
    assert.equal(tokens.client_info, undefined);
    const claims = decodeJwt(tokens.id_token);
    assert.equal(claims.iss, `${cloud.loginUrl}/adfs`);
    assert.equal(claims['upn'], robin.username);
    assert.deepEqual(
      [claims['tid'], claims['oid'], claims['preferred_username']],
      [undefined, undefined, undefined],
    );
  });

  it('accepts the ports that its deployment registers, and no other (MSIS9224)', async () => {
    for (const port of [8400, 8405, 8406, 8407]) {
      const { url } = authorizeAt(`http://localhost:${String(port)}`);
      assert.equal((await fetchFromCloud(cloud, url)).status, 200);
    }
    for (const port of [8401, 8404, 8408, 51004]) {
      const { status, text } = await fetchFromCloud(
        cloud,
        authorizeAt(`http://localhost:${String(port)}`).url,
      );
      assert.equal(status, 400);
      assert.match(text, /MSIS9224/);
    }
  });

  it('refuses with its own texts, without an AADSTS number', async () => {
    const form = { grant_type: 'client_credentials', client_id: appId, scope: armScope };
    const answer = await ask({ ...form, client_secret: 'wrong' });
    assert.equal(answer.status, 400);
    assert.deepEqual(Object.keys(answer.json()), ['error', 'error_description']);
    assert.match(answer.text, /MSIS9622/);
    assert.doesNotMatch(answer.text, /AADSTS/);
  });
});
