import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchFromCloud, type CloudAnswer } from '../client.ts';
import { startLocalCloud, type LocalCloud } from '../start.ts';

const path = '/metadata/endpoints';

describe('local cloud: faults and other switches', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud();
  });
  afterEach(() => {
    cloud.faults.clear();
  });
  after(() => cloud.stop());

  const get = (): Promise<CloudAnswer> =>
    fetchFromCloud(cloud, `${cloud.armUrl}${path}?api-version=2015-01-01`);

  it('throttles as often as requested, with Retry-After', async () => {
    cloud.faults.add({ kind: 'throttle', path, retryAfterSeconds: 7, times: 2 });
    const answers = [await get(), await get(), await get()];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [429, 429, 200],
    );
    assert.equal(answers[0]?.headers['retry-after'], '7');
  });

  it('throttles with a date in Retry-After', async () => {
    cloud.faults.add({ kind: 'throttle', path, retryAfterSeconds: 600, hasDate: true });
    const header = (await get()).headers['retry-after'] ?? '';
    assert.match(header, / GMT$/);
    assert.ok(Date.parse(header) > Date.now());
  });

  it('sends a body in two halves, or only the headers', async () => {
    cloud.faults.add({ kind: 'slow-body', path, milliseconds: 60, times: 1 });
    const start = performance.now();
    assert.equal((await get()).status, 200);
    assert.ok(performance.now() - start >= 55);
    cloud.faults.add({ kind: 'hang', path, after: 'headers', times: 1 });
    const url = `${cloud.armUrl}${path}?api-version=2015-01-01`;
    const asked = request(url, { ca: readFileSync(cloud.caFile) }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    assert.ok(Number(answer.headers['content-length']) > 0);
    // A later request is answered in full meanwhile.
    await get();
    assert.equal(answer.readableLength, 0);
    asked.destroy();
  });

  it('fails with a server error on one host only', async () => {
    cloud.faults.add({ kind: 'server-error', path: '*', status: 502, host: 'arm' });
    assert.equal((await get()).status, 502);
    const login = await fetchFromCloud(cloud, `${cloud.loginUrl}/common/discovery/v2.0/keys`);
    assert.equal(login.status, 200);
  });

  it('resets the connection, and cuts off a response', async () => {
    cloud.faults.add({ kind: 'reset', path, times: 1 });
    await assert.rejects(get(), /ECONNRESET|socket hang up/);
    cloud.faults.add({ kind: 'truncate', path, times: 1 });
    await assert.rejects(get(), /aborted/);
  });

  it('returns wrong JSON, and responds late', async () => {
    cloud.faults.add({ kind: 'wrong-json', path, times: 1 });
    assert.deepEqual(Object.keys((await get()).json()), ['value', 'expires_in']);
    const disarm = cloud.faults.add({ kind: 'latency', path, milliseconds: 60 });
    const start = performance.now();
    await get();
    assert.ok(performance.now() - start >= 55);
    disarm();
    assert.deepEqual(cloud.faults.list(), []);
  });

  it('accepts faults from another process, as JSON only', async () => {
    const url = `${cloud.armUrl}/_local-cloud/faults`;
    const body = JSON.stringify({ kind: 'throttle', path, times: 1 });
    assert.equal((await fetchFromCloud(cloud, url, { body })).status, 400);
    const headers = { 'content-type': 'application/json' };
    assert.equal((await fetchFromCloud(cloud, url, { body, headers })).status, 201);
    assert.equal((await get()).status, 429);
    assert.equal((await fetchFromCloud(cloud, url, { method: 'DELETE' })).status, 200);
  });

  it('records each request with its body', async () => {
    const url = `${cloud.loginUrl}/contoso.example/oauth2/v2.0/token`;
    await fetchFromCloud(cloud, url, { form: { grant_type: 'none' } });
    const last = cloud.requests.at(-1);
    assert.equal(last?.path, '/contoso.example/oauth2/v2.0/token');
    assert.equal(last.body, 'grant_type=none');
  });

  it('keeps its certificate authority in the given folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
    const first = await startLocalCloud({ folder });
    await first.stop();
    const second = await startLocalCloud({ folder });
    assert.equal(second.caPem, first.caPem);
    assert.equal(readFileSync(second.caFile, 'utf8'), first.caPem);
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});
