import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { armScope, fetchFromCloud, requestToken } from '../client.ts';
import { personalTenantId, passthroughTenantId, renameUser } from '../data.ts';
import type { Person } from '../person.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { alex, getFromArm, listFromArm, signIn, type EntraErrorBody, type Tokens } from './helpers.ts';

const contoso = '10000000-0000-4000-8000-000000000001';
const fabrikam = '20000000-0000-4000-8000-000000000001';
const casey: Person = { username: 'casey@personal.example', password: 'fake-password-of-casey' };
const morgan: Person = { username: 'morgan@fabrikam.example', password: 'fake-password-of-morgan' };

describe('local cloud: people', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const refresh = (
    tenant: string,
    refresh_token: string,
    scope = armScope,
  ): ReturnType<typeof requestToken> =>
    requestToken(cloud, tenant, { grant_type: 'refresh_token', refresh_token, scope, client_info: '1' });
  const homeOf = ({ client_info }: Tokens): unknown =>
    JSON.parse(Buffer.from(client_info, 'base64url').toString());

  it('have another name as guests, but the same home account', async () => {
    const home = await signIn(cloud, alex, 'contoso.example');
    const guest = (await refresh('fabrikam.example', home.refresh_token)).json<Tokens>();
    assert.equal(decodeJwt(home.id_token)['preferred_username'], 'alex@contoso.example');
    assert.equal(decodeJwt(guest.id_token)['preferred_username'], 'alex.wilber@contoso.example');
    const claims = decodeJwt(guest.access_token);
    assert.equal(claims['unique_name'], 'alex.wilber@contoso.example');
    assert.equal(claims['upn'], undefined);
    assert.equal(claims['idp'], `${cloud.loginUrl}/${contoso}/`);
    assert.deepEqual(homeOf(guest), homeOf(home));
  });

  it('have the directory’s name, with #EXT#, in Microsoft Graph only', async () => {
    const azure = await startLocalCloud({ azure: 'AzureCloud' });
    const { refresh_token } = await signIn(azure, alex, 'contoso.example');
    const scope = 'https://graph.microsoft.com/.default';
    const form = { grant_type: 'refresh_token', refresh_token, scope };
    const { access_token } = (await requestToken(azure, 'fabrikam.example', form)).json<Tokens>();
    const headers = { authorization: `Bearer ${access_token}` };
    const me = (await fetchFromCloud(azure, 'https://graph.microsoft.com/v1.0/me', { headers })).json();
    assert.equal(me['userPrincipalName'], 'alex.wilber_contoso.example#EXT#@fabrikam.example');
    await azure.stop();
  });

  it('keep their IDs and subscriptions when they are renamed', async () => {
    const before = await signIn(cloud, alex, 'contoso.example');
    renameUser(cloud.data, 'alex@contoso.example', 'alexandra@contoso.example');
    const after = (await refresh('contoso.example', before.refresh_token)).json<Tokens>();
    assert.equal(decodeJwt(after.id_token)['preferred_username'], 'alexandra@contoso.example');
    assert.deepEqual(homeOf(after), homeOf(before));
    const list = '/subscriptions?api-version=2022-12-01';
    assert.equal((await listFromArm(cloud, list, after.access_token)).length, 4);
    await assert.rejects(signIn(cloud, alex), /couldn't find an account/);
  });

  it('with a personal account get tokens of the passthrough tenant, and none for Azure in their home tenant', async () => {
    const tokens = await signIn(cloud, casey);
    const claims = decodeJwt(tokens.access_token);
    assert.equal(claims['tid'], passthroughTenantId);
    assert.equal(claims['idp'], 'live.com');
    assert.equal(claims['unique_name'], 'live.com#casey@personal.example');
    assert.deepEqual(homeOf(tokens), { uid: '00000000-0000-0000-66f3-3332eca7ea81', utid: personalTenantId });
    const refused = (await refresh(personalTenantId, tokens.refresh_token)).json<EntraErrorBody>();
    assert.deepEqual(refused.error_codes, [500207]);
    const tenants = await listFromArm<{ tenantId: string }>(
      cloud,
      '/tenants?api-version=2022-12-01',
      tokens.access_token,
    );
    assert.deepEqual(
      tenants.map(({ tenantId }) => tenantId),
      [fabrikam],
    );
    assert.equal((await refresh(fabrikam, tokens.refresh_token)).status, 200);
  });

  it('of a managing tenant see a delegated subscription with the tenant it belongs to', async () => {
    const { access_token } = await signIn(cloud, morgan);
    interface Seen {
      readonly displayName: string;
      readonly tenantId: string;
      readonly managedByTenants: readonly { readonly tenantId: string }[];
    }
    const list = await listFromArm<Seen>(cloud, '/subscriptions?api-version=2022-12-01', access_token);
    const delegated = list.find(({ displayName }) => displayName === 'Contoso Sandbox');
    assert.equal(delegated?.tenantId, contoso);
    assert.deepEqual(delegated.managedByTenants, [{ tenantId: fabrikam }]);
    const id = '1a000000-0000-4000-8000-000000000003';
    await getFromArm(cloud, `/subscriptions/${id}?api-version=2022-12-01`, access_token);
    const { access_token: alexToken } = await signIn(cloud, alex, 'fabrikam.example');
    const seen = await listFromArm<Seen>(cloud, '/subscriptions?api-version=2022-12-01', alexToken);
    assert.ok(!seen.some(({ displayName }) => displayName === 'Contoso Sandbox'));
  });
});
