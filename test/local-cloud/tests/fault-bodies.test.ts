import assert from 'node:assert/strict';
import { fetchFromCloud, requestToken, type CloudAnswer } from '../client.ts';
import type { Fault } from '../faults.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';
import type { EntraErrorBody } from './helpers.ts';

describe('local cloud: bodies of faults', () => {
  let cloud: LocalCloud;
  beforeEach(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => cloud.stop());

  const login = (fault: Fault): Promise<CloudAnswer> => {
    cloud.faults.add(fault);
    return requestToken(cloud, 'contoso.example', { grant_type: 'client_credentials' });
  };
  const arm = (fault: Fault): Promise<CloudAnswer> => {
    cloud.faults.add(fault);
    return fetchFromCloud(cloud, `${cloud.armUrl}/subscriptions?api-version=2022-12-01`);
  };

  it("have the login host's format: error is text, with number, IDs and time", async () => {
    for (const [fault, status, error, number] of [
      [{ kind: 'server-error', path: '/token' }, 503, 'temporarily_unavailable', 90033],
      [{ kind: 'server-error', path: '/token', status: 500 }, 500, 'server_error', 90006],
      [{ kind: 'throttle', path: '/token' }, 429, 'temporarily_unavailable', 90055],
    ] as const) {
      cloud.faults.clear();
      const answer = await login(fault);
      assert.equal(answer.status, status);
      const body = answer.json<EntraErrorBody>();
      assert.equal(body.error, error);
      assert.deepEqual(body.error_codes, [number]);
      assert.match(body.error_description, new RegExp(`^AADSTS${String(number)}: .*Timestamp: `));
      assert.match(`${body.trace_id} ${body.correlation_id}`, /^[\w-]{36} [\w-]{36}$/);
    }
  });

  it("have ARM's format: an object with code and message", async () => {
    const { error } = (await arm({ kind: 'server-error', path: '/subscriptions', status: 500 })).json<{
      error: { code: string; message: string };
    }>();
    assert.equal(error.code, 'InternalServerError');
    assert.match(error.message, /unavailable/);
  });

  it("are a gateway's page, or empty, if the service itself does not answer", async () => {
    const page = await arm({ kind: 'server-error', path: '*', status: 502, from: 'gateway' });
    assert.equal(page.status, 502);
    assert.equal(page.headers['content-type'], 'text/html');
    assert.match(page.text, /<h1>502 BadGateway<\/h1>/);
    cloud.faults.clear();
    const empty = await login({ kind: 'server-error', path: '*', status: 504, from: 'nothing' });
    assert.deepEqual([empty.status, empty.text], [504, '']);
  });

  it('are as a test defines them if Entra ID refuses, even with a number that no client knows', async () => {
    const fault = { kind: 'refuse', path: '/token', error: 'interaction_required' } as const;
    const answer = await login({ ...fault, suberror: 'additional_action', number: 539999, message: 'New.' });
    assert.equal(answer.status, 400);
    const body = answer.json<EntraErrorBody>();
    assert.deepEqual([body.error, body.suberror], ['interaction_required', 'additional_action']);
    assert.deepEqual(body.error_codes, [539999]);
    assert.match(body.error_description, /^AADSTS539999: New\./);
    cloud.faults.clear();
    const numberless = (
      await login({ ...fault, error: 'invalid_grant', suberror: 'bad_token' })
    ).json<EntraErrorBody>();
    assert.deepEqual(numberless.error_codes, []);
    assert.doesNotMatch(numberless.error_description, /AADSTS/);
  });

  it('of IMDS are those of the metadata service, with each of its status codes, even if late', async () => {
    const place = await cloud.identity.imds();
    const url = `${place.url}?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F`;
    const ask = (): Promise<CloudAnswer> => fetchFromCloud(cloud, url, { headers: { metadata: 'true' } });
    for (const status of [404, 408, 410, 429, 500]) {
      cloud.faults.add({ kind: 'server-error', path: '*', host: 'imds', status, times: 1 });
      const answer = await ask();
      assert.equal(answer.status, status);
      assert.equal(typeof answer.json()['error'], 'string');
    }
    cloud.faults.add({ kind: 'latency', path: '*', host: 'imds', milliseconds: 60, times: 1 });
    const start = performance.now();
    assert.equal((await ask()).status, 200);
    assert.ok(performance.now() - start >= 55);
  });
});
