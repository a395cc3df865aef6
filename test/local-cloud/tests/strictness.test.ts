// Tests that the local cloud refuses what Azure refuses, with the same errors.
import assert from 'node:assert/strict';
import { constants, createPrivateKey, sign, type SignKeyObjectInput } from 'node:crypto';
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { issueCertificate, type IssuedCertificate } from '../certificates.ts';
import { armScope, authorizationRequest, fetchFromCloud, requestToken } from '../client.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, signIn, type EntraErrorBody } from './helpers.ts';

const appId = 'a0000000-0000-4000-8000-0000000d3910';
const arm = 'https://management.core.windows.net';

describe('local cloud: as strict as Azure', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const app = (): LocalCloud['data']['apps'][number] => {
    const found = cloud.data.apps.find(({ clientId }) => clientId === appId);
    assert.ok(found);
    return found;
  };
  const refused = async (tenant: string, form: Record<string, string>): Promise<EntraErrorBody> => {
    const answer = await requestToken(cloud, tenant, form);
    assert.ok(answer.status >= 400, answer.text);
    return answer.json<EntraErrorBody>();
  };

  describe('scopes', () => {
    const refresh = async (scope: string): Promise<EntraErrorBody> => {
      const { refresh_token } = await signIn(cloud, alex);
      return refused('common', { grant_type: 'refresh_token', refresh_token, scope });
    };

    it('must be for one resource (AADSTS28000)', async () => {
      const body = await refresh(`${arm}/.default https://graph.microsoft.com/.default`);
      assert.deepEqual([body.error, body.error_codes], ['invalid_scope', [28000]]);
    });

    it('must be either .default or named ones (AADSTS70011)', async () => {
      const body = await refresh(`${arm}/.default ${arm}/user_impersonation`);
      assert.deepEqual([body.error, body.error_codes], ['invalid_scope', [70011]]);
      assert.match(body.error_description, /\.default scope can't be combined with resource-specific scopes/);
    });

    it('must exist in the resource (AADSTS650053)', async () => {
      const body = await refresh('https://graph.microsoft.com/Moon.Walk');
      assert.deepEqual([body.error, body.error_codes], ['invalid_client', [650053]]);
    });

    it('of an app must end in /.default (AADSTS1002012)', async () => {
      const body = await refused('contoso.example', {
        ...{ grant_type: 'client_credentials', client_id: appId },
        ...{ client_secret: 'fake-secret-of-contoso-deploy', scope: `${arm}/user_impersonation` },
      });
      assert.deepEqual([body.error, body.error_codes], ['invalid_scope', [1002012]]);
    });
  });

  describe('redirect addresses', () => {
    const statusFor = async (redirectUri: string): Promise<{ status: number; text: string }> => {
      const { url } = authorizationRequest(cloud, 'organizations');
      const changed = new URL(url);
      changed.searchParams.set('redirect_uri', redirectUri);
      return fetchFromCloud(cloud, changed.href);
    };

    for (const registered of ['http://localhost', 'http://localhost:8400', 'http://localhost:51004/']) {
      it(`may be ${registered}`, async () => {
        assert.equal((await statusFor(registered)).status, 200);
      });
    }
    for (const unknown of [
      'http://127.0.0.1:8400',
      'https://localhost:8400',
      'http://localhost:8400/callback',
      'http://localhost:8400?x=1',
      'urn:ietf:wg:oauth:2.0:oob',
    ]) {
      it(`may not be ${unknown} (AADSTS50011)`, async () => {
        const { status, text } = await statusFor(unknown);
        assert.equal(status, 400);
        assert.match(text, /AADSTS50011/);
      });
    }
  });

  describe('assertions signed with a certificate', () => {
    let certificate: IssuedCertificate;
    beforeEach(() => {
      certificate = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
      app().certificates?.push(certificate.certificatePem);
    });

    const thumbprint = (algorithm: 'sha1' | 'sha256'): string =>
      createHash(algorithm).update(new X509Certificate(certificate.certificatePem).raw).digest('base64url');

    const assertion = (
      header: Record<string, string>,
      aud = `${cloud.loginUrl}/contoso.example/oauth2/v2.0/token`,
    ): string => {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: appId, sub: appId, aud, jti: randomUUID(), nbf: now, exp: now + 600 };
      const text = [header, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      const key: SignKeyObjectInput = {
        key: createPrivateKey(certificate.privateKeyPem),
        ...(header['alg'] === 'PS256'
          ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
          : {}),
      };
      return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
    };
    const ask = (client_assertion: string): ReturnType<typeof requestToken> =>
      requestToken(cloud, 'contoso.example', {
        ...{ grant_type: 'client_credentials', client_id: appId, scope: `${arm}//.default` },
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      });

    it('may be PS256 with the SHA-256 thumbprint, or RS256 with the SHA-1 one', async () => {
      const modern = await ask(assertion({ alg: 'PS256', 'x5t#S256': thumbprint('sha256') }));
      assert.equal(modern.status, 200, modern.text);
      const old = await ask(assertion({ alg: 'RS256', x5t: thumbprint('sha1') }));
      assert.equal(old.status, 200, old.text);
    });

    it('must be RS256 with the SHA-1 thumbprint at AD FS, which does not support PS256', async () => {
      const url = `${cloud.loginUrl}/adfs/oauth2/token/`;
      const askAdfs = (client_assertion: string): ReturnType<typeof requestToken> =>
        fetchFromCloud(cloud, url, {
          form: {
            ...{ grant_type: 'client_credentials', client_id: appId, scope: `${arm}//.default` },
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion,
          },
        });
      const old = await askAdfs(assertion({ alg: 'RS256', x5t: thumbprint('sha1') }, url));
      assert.equal(old.status, 200, old.text);
      const modern = await askAdfs(assertion({ alg: 'PS256', 'x5t#S256': thumbprint('sha256') }, url));
      assert.equal(modern.status, 400);
      assert.match(modern.text, /MSIS9622/);
    });

    it('are refused if thumbprint and algorithm do not match (AADSTS700027)', async () => {
      for (const header of [
        { alg: 'PS256', x5t: thumbprint('sha1') },
        { alg: 'RS256', 'x5t#S256': thumbprint('sha256') },
      ]) {
        const body = (await ask(assertion(header))).json<EntraErrorBody>();
        assert.deepEqual([body.error, body.error_codes], ['invalid_client', [700027]]);
      }
    });
  });

  describe('federated credentials', () => {
    const ask = async (client_assertion: string): Promise<EntraErrorBody> =>
      refused('contoso.example', {
        ...{ grant_type: 'client_credentials', client_id: appId, scope: `${arm}//.default` },
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      });

    it('report which part of an assertion matches none of them', async () => {
      const { issuer, subject } = await cloud.ci.githubActions();
      const { exchangeAudience: aud } = cloud.profile;
      const numbers = async (claims: object): Promise<number[]> =>
        (await ask(await issuer.sign({ sub: subject, aud, ...claims }))).error_codes;
      assert.deepEqual(await numbers({ iss: 'https://issuer.nowhere.example' }), [700211]);
      assert.deepEqual(await numbers({ aud: 'api://AzureADTokenExchangeUSGov' }), [700212]);
      assert.deepEqual(await numbers({ sub: 'repo:contoso/other:ref:refs/heads/main' }), [700213]);
      assert.deepEqual(await numbers({ sub: subject.toUpperCase() }), [7002138]);
    });

    it('require the audience of their own cloud', async () => {
      for (const [azure, audience] of [
        ['AzureUSGovernment', 'api://AzureADTokenExchangeUSGov'],
        ['AzureChinaCloud', 'api://AzureADTokenExchangeChina'],
      ] as const) {
        const other = await startLocalCloud({ azure });
        const place = await other.ci.githubActions();
        const form = {
          ...{ grant_type: 'client_credentials', client_id: appId },
          scope: `${other.profile.identifiers.arm[0] ?? ''}//.default`,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        };
        const answer = async (aud: string): Promise<ReturnType<typeof requestToken>> =>
          requestToken(other, 'contoso.example', {
            ...form,
            client_assertion: await place.issuer.sign({ sub: place.subject, aud }),
          });
        assert.equal((await answer(audience)).status, 200);
        const refusal = (await answer('api://AzureADTokenExchange')).json<EntraErrorBody>();
        assert.deepEqual(refusal.error_codes, [700212]);
        await other.stop();
      }
    });
  });

  it('returns tokens with the capability that a client declares, and without it otherwise', async () => {
    const { refresh_token } = await signIn(cloud, alex);
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] } } });
    const form = { grant_type: 'refresh_token', refresh_token, scope: armScope };
    const capabilitiesOf = async (more: object): Promise<unknown> => {
      const answer = await requestToken(cloud, 'common', { ...form, ...more });
      const { access_token } = answer.json<{ access_token: string }>();
      const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString();
      return (JSON.parse(payload) as { xms_cc?: unknown }).xms_cc;
    };
    assert.deepEqual(await capabilitiesOf({ claims }), ['CP1']);
    assert.equal(await capabilitiesOf({}), undefined);
  });
});
