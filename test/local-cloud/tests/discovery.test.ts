import assert from 'node:assert/strict';
import { connect } from 'node:tls';
import { fetchFromCloud } from '../client.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import type { EntraErrorBody } from './helpers.ts';

const contoso = '10000000-0000-4000-8000-000000000001';

describe('local cloud: discovery', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud();
  });
  after(() => cloud.stop());

  const discover = (tenant: string, version = '/v2.0'): ReturnType<typeof fetchFromCloud> =>
    fetchFromCloud(cloud, `${cloud.loginUrl}/${tenant}${version}/.well-known/openid-configuration`);

  it('returns the same issuer for a tenant by ID and by domain', async () => {
    for (const name of [contoso, 'contoso.example', 'CONTOSO.EXAMPLE']) {
      const { issuer } = (await discover(name)).json();
      assert.equal(issuer, `${cloud.loginUrl}/${contoso}/v2.0`);
    }
    assert.equal((await discover('contoso.example', '')).json()['issuer'], `${cloud.loginUrl}/${contoso}/`);
  });

  it('returns an issuer template for organizations and common', async () => {
    for (const name of ['organizations', 'common']) {
      const document = (await discover(name)).json();
      assert.equal(document['issuer'], `${cloud.loginUrl}/{tenantid}/v2.0`);
      assert.equal(document['token_endpoint'], `${cloud.loginUrl}/${name}/oauth2/v2.0/token`);
    }
  });

  it('rejects an unknown tenant in Entra ID’s format', async () => {
    const answer = await discover('nowhere.example');
    assert.equal(answer.status, 400);
    const body = answer.json<EntraErrorBody>();
    assert.equal(body.error, 'invalid_tenant');
    assert.deepEqual(body.error_codes, [90002]);
    assert.match(
      body.error_description,
      /^AADSTS90002: Tenant 'nowhere\.example' not found\. .* Trace ID: [\w-]{36} Correlation ID: [\w-]{36} Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
    );
    assert.ok(body.error_description.includes(body.trace_id));
  });

  it('repeats the client’s correlation ID', async () => {
    const url = `${cloud.loginUrl}/nowhere.example/v2.0/.well-known/openid-configuration`;
    const id = '0badc0de-0000-4000-8000-000000000000';
    const answer = await fetchFromCloud(cloud, url, { headers: { 'client-request-id': id } });
    assert.equal(answer.json()['correlation_id'], id);
  });

  it('publishes its keys and its hosts', async () => {
    const keys = await fetchFromCloud(cloud, `${cloud.loginUrl}/common/discovery/v2.0/keys`);
    assert.equal(keys.json<{ keys: { kty: string }[] }>().keys[0]?.kty, 'RSA');
    const authority = `${cloud.loginUrl}/organizations/oauth2/v2.0/authorize`;
    const query = `api-version=1.1&authorization_endpoint=${encodeURIComponent(authority)}`;
    const hosts = await fetchFromCloud(cloud, `${cloud.loginUrl}/common/discovery/instance?${query}`);
    assert.deepEqual(hosts.json<{ metadata: { aliases: string[] }[] }>().metadata[0]?.aliases, [
      new URL(cloud.loginUrl).host,
    ]);
  });

  it('describes itself to Add-AzEnvironment in both formats of the metadata endpoint', async () => {
    const get = (version: string): ReturnType<typeof fetchFromCloud> =>
      fetchFromCloud(cloud, `${cloud.armUrl}/metadata/endpoints?api-version=${version}`);
    const old = (await get('2015-01-01')).json<{ authentication: { loginEndpoint: string } }>();
    assert.equal(old.authentication.loginEndpoint, `${cloud.loginUrl}/`);
    for (const version of ['2019-05-01', '2020-09-01', '2022-09-01']) {
      const [entry] = (await get(version)).json<{ name: string; resourceManager: string }[]>();
      assert.equal(entry?.name, 'LocalCloud');
      assert.equal(entry.resourceManager, `${cloud.armUrl}/`);
    }
  });

  it('listens on loopback with a certificate for each of its names', async () => {
    const port = Number(new URL(cloud.armUrl).port);
    for (const host of ['localhost', '127.0.0.1']) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect({ host, port, ca: cloud.caPem }, () => {
          socket.end();
          resolve();
        });
        socket.on('error', reject);
      });
    }
  });
});
