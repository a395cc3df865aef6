import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, SignJWT } from 'jose';
import { issueCertificate } from '../certificates.ts';
import { armScope, fetchFromCloud, requestToken } from '../client.ts';
import { approveDeviceCode } from '../person.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, sam, signIn, startDeviceFlow, type EntraErrorBody, type Tokens } from './helpers.ts';

const appId = 'a0000000-0000-4000-8000-0000000d3910';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const armDefault = 'https://management.core.windows.net//.default';

describe('local cloud: token endpoint', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud({ pollingIntervalSeconds: 0.01 });
  });
  afterEach(() => cloud.stop());

  const failure = async (tenant: string, form: Record<string, string>): Promise<EntraErrorBody> => {
    const answer = await requestToken(cloud, tenant, form);
    assert.ok(answer.status >= 400, answer.text);
    return answer.json<EntraErrorBody>();
  };

  describe('refresh token', () => {
    const refresh = (tenant: string, refresh_token: string): ReturnType<typeof requestToken> =>
      requestToken(cloud, tenant, { grant_type: 'refresh_token', refresh_token, scope: armScope });

    it('works in every tenant of the person and returns a new one each time', async () => {
      const { refresh_token } = await signIn(cloud, alex);
      const tokens = (await refresh('fabrikam.example', refresh_token)).json<Tokens>();
      assert.equal(decodeJwt(tokens.access_token)['tid'], '20000000-0000-4000-8000-000000000001');
      assert.notEqual(tokens.refresh_token, refresh_token);
      assert.equal((await refresh('contoso.example', tokens.refresh_token)).status, 200);
    });

    it('is not enough for a tenant that requires MFA', async () => {
      const { refresh_token } = await signIn(cloud, alex);
      const body = (await refresh('adatum.example', refresh_token)).json<EntraErrorBody>();
      assert.equal(body.error, 'interaction_required');
      assert.equal(body.suberror, 'basic_action');
      assert.deepEqual(body.error_codes, [50076]);
      assert.ok(JSON.parse(body.claims ?? ''));
      const strong = await signIn(cloud, alex, 'adatum.example');
      assert.equal((await refresh('adatum.example', strong.refresh_token)).status, 200);
    });

    it('of an account without a second factor is refused with the request to register one', async () => {
      const { refresh_token } = await signIn(cloud, sam);
      assert.deepEqual(
        (await refresh('adatum.example', refresh_token)).json<EntraErrorBody>().error_codes,
        [50079],
      );
    });

    it('is refused in a tenant to which the person does not belong', async () => {
      const { refresh_token } = await signIn(cloud, sam);
      assert.deepEqual(
        (await refresh('fabrikam.example', refresh_token)).json<EntraErrorBody>().error_codes,
        [50020],
      );
    });

    it('can be revoked or made to expire by a test', async () => {
      const { refresh_token } = await signIn(cloud, alex);
      cloud.faults.expireRefreshTokens();
      assert.deepEqual((await refresh('common', refresh_token)).json<EntraErrorBody>().error_codes, [700082]);
      cloud.faults.revokeRefreshTokens();
      assert.deepEqual((await refresh('common', refresh_token)).json<EntraErrorBody>().error_codes, [50173]);
    });

    it('is refused if the requested claims need more', async () => {
      const { refresh_token } = await signIn(cloud, alex);
      const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
      const form = { grant_type: 'refresh_token', refresh_token, scope: armScope, claims };
      assert.deepEqual((await failure('common', form)).error_codes, [50076]);
    });
  });

  describe('device code', () => {
    const poll = (device_code: string, tenant = 'organizations'): ReturnType<typeof requestToken> =>
      requestToken(cloud, tenant, { grant_type: deviceGrant, device_code, client_info: '1' });

    it('is pending, then returns tokens once', async () => {
      const device = await startDeviceFlow(cloud, 'organizations', armScope);
      assert.ok(
        device.message.includes(device.user_code) && device.message.includes(device.verification_uri),
      );
      assert.equal((await poll(device.device_code)).json<EntraErrorBody>().error, 'authorization_pending');
      assert.match(await approveDeviceCode(cloud, device.user_code, alex), /signed in to Azure PowerShell/);
      const tokens = (await poll(device.device_code)).json<Tokens>();
      assert.equal(decodeJwt(tokens.access_token)['upn'], alex.username);
      assert.equal((await poll(device.device_code)).json<EntraErrorBody>().error, 'bad_verification_code');
    });

    it('slows down a client that polls too often', async () => {
      const slow = await startLocalCloud({ pollingIntervalSeconds: 30 });
      const { device_code } = await startDeviceFlow(slow, 'organizations', armScope);
      const form = { grant_type: deviceGrant, device_code };
      await requestToken(slow, 'organizations', form);
      const second = (await requestToken(slow, 'organizations', form)).json<EntraErrorBody>();
      assert.equal(second.error, 'slow_down');
      await slow.stop();
    });

    it('fails if the person declines, and expires', async () => {
      const declined = await startDeviceFlow(cloud, 'organizations', armScope);
      await approveDeviceCode(cloud, declined.user_code, { ...alex, decline: 'confirm' });
      assert.equal((await poll(declined.device_code)).json<EntraErrorBody>().error, 'authorization_declined');
      const late = await startDeviceFlow(cloud, 'organizations', armScope);
      cloud.faults.clockSkewSeconds = 901;
      assert.equal((await poll(late.device_code)).json<EntraErrorBody>().error, 'expired_token');
    });

    it('is blocked if a policy of the tenant forbids it', async () => {
      const device = await startDeviceFlow(cloud, 'woodgrove.example', armScope);
      const person = { username: 'alex2@woodgrove.example', password: 'fake-password-of-alex2' };
      await approveDeviceCode(cloud, device.user_code, person);
      const body = (await poll(device.device_code, 'woodgrove.example')).json<EntraErrorBody>();
      assert.equal(body.error, 'invalid_grant');
      assert.deepEqual(body.error_codes, [53003]);
    });
  });

  describe('client credentials', () => {
    const form = { grant_type: 'client_credentials', client_id: appId, scope: armDefault };
    const secret = { ...form, client_secret: 'fake-secret-of-contoso-deploy' };

    it('return a token of the app itself', async () => {
      const { access_token } = (await requestToken(cloud, 'contoso.example', secret)).json<Tokens>();
      const claims = decodeJwt(access_token);
      assert.equal(claims['idtyp'], 'app');
      assert.equal(claims['appid'], appId);
      assert.equal(claims.aud, 'https://management.core.windows.net/');
    });

    it('distinguish a wrong secret, an expired one, an unknown app, a wrong tenant and an unknown tenant', async () => {
      const bad = await failure('contoso.example', { ...form, client_secret: 'wrong' });
      assert.equal(bad.error, 'invalid_client');
      assert.deepEqual(bad.error_codes, [7000215]);
      const expired = await failure('contoso.example', {
        ...form,
        client_secret: 'fake-secret-that-expired',
      });
      assert.deepEqual(expired.error_codes, [7000222]);
      const unknown = await failure('contoso.example', {
        ...secret,
        client_id: 'a0000000-0000-4000-8000-000000000bad',
      });
      assert.equal(unknown.error, 'unauthorized_client');
      assert.deepEqual(unknown.error_codes, [700016]);
      assert.deepEqual((await failure('fabrikam.example', secret)).error_codes, [700016]);
      assert.deepEqual((await failure('nowhere.example', secret)).error_codes, [90002]);
    });

    const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

    it('accept an assertion only if it is signed with a registered certificate', async () => {
      const certificate = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
      const app = cloud.data.apps.find(({ clientId }) => clientId === appId);
      const sign = (): Promise<string> =>
        new SignJWT({ iss: appId, sub: appId, aud: `${cloud.loginUrl}/contoso.example/oauth2/v2.0/token` })
          .setProtectedHeader({
            alg: 'RS256',
            x5t: Buffer.from(certificate.thumbprint, 'hex').toString('base64url'),
          })
          .setExpirationTime('10m')
          .sign(createPrivateKey(certificate.privateKeyPem));
      const assertion = { ...form, client_assertion_type: assertionType, client_assertion: await sign() };
      assert.deepEqual((await failure('contoso.example', assertion)).error_codes, [700027]);
      app?.certificates?.push(certificate.certificatePem);
      assert.equal((await requestToken(cloud, 'contoso.example', assertion)).status, 200);
    });

    it('accept a federated credential whose issuer, subject and audience match', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
      const issuer = await startLocalCloud({ folder });
      const relying = await startLocalCloud({ folder });
      const { id_token } = await signIn(issuer, alex);
      const { iss = '', sub = '', aud = '' } = decodeJwt(id_token);
      const assertion = { ...form, client_assertion_type: assertionType, client_assertion: id_token };
      const refused = await requestToken(relying, 'contoso.example', assertion);
      assert.deepEqual(refused.json<EntraErrorBody>().error_codes, [70025]);
      const app = relying.data.apps.find(({ clientId }) => clientId === appId);
      app?.federatedCredentials?.push({ issuer: iss, subject: sub, audience: String(aud) });
      const accepted = await requestToken(relying, 'contoso.example', assertion);
      assert.equal(accepted.status, 200, accepted.text);
      await Promise.all([issuer.stop(), relying.stop()]);
      rmSync(folder, { recursive: true });
    });
  });

  describe('password', () => {
    const form = { grant_type: 'password', scope: armScope };

    it('signs in a person without MFA', async () => {
      const answer = await requestToken(cloud, 'organizations', {
        ...form,
        ...{ username: alex.username, password: alex.password },
      });
      assert.equal(answer.status, 200, answer.text);
    });

    it('reports each refusal with its number', async () => {
      const codes = async (tenant: string, username: string, password: string): Promise<number[]> =>
        (await failure(tenant, { ...form, username, password })).error_codes;
      assert.deepEqual(await codes('common', alex.username, 'wrong'), [50126]);
      assert.deepEqual(await codes('common', 'nobody@contoso.example', 'x'), [50034]);
      assert.deepEqual(await codes('common', 'disabled@contoso.example', 'fake-password-of-dana'), [50057]);
      assert.deepEqual(await codes('adatum.example', alex.username, alex.password), [50076]);
    });
  });

  it('rejects an unknown resource (AADSTS500011)', async () => {
    const { refresh_token } = await signIn(cloud, alex);
    const scope = 'https://unknown.example/.default';
    const body = await failure('common', { grant_type: 'refresh_token', refresh_token, scope });
    assert.equal(body.error, 'invalid_resource');
    assert.deepEqual(body.error_codes, [500011]);
  });

  it('reports whether a user belongs to this cloud', async () => {
    const url = `${cloud.loginUrl}/common/userrealm/alex@contoso.example?api-version=1.0`;
    assert.equal((await fetchFromCloud(cloud, url)).json()['account_type'], 'Managed');
  });
});
