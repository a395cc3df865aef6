import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { decodeJwt } from 'jose';
import { fetchFromCloud, type CloudAnswer } from '../client.ts';
import type { HostName } from '../hosts.ts';
import type { Place } from '../identity/place.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { listFromArm } from './helpers.ts';

const arm = 'https://management.azure.com/';
const contoso = '10000000-0000-4000-8000-000000000001';
const subscriptions = '/subscriptions?api-version=2022-12-01';
const machine = 'b0000000-0000-4000-8000-00000000c0a1';
const reports = {
  clientId: 'b0000000-0000-4000-8000-00000000c0a2',
  objectId: '10000000-0000-4000-8000-00000000c0a2',
  resourceId:
    '/subscriptions/1a000000-0000-4000-8000-000000000001/resourceGroups/web/providers/' +
    'Microsoft.ManagedIdentity/userAssignedIdentities/contoso-reports-identity',
};

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_on: string | number;
  readonly client_id: string;
  readonly object_id?: string;
}

interface Refusal {
  readonly error?: string;
  readonly error_description?: string;
  readonly message?: string;
}

describe('local cloud: managed identities', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const ask = (
    place: Place,
    query: Record<string, string>,
    headers: Record<string, string> = { metadata: 'true' },
  ): Promise<CloudAnswer> =>
    fetchFromCloud(cloud, `${place.url}?${new URLSearchParams(query).toString()}`, { headers });
  const namesSeenBy = async (token: string): Promise<string[]> => {
    const list = await listFromArm<{ displayName: string }>(cloud, subscriptions, token);
    return list.map(({ displayName }) => displayName);
  };
  const lastHost = (): HostName | undefined => cloud.requests.at(-1)?.host;
  const variable = (place: Place, name: string): string => {
    const value = place.variables[name];
    assert.ok(value, `There is no ${name}.`);
    return value;
  };

  describe('IMDS', () => {
    const query = { 'api-version': '2018-02-01', resource: arm };

    it('gives the machine a token for a day, which ARM accepts', async () => {
      const place = await cloud.identity.imds();
      assert.equal(
        place.url,
        `${variable(place, 'AZURE_POD_IDENTITY_AUTHORITY_HOST')}/metadata/identity/oauth2/token`,
      );
      const answer = (await ask(place, query)).json<Record<string, string>>();
      assert.equal(lastHost(), 'imds');
      assert.ok(Object.values(answer).every((value) => typeof value === 'string'));
      const { access_token = '', expires_on, expires_in, resource, token_type } = answer;
      assert.deepEqual([expires_in, resource, token_type], ['86400', arm, 'Bearer']);
      const claims = decodeJwt(access_token);
      assert.equal(String(claims.exp), expires_on);
      assert.equal(claims['tid'], contoso);
      assert.equal(claims['appid'], machine);
      assert.equal(claims['idtyp'], 'app');
      assert.match(String(claims['xms_mirid']), /virtualMachines\/contoso-vm$/);
      assert.deepEqual(await namesSeenBy(access_token), ['Contoso Production']);
    });

    it('accepts user-assigned identities by each of their IDs', async () => {
      const place = await cloud.identity.imds();
      const names = [
        { client_id: reports.clientId },
        { object_id: reports.objectId.toUpperCase() },
        { msi_res_id: reports.resourceId },
        { mi_res_id: reports.resourceId },
      ];
      for (const name of names) {
        const { access_token } = (await ask(place, { ...query, ...name })).json<TokenAnswer>();
        assert.equal(decodeJwt(access_token)['oid'], reports.objectId);
        assert.deepEqual(await namesSeenBy(access_token), ['Contoso Staging', 'Contoso Finance']);
      }
    });

    it('rejects each invalid request with its own text', async () => {
      const place = await cloud.identity.imds();
      const refusal = async (
        ...request: [Record<string, string>, Record<string, string>?]
      ): Promise<Refusal> => {
        const answer = await ask(place, ...request);
        assert.equal(answer.status, 400, answer.text);
        return answer.json<Refusal>();
      };
      const metadata = await refusal(query, {});
      assert.equal(metadata.error_description, 'Required metadata header not specified');
      const forwarded = await refusal(query, { metadata: 'true', 'x-forwarded-for': '10.0.0.1' });
      assert.equal(forwarded.error, 'invalid_request');
      assert.match((await refusal({ resource: arm })).error ?? '', /api-version/);
      assert.match((await refusal({ 'api-version': '2018-02-01' })).error_description ?? '', /audience/);
      assert.equal(
        (await refusal({ ...query, resource: 'https://nowhere.example' })).error,
        'invalid_resource',
      );
      const unknown = await refusal({ ...query, client_id: 'b0000000-0000-4000-8000-00000000dead' });
      assert.deepEqual(unknown, { error: 'invalid_request', error_description: 'Identity not found' });
    });

    it('uses the only user-assigned identity if the machine has none, but not one of several', async () => {
      const one = await cloud.identity.imds({ identities: ['contoso-reports-identity'] });
      assert.equal((await ask(one, query)).json<TokenAnswer>().client_id, reports.clientId);
      const two = await cloud.identity.imds({
        identities: ['contoso-reports-identity', 'contoso-idle-identity'],
      });
      assert.match(
        (await ask(two, query)).json<Refusal>().error_description ?? '',
        /^Multiple user assigned/,
      );
      const none = await cloud.identity.imds({ identities: [] });
      assert.equal((await ask(none, query)).json<Refusal>().error_description, 'Identity not found');
    });

    it('can be made busy, updating or silent', async () => {
      const place = await cloud.identity.imds();
      cloud.faults.add({ kind: 'throttle', host: 'imds', path: '*', times: 1 });
      cloud.faults.add({ kind: 'server-error', host: 'imds', path: '/metadata', status: 410, times: 1 });
      cloud.faults.add({ kind: 'server-error', host: 'imds', path: '/metadata', status: 404, times: 1 });
      const statuses: number[] = [];
      for (let request = 0; request < 4; request += 1) statuses.push((await ask(place, query)).status);
      assert.deepEqual(statuses, [429, 410, 404, 200]);
      cloud.faults.add({ kind: 'hang', host: 'imds', path: '*' });
      const silent = ask(place, query).then(
        () => 'answered',
        () => 'cut off',
      );
      const first = await Promise.race([
        silent,
        new Promise((resolve) => setTimeout(resolve, 100, 'waiting')),
      ]);
      assert.equal(first, 'waiting');
      await cloud.stop();
      assert.equal(await silent, 'cut off');
    });

    it('issues tokens with the lifetime that a test sets', async () => {
      const place = await cloud.identity.imds();
      cloud.faults.identityTokenLifetimeSeconds = 60;
      const { access_token } = (await ask(place, query)).json<TokenAnswer>();
      const { exp = 0, iat = 0 } = decodeJwt(access_token);
      assert.equal(exp - iat, 60);
    });
  });

  it('App Service: requires its header, and has no default among user-assigned identities', async () => {
    const place = await cloud.identity.appService();
    assert.equal(variable(place, 'IDENTITY_ENDPOINT'), place.url);
    const headers = { 'x-identity-header': variable(place, 'IDENTITY_HEADER') };
    for (const version of ['2019-08-01', '2025-03-30']) {
      const answer = (
        await ask(place, { 'api-version': version, resource: arm }, headers)
      ).json<TokenAnswer>();
      assert.equal(answer.client_id, machine.toUpperCase());
      assert.equal(String(decodeJwt(answer.access_token).exp), answer.expires_on);
    }
    assert.equal(lastHost(), 'app-service');
    const query = { 'api-version': '2019-08-01', resource: arm };
    assert.equal((await ask(place, query, { 'x-identity-header': 'wrong' })).status, 401);
    assert.equal((await ask(place, { ...query, 'api-version': '2017-09-01' }, headers)).status, 400);
    const unknown = await ask(place, { ...query, client_id: 'unknown' }, headers);
    assert.match(unknown.json<Refusal>().message ?? '', /^No User Assigned or Delegated Managed Identity/);
    assert.equal((await ask(place, { ...query, resource: 'https://nowhere.example' }, headers)).status, 500);
    const app = await cloud.identity.appService({ identities: ['contoso-idle-identity'] });
    const own = { 'x-identity-header': variable(app, 'IDENTITY_HEADER') };
    const unnamed = await ask(app, query, own);
    assert.equal(unnamed.json<Refusal>().message, 'Unable to load the proper Managed Identity.');
  });

  describe('Azure Arc', () => {
    const query = { 'api-version': '2020-06-01', resource: arm };
    const keyFileOf = async (place: Place): Promise<string> => {
      const challenge = await ask(place, query);
      assert.equal(challenge.status, 401);
      return /^Basic realm=(.+\.key)$/.exec(challenge.headers['www-authenticate'] ?? '')?.[1] ?? '';
    };

    it('gives a token to a client that can read the challenge’s file', async () => {
      const keyFolder = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
      const place = await cloud.identity.azureArc({ keyFolder });
      assert.match(variable(place, 'IMDS_ENDPOINT'), /^http:\/\/localhost:\d+$/);
      const file = await keyFileOf(place);
      assert.equal(dirname(file), keyFolder);
      assert.equal((await ask(place, query, {})).status, 400);
      assert.equal((await ask(place, query, { metadata: 'true', authorization: 'Basic wrong' })).status, 401);
      const headers = { metadata: 'true', authorization: `Basic ${readFileSync(file, 'utf8')}` };
      const { access_token } = (await ask(place, query, headers)).json<TokenAnswer>();
      assert.equal(lastHost(), 'azure-arc');
      assert.deepEqual(await namesSeenBy(access_token), ['Contoso Production']);
      assert.deepEqual(readdirSync(keyFolder), [basename(file)]);
      await cloud.stop();
      assert.deepEqual(readdirSync(keyFolder), []);
      rmSync(keyFolder, { recursive: true });
    });

    it('ignores user-assigned identities as an old agent, and returns their names as a new one', async () => {
      const clientIdFrom = async (supportsUserAssigned: boolean): Promise<TokenAnswer> => {
        const place = await cloud.identity.azureArc({ supportsUserAssigned });
        const authorization = `Basic ${readFileSync(await keyFileOf(place), 'utf8')}`;
        const request = { ...query, object_id: reports.objectId };
        return (await ask(place, request, { metadata: 'true', authorization })).json<TokenAnswer>();
      };
      assert.equal((await clientIdFrom(false)).client_id, machine);
      assert.equal((await clientIdFrom(true)).object_id, reports.objectId);
    });
  });

  it('Cloud Shell: returns the person’s tokens, whatever identity is requested', async () => {
    const place = await cloud.identity.cloudShell({ userName: 'sam@contoso.example' });
    const post = (form: Record<string, string>, headers = { metadata: 'true' }): Promise<CloudAnswer> =>
      fetchFromCloud(cloud, variable(place, 'MSI_ENDPOINT'), { form, headers });
    const answer = (await post({ resource: arm, client_id: reports.clientId })).json<TokenAnswer>();
    assert.equal(lastHost(), 'cloud-shell');
    const claims = decodeJwt(answer.access_token);
    assert.equal(claims['upn'], 'sam@contoso.example');
    assert.equal(claims.aud, arm);
    assert.equal(String(claims.exp), answer.expires_on);
    assert.deepEqual(await namesSeenBy(answer.access_token), ['Contoso Production', 'Contoso Finance']);
    const unmarked = await fetchFromCloud(cloud, place.url, { form: { resource: arm } });
    assert.equal(unmarked.status, 400);
    const unknown = await post({ resource: 'https://nowhere.example' });
    assert.match(unknown.text, /AudienceNotSupported/);
  });

  it('Service Fabric: serves HTTPS under its thumbprint, with errors in its own format', async () => {
    const place = await cloud.identity.serviceFabric();
    const query = { 'api-version': '2019-07-01-preview', resource: arm };
    const secret = variable(place, 'IDENTITY_HEADER');
    assert.match(place.url, /^https:/);
    assert.match(variable(place, 'IDENTITY_SERVER_THUMBPRINT'), /^[0-9A-F]{40}$/);
    const answer = (await ask(place, query, { secret })).json<TokenAnswer>();
    assert.equal(lastHost(), 'service-fabric');
    assert.equal(answer.expires_on, decodeJwt(answer.access_token).exp);
    const codeOf = async (...request: [Record<string, string>, Record<string, string>]): Promise<string> =>
      (await ask(place, ...request)).json<{ error: { code: string } }>().error.code;
    assert.equal(await codeOf(query, {}), 'SecretHeaderNotFound');
    assert.equal(await codeOf(query, { secret: 'wrong' }), 'ManagedIdentityNotFound');
    assert.equal(await codeOf({ resource: arm }, { secret }), 'InvalidApiVersion');
    assert.equal(await codeOf({ 'api-version': '2019-07-01-preview' }, { secret }), 'ArgumentNullOrEmpty');
    const unknown = { ...query, resource: 'https://nowhere.example' };
    assert.equal(await codeOf(unknown, { secret }), 'InternalServerError');
  });

  it('Machine Learning: accepts user-assigned identities by client ID only', async () => {
    const place = await cloud.identity.machineLearning();
    assert.equal(variable(place, 'DEFAULT_IDENTITY_CLIENT_ID'), machine);
    const headers = { secret: variable(place, 'MSI_SECRET') };
    const query = { 'api-version': '2017-09-01', resource: arm };
    const answer = await ask(place, { ...query, clientid: reports.clientId }, headers);
    assert.equal(lastHost(), 'machine-learning');
    assert.equal(decodeJwt(answer.json<TokenAnswer>().access_token)['oid'], reports.objectId);
    assert.equal((await ask(place, query, { secret: 'wrong' })).status, 401);
    assert.equal((await ask(place, { ...query, clientid: 'unknown' }, headers)).status, 400);
    assert.equal((await ask(place, { ...query, 'api-version': '2019-08-01' }, headers)).status, 400);
  });
});
