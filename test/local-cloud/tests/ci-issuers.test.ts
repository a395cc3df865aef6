import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import type { CiPlace } from '../ci/place.ts';
import { armScope, fetchFromCloud, requestToken, type CloudAnswer } from '../client.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import { listFromArm, type EntraErrorBody, type Tokens } from './helpers.ts';

const audience = 'api://AzureADTokenExchange';
const contoso = '10000000-0000-4000-8000-000000000001';

describe('local cloud: CI issuers', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const exchange = (place: CiPlace, client_assertion: string): Promise<CloudAnswer> =>
    requestToken(cloud, place.tenantId, {
      ...{ grant_type: 'client_credentials', client_id: place.clientId, scope: armScope.split(' ')[0] ?? '' },
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });
  const accepts = async (place: CiPlace, assertion: string): Promise<void> => {
    const answer = await exchange(place, assertion);
    assert.equal(answer.status, 200, answer.text);
    const list = await listFromArm(
      cloud,
      '/subscriptions?api-version=2022-12-01',
      answer.json<Tokens>().access_token,
    );
    assert.equal(list.length, 2);
  };
  const refusal = async (place: CiPlace, assertion: string): Promise<EntraErrorBody> => {
    const answer = await exchange(place, assertion);
    assert.equal(answer.status, 401, answer.text);
    return answer.json<EntraErrorBody>();
  };
  const variable = (place: CiPlace, name: string): string => {
    const value = place.variables[name];
    assert.ok(value, `There is no ${name}.`);
    return value;
  };

  describe('GitHub Actions', () => {
    const request = (place: CiPlace, query = '', token?: string): Promise<CloudAnswer> => {
      const url = variable(place, 'ACTIONS_ID_TOKEN_REQUEST_URL') + query;
      const bearer = token ?? variable(place, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN');
      return fetchFromCloud(cloud, url, { headers: { authorization: `Bearer ${bearer}` } });
    };
    const valueOf = (answer: CloudAnswer): string => answer.json<{ value: string }>().value;

    it('gives the job an assertion that the token endpoint accepts', async () => {
      const place = await cloud.ci.githubActions();
      assert.match(variable(place, 'ACTIONS_ID_TOKEN_REQUEST_URL'), /\?api-version=2\.0$/);
      const assertion = valueOf(await request(place, `&audience=${audience}`));
      const claims = decodeJwt(assertion);
      assert.equal(claims.aud, audience);
      assert.equal(claims.sub, 'repo:contoso/shop:ref:refs/heads/main');
      assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 300);
      await accepts(place, assertion);
      assert.ok(
        cloud.requests.some(({ host, path }) => host === 'github-actions' && path.endsWith('/idtoken')),
      );
    });

    it('rejects a wrong bearer token, and uses the owner as the default audience', async () => {
      const place = await cloud.ci.githubActions({ environment: 'production' });
      assert.equal(place.subject, 'repo:contoso/shop:environment:production');
      assert.equal((await request(place, '', 'wrong')).status, 401);
      const assertion = valueOf(await request(place));
      assert.equal(decodeJwt(assertion).aud, 'https://github.com/contoso');
      assert.deepEqual((await refusal(place, assertion)).error_codes, [700212]);
    });

    it('issues assertions that expire, and new ones after that', async () => {
      const place = await cloud.ci.githubActions({ lifetimeSeconds: 2 });
      const old = valueOf(await request(place, `&audience=${audience}`));
      await accepts(place, old);
      cloud.faults.clockSkewSeconds = 3;
      const body = await refusal(place, old);
      assert.deepEqual(body.error_codes, [700024]);
      assert.match(
        body.error_description,
        /Current time: \S+Z, assertion valid from \S+Z, expiry time of assertion/,
      );
      await accepts(place, valueOf(await request(place, `&audience=${audience}`)));
      place.issuer.lifetimeSeconds = 60;
      const { exp = 0, iat = 0 } = decodeJwt(await place.assertion());
      assert.equal(exp - iat, 60);
    });

    it('is not trusted without a federated credential, or with another key', async () => {
      const place = await cloud.ci.githubActions({ isTrusted: false });
      assert.deepEqual((await refusal(place, await place.assertion())).error_codes, [70025]);
      const other = await cloud.ci.githubActions();
      const forged = await place.issuer.sign({ iss: other.issuer.url, sub: other.subject, aud: audience });
      assert.deepEqual((await refusal(other, forged)).error_codes, [700027]);
    });
  });

  describe('Azure Pipelines', () => {
    const request = (
      place: CiPlace,
      query: string,
      headers: Record<string, string> = {},
    ): Promise<CloudAnswer> => {
      const authorization = `Bearer ${variable(place, 'SYSTEM_ACCESSTOKEN')}`;
      return fetchFromCloud(cloud, variable(place, 'SYSTEM_OIDCREQUESTURI') + query, {
        ...{ method: 'POST', headers: { authorization, 'content-type': 'application/json', ...headers } },
      });
    };
    const version = '?api-version=7.1';

    it('gives the service connection an assertion that the token endpoint accepts', async () => {
      const place = await cloud.ci.azurePipelines();
      const id = variable(place, 'AZURESUBSCRIPTION_SERVICE_CONNECTION_ID');
      const answer = await request(place, `${version}&serviceConnectionId=${id}`);
      const { oidcToken } = answer.json<{ oidcToken: string }>();
      assert.equal(decodeJwt(oidcToken).sub, 'sc://contoso/shop/contoso-deploy');
      assert.equal(variable(place, 'AZURESUBSCRIPTION_TENANT_ID'), contoso);
      assert.equal(variable(place, 'AZURESUBSCRIPTION_CLIENT_ID'), place.clientId);
      assert.ok(variable(place, 'SYSTEM_OIDCREQUESTURI').includes(variable(place, 'SYSTEM_TEAMPROJECTID')));
      await accepts(place, oidcToken);
      await accepts(place, await place.assertion());
    });

    it('issues the pipeline’s own token without a connection, which the app does not trust', async () => {
      const place = await cloud.ci.azurePipelines();
      const { oidcToken } = (await request(place, version)).json<{ oidcToken: string }>();
      assert.equal(decodeJwt(oidcToken).sub, 'p://contoso/shop/deploy');
      assert.deepEqual((await refusal(place, oidcToken)).error_codes, [700213]);
    });

    it('redirects a caller without a valid token to a sign-in page, or answers 401 if the caller asks for that', async () => {
      const place = await cloud.ci.azurePipelines();
      const wrong = { authorization: 'Bearer wrong' };
      const answer = await request(place, version, wrong);
      assert.equal(answer.status, 302);
      const page = await fetchFromCloud(cloud, answer.headers['location'] ?? '');
      assert.match(page.headers['content-type'] ?? '', /html/);
      const suppressed = { ...wrong, 'x-tfs-fedauthredirect': 'Suppress' };
      assert.equal((await request(place, version, suppressed)).status, 401);
    });

    it('rejects an unknown connection and a request without a version', async () => {
      const place = await cloud.ci.azurePipelines();
      assert.equal((await request(place, `${version}&serviceConnectionId=unknown`)).status, 404);
      assert.equal((await request(place, '')).json()['typeKey'], 'VssVersionNotSpecifiedException');
    });
  });

  it('Kubernetes: keeps a token in a file, and a new one after each rotation', async () => {
    const place = await cloud.ci.kubernetes({ lifetimeSeconds: 2, namespace: 'web' });
    assert.equal(variable(place, 'AZURE_AUTHORITY_HOST'), `${cloud.loginUrl}/`);
    assert.equal(variable(place, 'AZURE_FEDERATED_TOKEN_FILE'), place.tokenFile);
    assert.equal(variable(place, 'AZURE_TENANT_ID'), contoso);
    const read = (): string => readFileSync(place.tokenFile, 'utf8');
    assert.equal(decodeJwt(read()).sub, 'system:serviceaccount:web:shop');
    await accepts(place, read());
    cloud.faults.clockSkewSeconds = 3;
    assert.deepEqual((await refusal(place, read())).error_codes, [700024]);
    assert.equal(await place.rotate(), read());
    await accepts(place, read());
    await cloud.stop();
    assert.equal(existsSync(place.tokenFile), false);
  });

  it('GitLab: has the token in a variable from the start', async () => {
    const place = await cloud.ci.gitlab({ variable: 'AZURE_ID_TOKEN', audience: 'https://gitlab.example' });
    const assertion = variable(place, 'AZURE_ID_TOKEN');
    assert.equal(decodeJwt(assertion).aud, 'https://gitlab.example');
    assert.equal(decodeJwt(assertion).sub, 'project_path:contoso/shop:ref_type:branch:ref:main');
    await accepts(place, assertion);
    assert.notEqual(await place.assertion(), assertion);
  });

  it('rejects an app that is not in the data', async () => {
    const clientId = 'a0000000-0000-4000-8000-000000000bad';
    await assert.rejects(cloud.ci.gitlab({ clientId }), /no app of a tenant/);
  });
});
