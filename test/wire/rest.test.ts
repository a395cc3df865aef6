import assert from 'node:assert/strict';
import { signInAtAuthorizeUrl, type RecordedRequest } from '../local-cloud/index.ts';
import { streamText, type CallError } from '../support/engine-process.ts';
import {
  groups,
  resources,
  rest,
  restBench,
  subscription,
  version,
  type RestAnswer,
} from '../support/rest-bench.ts';
import { alex } from '../support/wire-bench.ts';

const refusedAs = (id: string, pattern: RegExp) => (error: CallError) => {
  assert.equal(error.data.id, id, error.message);
  assert.match(`${error.message} ${String(error.data.action)}`, pattern);
  return true;
};

describe('Invoke-AzRestMethod, over the wire', () => {
  const bench = restBench();
  const call = (parameters: object): Promise<RestAnswer> => rest(bench.engine, parameters);
  const sent = (host = 'arm'): RecordedRequest[] =>
    bench.cloud.requests.filter((request) => request.host === host);

  it('returns status, headers, version, method and content of the response', async () => {
    const answer = await call({ Path: `${groups}/web?${version}` });
    assert.deepEqual([answer.StatusCode, answer.Method, answer.Version], [200, 'GET', '1.1']);
    assert.equal(answer.json.location, 'swedencentral');
    assert.match(answer.headers['cache-control'] ?? '', /no-store/);
    assert.match(String(sent().at(-1)?.headers['x-ms-client-request-id']), /^[0-9a-f-]{36}$/);
  });

  it('returns HTTP errors as responses', async () => {
    const missing = await call({ Path: `${groups}/missing?${version}` });
    assert.equal(missing.StatusCode, 404);
    assert.equal((missing.json.error as { code: string }).code, 'ResourceGroupNotFound');
    assert.equal((await call({ Path: groups })).StatusCode, 400);
  });

  it('builds the address from its parts, for a resource and for a list', async () => {
    const parts = { ResourceGroupName: 'web', ResourceProviderName: 'Local.Store', ApiVersion: '2021-04-01' };
    const one = { ...parts, ResourceType: ['things'], Name: ['a b?c'] };
    await call({ ...one, Method: 'PUT', Payload: '{"properties":{"size":1}}' });
    assert.equal((await call(one)).json.name, 'a b?c');
    const list = await call({ ...parts, ResourceType: ['things'] });
    assert.ok((list.json.value as { name: string }[]).some(({ name }) => name === 'a b?c'));
    assert.equal(
      sent().at(-1)?.path,
      `/subscriptions/${subscription}/resourceGroups/web/providers/Local.Store/things`,
    );
    const beyond = await call({ ...one, Name: ['a b?c', 'other'] });
    assert.equal(beyond.json.name, 'a b?c');
    assert.match(
      streamText(beyond.messages, 'warning'),
      /more names than -ResourceType has types\. Ignored: 'other'\./,
    );
    const wrong = { ...parts, ResourceType: ['a', 'b', 'c'], Name: ['x'] };
    await assert.rejects(call(wrong), refusedAs('InvalidArgument.Value', /each but the last needs a name/));
    await assert.rejects(call({ ...one, Name: ['..'] }), refusedAs('InvalidArgument.Value', /-Name/));
  });

  it('sends any payload as JSON, and warns if the method sends none', async () => {
    const path = `${resources('Local.Store')}/one`;
    const payload = `{"properties":{"text":"Grüße 😀","big":"${'x'.repeat(500_000)}"}}`;
    const put = await call({ Path: `${path}?${version}`, Method: 'put', Payload: payload });
    assert.deepEqual([put.StatusCode, put.Method], [201, 'PUT']);
    assert.equal((put.json.properties as { text: string }).text, 'Grüße 😀');
    assert.match(String(sent().at(-1)?.headers['content-type']), /^application\/json/);
    const { json } = await call({ Path: `${path}/listKeys?${version}`, Method: 'POST', Payload: '{"a":1}' });
    assert.equal(json.action, 'listKeys');
    const deleted = await call({ Path: `${path}?${version}`, Method: 'DELETE', Payload: '{}' });
    assert.match(streamText(deleted.messages, 'warning'), /-Payload is not sent/);
    const hashtable = { Path: path, Method: 'PUT', Payload: 'System.Collections.Hashtable' };
    await assert.rejects(call(hashtable), refusedAs('InvalidArgument.Value', /ConvertTo-Json/));
  });

  it('changes nothing with -WhatIf', async () => {
    const parameters = { Path: `${groups}/web?${version}`, Method: 'DELETE' };
    const asked: string[] = [];
    const { outputs } = await bench.engine.call('Invoke-AzRestMethod', parameters, {
      parameterSet: 'ByPath',
      onConfirm: ({ target, action }) => {
        asked.push(`${action} ${target}`);
        return false;
      },
    });
    assert.deepEqual([outputs, asked], [[], [`DELETE ${groups}/web?${version}`]]);
    assert.ok(!sent().some(({ method }) => method === 'DELETE'));
  });

  it('rejects an address that must not get a token before any request', async () => {
    const count = bench.cloud.requests.length;
    const { host } = new URL(bench.cloud.armUrl);
    const value = (parameters: object, pattern: RegExp): Promise<void> =>
      assert.rejects(call(parameters), refusedAs('InvalidArgument.Value', pattern));
    await value(
      { Uri: 'https://evil.example/steal?sig=secret' },
      /No service of LocalCloud.*Microsoft Graph.*-ResourceId/s,
    );
    await value({ Uri: 'https://evilvault.local-cloud.example/x' }, /No service of LocalCloud/);
    await value({ Uri: `https://${host}@evil.example/` }, /user name/);
    await value({ Uri: 'http://my.vault.local-cloud.example/' }, /sent unencrypted/);
    await value({ Uri: 'subscriptions' }, /-Path/);
    for (const ResourceId of [
      'https://management.azure.com/',
      'https://management.local-cloud.example',
      ' https://management.azure.com/',
      'https://management.azure.com/ \n',
      'HTTPS://Management.Azure.com:443/',
      'https://management.azure.com./',
      'https://management.azure.com//x?y',
      'https://management.chinacloudapi.cn/',
      'https://m%61nagement.azure.com/',
      'api://797F4846-ba00-4fd7-ba43-dac1f8f63013',
      `https://${host}/`,
    ]) {
      await value({ Uri: 'https://evil.example/', ResourceId }, /another service/);
    }
    for (const ResourceId of [
      ' ',
      'https://vault.azure.net https://management.azure.com',
      'https://x\u0000y',
    ]) {
      await value({ Uri: 'https://evil.example/', ResourceId }, /-ResourceId.*resource URI/);
    }
    await value({ Uri: `http://${host}/subscriptions` }, /sent unencrypted/);
    await value({ Path: 'https://evil.example/x' }, /-Uri/);
    await value({ Path: ' / ' }, /names no resource/);
    assert.equal(bench.cloud.requests.length, count);
  });

  it('keeps any path on its own host', async () => {
    for (const begin of ['', '/', '//evil.example/..//', '\\\\evil.example/../']) {
      const answer = await call({ Path: `${begin}subscriptions/${subscription}?${version}` });
      assert.equal(answer.StatusCode, begin.startsWith('//') ? 404 : 200, begin);
    }
  });

  it('uses a token for the host’s service, or for the one that is named', async () => {
    await call({ Uri: `${bench.cloud.armUrl}/subscriptions?${version}` });
    // A service of another owner, played by this cloud's other host.
    bench.cloud.planted.set('login GET /data', { body: 'plain text' });
    const answer = await call({ Uri: `${bench.cloud.loginUrl}/data`, ResourceId: 'https://vault.azure.net' });
    assert.equal(answer.Content, 'plain text');
    const token = String(sent('login').at(-1)?.headers.authorization).split('.')[1] ?? '';
    const claims = JSON.parse(Buffer.from(token, 'base64url').toString()) as { aud: string };
    assert.match(claims.aud, /vault/);
  });

  it('follows a redirect of a GET, and sends the token to no other host', async () => {
    const away = { status: 302, headers: { location: `${bench.cloud.loginUrl}/blob?sig=signed` } };
    bench.cloud.planted.set('arm GET /away', away).set('arm POST /away', away);
    bench.cloud.planted.set('login GET /blob', { body: 'the blob' });
    bench.cloud.planted.set('arm GET /near', {
      status: 307,
      headers: { location: `/subscriptions?${version}` },
    });
    bench.cloud.planted.set('arm GET /clear', { status: 302, headers: { location: 'http://localhost:9/' } });
    const answer = await call({ Path: '/away' });
    assert.equal(answer.Content, 'the blob');
    assert.equal(sent('login').at(-1)?.headers.authorization, undefined);
    assert.match(streamText(answer.messages, 'debug'), /blob\?sig=\*\*\*/);
    assert.doesNotMatch(streamText(answer.messages, 'debug'), /signed|the blob/);
    assert.equal((await call({ Path: '/near' })).StatusCode, 200);
    assert.equal((await call({ Path: '/away', Method: 'POST', Payload: '{}' })).StatusCode, 302);
    assert.equal((await call({ Path: '/clear' })).StatusCode, 302);
  });

  it('returns a body that is not JSON unchanged, an empty one as nothing, and warns if it is not text', async () => {
    const { planted } = bench.cloud;
    planted.set('arm GET /none', { status: 204 });
    planted.set('arm GET /date', { body: '2024-01-01T00:00:00Z' });
    planted.set('arm GET /latin', {
      headers: { 'content-type': 'text/plain; charset=iso-8859-1' },
      body: Buffer.from('Grüße', 'latin1'),
    });
    planted.set('arm GET /marked', { body: Buffer.from('\uFEFF{"a":1}') });
    planted.set('arm GET /bytes', { body: Buffer.from([0x89, 0x50, 0xff, 0, 1]) });
    assert.deepEqual(await call({ Path: '/none' }).then((none) => [none.StatusCode, none.Content]), [
      204,
      '',
    ]);
    assert.equal((await call({ Path: '/date' })).Content, '2024-01-01T00:00:00Z');
    assert.equal((await call({ Path: '/latin' })).Content, 'Grüße');
    assert.deepEqual((await call({ Path: '/marked' })).json, { a: 1 });
    assert.match(streamText((await call({ Path: '/bytes' })).messages, 'warning'), /is not text/);
  });

  it('waits when throttled, and returns 429 if throttling continues', async () => {
    const path = `/subscriptions/${subscription}`;
    bench.cloud.faults.add({ kind: 'throttle', path, retryAfterSeconds: 0, times: 2 });
    assert.equal((await call({ Path: `${path}?${version}` })).StatusCode, 200);
    bench.cloud.faults.add({ kind: 'throttle', path, retryAfterSeconds: 600, times: 1 });
    const throttled = await call({ Path: `${path}?${version}` });
    assert.deepEqual([throttled.StatusCode, throttled.headers['retry-after']], [429, '600']);
  });

  it('fails if there is no response', async () => {
    bench.cloud.faults.add({ kind: 'reset', path: '/reset' });
    await assert.rejects(call({ Path: '/reset' }), refusedAs('Network.Refused', /reset/));
    bench.cloud.requests.splice(0);
    const post = call({ Path: '/reset', Method: 'POST' });
    await assert.rejects(
      post,
      refusedAs('Network.OutcomeUnknown', /not known .*POST \/reset.*before you send it again/),
    );
    assert.equal(sent().length, 1);
  });

  it('answers a claims challenge by itself, and decodes it if nobody can be prompted', async () => {
    bench.cloud.faults.claimsChallenge = JSON.stringify({
      access_token: { acrs: { essential: true, value: 'c1' } },
    });
    const path = { Path: `${groups}/web?${version}` };
    await assert.rejects(
      call(path),
      refusedAs('InteractionRequired.Mfa', /Connect-AzAccount .*-ClaimsChallenge/),
    );
    const person = { ...alex, mfaCode: '246810' };
    const answer = await rest(bench.engine, path, {
      interactive: true,
      environment: { BROWSER: '/bin/true' },
      ...bench.personAtAddress(async (url) => fetch(await signInAtAuthorizeUrl(url, person, bench.cloud))),
    });
    assert.equal(answer.StatusCode, 200);
  });
});
