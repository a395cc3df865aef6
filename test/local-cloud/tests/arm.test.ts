import assert from 'node:assert/strict';
import { armScope, fetchFromCloud, requestToken, type CloudAnswer } from '../client.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, getFromArm, listFromArm, signIn, type Tokens } from './helpers.ts';

interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly state: string;
}

const subscriptions = '/subscriptions?api-version=2022-12-01';

describe('local cloud: resource manager', () => {
  let cloud: LocalCloud;
  let token: string;
  beforeEach(async () => {
    cloud = await startLocalCloud();
    token = (await signIn(cloud, alex)).access_token;
  });
  afterEach(() => cloud.stop());

  const get = (path: string, bearer: string | undefined = token): Promise<CloudAnswer> =>
    fetchFromCloud(cloud, cloud.armUrl + path, { headers: { authorization: `Bearer ${bearer}` } });
  const errorOf = (answer: CloudAnswer): string => answer.json<{ error: { code: string } }>().error.code;

  it('lists the tenants of a person over several pages', async () => {
    const first = await getFromArm<{ value: object[]; nextLink?: string }>(
      cloud,
      '/tenants?api-version=2022-12-01',
      token,
    );
    assert.equal(first.value.length, 2);
    assert.ok(first.nextLink);
    const all = await listFromArm<{ defaultDomain: string }>(cloud, '/tenants?api-version=2022-12-01', token);
    assert.deepEqual(
      all.map(({ defaultDomain }) => defaultDomain),
      ['contoso.example', 'fabrikam.example', 'adatum.example'],
    );
  });

  it('lists the subscriptions of the token’s tenant', async () => {
    const names = (await listFromArm<Subscription>(cloud, subscriptions, token)).map(
      (one) => one.displayName,
    );
    assert.deepEqual(names, ['Contoso Production', 'Contoso Staging', 'Contoso Sandbox', 'Contoso Archive']);
    const guest = (await signIn(cloud, alex, 'fabrikam.example')).access_token;
    assert.equal((await listFromArm(cloud, subscriptions, guest)).length, 3);
  });

  it('shows an app the subscriptions on which it has a role', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: 'a0000000-0000-4000-8000-0000000d3910',
      client_secret: 'fake-secret-of-contoso-deploy',
      scope: 'https://management.local-cloud.example//.default',
    };
    const app = (await requestToken(cloud, 'contoso.example', form)).json<Tokens>().access_token;
    assert.equal((await listFromArm(cloud, subscriptions, app)).length, 2);
    assert.equal((await listFromArm(cloud, '/tenants?api-version=2022-12-01', app)).length, 1);
  });

  it('distinguishes a missing, a forbidden and a foreign subscription', async () => {
    const of = (id: string): Promise<CloudAnswer> => get(`/subscriptions/${id}?api-version=2022-12-01`);
    assert.equal((await of('1a000000-0000-4000-8000-000000000001')).status, 200);
    const missing = await of('00000000-0000-4000-8000-000000000bad');
    assert.deepEqual([missing.status, errorOf(missing)], [404, 'SubscriptionNotFound']);
    const forbidden = await of('1a000000-0000-4000-8000-000000000005');
    assert.deepEqual([forbidden.status, errorOf(forbidden)], [403, 'AuthorizationFailed']);
    const foreign = await of('2a000000-0000-4000-8000-000000000001');
    assert.deepEqual([foreign.status, errorOf(foreign)], [401, 'InvalidAuthenticationTokenTenant']);
    assert.ok(foreign.headers['www-authenticate']?.includes('/20000000-0000-4000-8000-000000000001"'));
  });

  it('requires a valid token for its own audience', async () => {
    const none = await fetchFromCloud(cloud, cloud.armUrl + subscriptions);
    assert.deepEqual([none.status, errorOf(none)], [401, 'AuthenticationFailed']);
    assert.match(none.headers['www-authenticate'] ?? '', /^Bearer authorization_uri="/);
    assert.equal(errorOf(await get(subscriptions, 'nonsense')), 'InvalidAuthenticationToken');
    const { refresh_token } = await signIn(cloud, alex);
    const scope = 'https://graph.microsoft.com/.default';
    const graph = await requestToken(cloud, 'common', { grant_type: 'refresh_token', refresh_token, scope });
    const wrongAudience = await get(subscriptions, graph.json<Tokens>().access_token);
    assert.equal(errorOf(wrongAudience), 'InvalidAuthenticationTokenAudience');
    cloud.faults.clockSkewSeconds = 3700;
    assert.equal(errorOf(await get(subscriptions)), 'ExpiredAuthenticationToken');
  });

  it('requires an api-version', async () => {
    assert.equal(errorOf(await get('/subscriptions')), 'MissingApiVersionParameter');
  });

  it('lists, shows and creates resource groups', async () => {
    const base = '/subscriptions/1a000000-0000-4000-8000-000000000001/resourcegroups';
    assert.equal((await listFromArm(cloud, `${base}?api-version=2021-04-01`, token)).length, 3);
    const missing = await get(`${base}/new?api-version=2021-04-01`);
    assert.deepEqual([missing.status, errorOf(missing)], [404, 'ResourceGroupNotFound']);
    const put = await fetchFromCloud(cloud, `${cloud.armUrl}${base}/new?api-version=2021-04-01`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ location: 'westeurope' }),
    });
    assert.equal(put.status, 201);
    assert.equal((await get(`${base}/NEW?api-version=2021-04-01`)).json()['location'], 'westeurope');
  });

  it('deletes a resource group after a while, and reports the progress at Location', async () => {
    const path =
      '/subscriptions/1a000000-0000-4000-8000-000000000001/resourcegroups/web?api-version=2021-04-01';
    const send = (method: string): Promise<CloudAnswer> =>
      fetchFromCloud(cloud, cloud.armUrl + path, { method, headers: { authorization: `Bearer ${token}` } });
    assert.equal((await send('HEAD')).status, 204);
    const begun = await send('DELETE');
    assert.deepEqual([begun.status, begun.headers['retry-after']], [202, '0']);
    const followed = new URL(begun.headers['location'] ?? '');
    const states = [];
    for (let count = 0; count < 3; count++)
      states.push((await get(followed.pathname + followed.search)).status);
    assert.deepEqual(states, [202, 202, 204]);
    assert.equal((await send('HEAD')).status, 404);
  });

  it('challenges tokens without the required claims until they have them', async () => {
    const challenge = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
    cloud.faults.claimsChallenge = challenge;
    const answer = await get(subscriptions);
    assert.equal(answer.status, 401);
    const claims = /claims="([^"]+)"/.exec(answer.headers['www-authenticate'] ?? '')?.[1] ?? '';
    assert.equal(Buffer.from(claims, 'base64').toString(), challenge);
    const strong = await signIn(cloud, alex, 'adatum.example');
    const form = {
      grant_type: 'refresh_token',
      refresh_token: strong.refresh_token,
      scope: armScope,
      claims: challenge,
    };
    const fresh = (await requestToken(cloud, 'contoso.example', form)).json<Tokens>().access_token;
    assert.equal((await get(subscriptions, fresh)).status, 200);
  });

  it('supports ten thousand subscriptions', async () => {
    const big = await startLocalCloud({ scale: { tenants: 3, subscriptions: 10_000 } });
    const home = (await signIn(big, alex)).access_token;
    assert.equal((await listFromArm(big, '/tenants?api-version=2022-12-01', home)).length, 6);
    const { access_token } = await signIn(big, alex, 'tenant1.example');
    assert.equal((await listFromArm(big, subscriptions, access_token)).length, 3334);
    await big.stop();
  });
});
