import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { decodeJwt } from 'jose';
import { fetchFromCloud, requestToken } from '../client.ts';
import { azureClouds, type AzureCloudName } from '../clouds.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, signIn, startDeviceFlow, type EntraErrorBody } from './helpers.ts';

const contoso = '10000000-0000-4000-8000-000000000001';

interface Discovery {
  readonly tenant_discovery_endpoint: string;
  readonly metadata: readonly {
    readonly preferred_network: string;
    readonly preferred_cache: string;
    readonly aliases: readonly string[];
  }[];
}

for (const azure of Object.keys(azureClouds) as AzureCloudName[]) {
  const profile = azureClouds[azure];

  describe(`local cloud under the names of ${azure}`, () => {
    let cloud: LocalCloud;
    before(async () => {
      cloud = await startLocalCloud({ azure });
    });
    after(() => cloud.stop());

    const discover = async (host: string, version = '/v2.0'): Promise<Record<string, unknown>> =>
      (
        await fetchFromCloud(
          cloud,
          `https://${host}/contoso.example${version}/.well-known/openid-configuration`,
        )
      ).json();

    it('names the endpoints of the called host, and the same issuer at every host', async () => {
      for (const host of profile.loginHosts) {
        const document = await discover(host);
        assert.equal(document['token_endpoint'], `https://${host}/${contoso}/oauth2/v2.0/token`);
        assert.equal(document['issuer'], `https://${profile.loginHosts[0]}/${contoso}/v2.0`);
      }
      const old = await discover(profile.authorityHost, '');
      assert.equal(old['issuer'], `${profile.stsBase}${contoso}/`);
    });

    it('lists at each of its hosts the equivalent hosts, and the one for cached tokens', async () => {
      const asked = `https://${profile.authorityHost}/organizations/oauth2/v2.0/authorize`;
      const query = `api-version=1.1&authorization_endpoint=${encodeURIComponent(asked)}`;
      const url = `https://${profile.loginHosts[0]}/common/discovery/instance?${query}`;
      const { metadata, tenant_discovery_endpoint } = (await fetchFromCloud(cloud, url)).json<Discovery>();
      const own = metadata.find(({ aliases }) => aliases.includes(profile.authorityHost));
      assert.deepEqual(own?.aliases, profile.loginHosts);
      assert.equal(own.preferred_cache, profile.cacheHost);
      assert.equal(
        tenant_discovery_endpoint,
        `https://${profile.authorityHost}/organizations/v2.0/.well-known/openid-configuration`,
      );
    });

    it('refuses to discover a host that belongs to no cloud (AADSTS50049)', async () => {
      const asked = encodeURIComponent('https://login.nowhere.example/common/oauth2/v2.0/authorize');
      const url = `${cloud.loginUrl}/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`;
      const answer = await fetchFromCloud(cloud, url);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json<EntraErrorBody>().error_codes, [50049]);
      assert.equal(answer.json<EntraErrorBody>().error, 'invalid_instance');
    });

    it("accepts ARM's audiences of this cloud, with and without a slash, and refuses those of the others", async () => {
      const { refresh_token } = await signIn(cloud, alex, 'contoso.example');
      const tokenFor = async (resource: string): Promise<string> => {
        const form = { grant_type: 'refresh_token', refresh_token, scope: `${resource}/.default` };
        return (await requestToken(cloud, 'contoso.example', form)).json<{ access_token: string }>()
          .access_token;
      };
      for (const name of profile.identifiers.arm) {
        for (const resource of [`${name}/`, name]) {
          const token = await tokenFor(resource);
          assert.equal(decodeJwt(token).aud, resource);
          assert.equal(decodeJwt(token).iss, `${profile.stsBase}${contoso}/`);
          const url = `${cloud.armUrl}/tenants?api-version=2022-12-01`;
          const headers = { authorization: `Bearer ${token}` };
          assert.equal((await fetchFromCloud(cloud, url, { headers })).status, 200);
        }
      }
      const other = azure === 'AzureCloud' ? azureClouds.AzureChinaCloud : azureClouds.AzureCloud;
      const scope = `${other.identifiers.arm[0] ?? ''}//.default`;
      const refused = await requestToken(cloud, 'contoso.example', {
        ...{ grant_type: 'refresh_token', refresh_token, scope },
      });
      assert.deepEqual(refused.json<EntraErrorBody>().error_codes, [500011]);
    });

    it('shows this cloud’s device login page, which redirects to its sign-in host', async () => {
      const scope = `${profile.identifiers.arm[0] ?? ''}//.default`;
      const { verification_uri } = await startDeviceFlow(cloud, 'organizations', scope);
      assert.equal(verification_uri, profile.deviceLoginUrl);
      const { headers } = await fetchFromCloud(cloud, verification_uri);
      assert.equal(headers['location'], `${cloud.loginUrl}/devicelogin`);
    });

    it('is reached through its proxy only, which connects to no other host', async () => {
      const { port } = new URL(cloud.proxyUrl ?? '');
      const statusOf = (name: string): Promise<string> =>
        new Promise((resolve, reject) => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(`CONNECT ${name}:443 HTTP/1.1\r\nhost: ${name}:443\r\n\r\n`);
          });
          socket.once('error', reject).once('data', (data) => {
            socket.destroy();
            resolve(String(data).split(' ')[1] ?? '');
          });
        });
      for (const name of [...profile.loginHosts, ...profile.armHosts, ...profile.graphHosts]) {
        assert.equal(await statusOf(name), '200', name);
      }
      assert.equal(await statusOf('login.nowhere.example'), '502');
    });
  });
}
