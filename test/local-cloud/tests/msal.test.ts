// Proves the cloud with Microsoft's own client, which must accept it as a real one.
import assert from 'node:assert/strict';
import {
  ConfidentialClientApplication,
  CryptoProvider,
  PublicClientApplication,
  type AccountInfo,
  type Configuration,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { fetchFromCloud, powerShellClientId } from '../client.ts';
import { approveDeviceCode, signInAtAuthorizeUrl } from '../person.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, listFromArm } from './helpers.ts';

const fabrikam = '20000000-0000-4000-8000-000000000001';
const adatum = '30000000-0000-4000-8000-000000000001';
const subscriptions = '/subscriptions?api-version=2022-12-01';
const scopes = ['https://management.local-cloud.example//.default'];

class TrustingNetwork implements INetworkModule {
  readonly #cloud: LocalCloud;
  constructor(cloud: LocalCloud) {
    this.#cloud = cloud;
  }
  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'GET', options);
  }
  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'POST', options);
  }
  async #send<T>(
    url: string,
    method: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const headers = options.headers ?? {};
    const request = { method, headers, ...(options.body === undefined ? {} : { body: options.body }) };
    const answer = await fetchFromCloud(this.#cloud, url, request);
    return { status: answer.status, headers: { ...answer.headers }, body: answer.json<T>() };
  }
}

describe('local cloud: MSAL', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud({ pollingIntervalSeconds: 0.05 });
  });
  after(() => cloud.stop());

  const configure = (clientId: string, tenant: string): Configuration => ({
    auth: {
      clientId,
      authority: `${cloud.loginUrl}/${tenant}`,
      knownAuthorities: [new URL(cloud.loginUrl).host],
    },
    system: { networkClient: new TrustingNetwork(cloud) },
  });

  it('signs in with a device code', async () => {
    const app = new PublicClientApplication(configure(powerShellClientId, 'organizations'));
    const approvals: Promise<string>[] = [];
    const result = await app.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: ({ userCode }) => {
        approvals.push(approveDeviceCode(cloud, userCode, alex));
      },
    });
    await Promise.all(approvals);
    assert.equal(result?.account?.username, alex.username);
    assert.equal((await listFromArm(cloud, subscriptions, result.accessToken)).length, 4);
  });

  it('signs in with a code, then silently to the tenant where the person is a guest', async () => {
    const app = new PublicClientApplication(configure(powerShellClientId, 'organizations'));
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const redirectUri = 'http://localhost:8400';
    const url = await app.getAuthCodeUrl({
      ...{ scopes, redirectUri, state: 'state', nonce: 'nonce' },
      ...{ codeChallenge: challenge, codeChallengeMethod: 'S256', prompt: 'select_account' },
    });
    const end = new URL(await signInAtAuthorizeUrl(url, alex, cloud));
    const code = end.searchParams.get('code') ?? '';
    const request = { code, scopes, redirectUri, codeVerifier: verifier, nonce: 'nonce' };
    const { account } = await app.acquireTokenByCode(request);
    assert.ok(account);
    assert.equal(
      account.homeAccountId,
      '10000000-0000-4000-8000-00000000a1e0.10000000-0000-4000-8000-000000000001',
    );
    assert.ok((await app.acquireTokenSilent({ scopes, account })).fromCache);
    // MSAL looks in its cache under the account's tenant, whatever the authority is.
    const inTenant = (tenantId: string): { account: AccountInfo; authority: string } => ({
      account: { ...account, tenantId },
      authority: `${cloud.loginUrl}/${tenantId}`,
    });
    const guest = await app.acquireTokenSilent({ scopes, ...inTenant(fabrikam) });
    assert.equal(guest.tenantId, fabrikam);
    assert.equal((await listFromArm(cloud, subscriptions, guest.accessToken)).length, 3);
    await assert.rejects(
      app.acquireTokenSilent({ scopes, ...inTenant(adatum) }),
      (error: { name: string; claims?: string }) =>
        error.name === 'InteractionRequiredAuthError' && (error.claims ?? '').includes('capolids'),
    );
  });

  it('signs in an app with its secret', async () => {
    const configuration = configure('a0000000-0000-4000-8000-0000000d3910', 'contoso.example');
    const app = new ConfidentialClientApplication({
      ...configuration,
      auth: { ...configuration.auth, clientSecret: 'fake-secret-of-contoso-deploy' },
    });
    const result = await app.acquireTokenByClientCredential({ scopes });
    assert.ok(result?.accessToken);
    assert.equal((await listFromArm(cloud, subscriptions, result.accessToken)).length, 2);
  });
});
