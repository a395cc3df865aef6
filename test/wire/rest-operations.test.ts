import assert from 'node:assert/strict';
import { streamText, type CallError, type CallOptions } from '../support/engine-process.ts';
import { resources, rest, restBench, version, type RestAnswer } from '../support/rest-bench.ts';
import { soon } from '../support/soon.ts';

describe('Invoke-AzRestMethod -WaitForCompletion, over the wire', () => {
  const bench = restBench();
  const send = (path: string, parameters: object, options: CallOptions = {}): Promise<RestAnswer> =>
    rest(bench.engine, { Path: `${path}?${version}`, WaitForCompletion: true, ...parameters }, options);
  const put = (
    provider: string,
    parameters: object = {},
    payload = '{"properties":{}}',
  ): Promise<RestAnswer> =>
    send(`${resources(provider)}/one`, { Method: 'PUT', Payload: payload, ...parameters });
  const stateOf = ({ json }: RestAnswer): unknown =>
    (json.properties as { provisioningState?: string } | undefined)?.provisioningState;
  const asked = (part: string): number =>
    bench.cloud.requests.filter(({ method, path }) => method === 'GET' && path.includes(part)).length;

  const followed = [
    ['Local.AsyncOperation', 'operationstatuses'],
    ['Local.OperationLocation', 'operationstatuses'],
    ['Local.Location', 'operationresults'],
    ['Local.ProvisioningState', 'Local.ProvisioningState'],
  ] as const;
  for (const [provider, part] of followed) {
    it(`follows a PUT of ${provider} to its end and returns the resource`, async () => {
      const answer = await put(provider);
      assert.deepEqual([answer.StatusCode, answer.Method, stateOf(answer)], [200, 'GET', 'Succeeded']);
      assert.equal(answer.json.name, 'one');
      assert.ok(asked(part) >= 3);
    });
  }

  it('returns a POST’s result from Location, and completes a DELETE', async () => {
    for (const provider of ['Local.AsyncOperation', 'Local.Location']) {
      await put(provider);
      const path = `${resources(provider)}/one`;
      const posted = await send(`${path}/restart`, { Method: 'POST', Payload: '{"force":true}' });
      assert.equal(posted.json.action, 'restart');
      const deleted = await send(path, { Method: 'DELETE' });
      assert.equal(deleted.StatusCode, provider === 'Local.Location' ? 204 : 200);
      assert.equal((await rest(bench.engine, { Path: `${path}?${version}` })).StatusCode, 404);
    }
  });

  it('polls and fetches the result as -PollFrom and -FinalResultFrom say', async () => {
    await put('Local.AsyncOperation', { PollFrom: 'Location' });
    assert.equal(asked('operationstatuses'), 0);
    const status = await put('Local.AsyncOperation', {
      PollFrom: 'AzureAsyncLocation',
      FinalResultFrom: 'FinalStateVia',
    });
    assert.equal(status.json.status, 'Succeeded');
    assert.equal((await put('Local.AsyncOperation', { FinalResultFrom: 'Location' })).json.name, 'one');
    const results = await put('Local.Location', { FinalResultFrom: 'OriginalUri' });
    assert.equal(stateOf(results), 'Succeeded');
    const operation = await put('Local.OperationLocation', {
      PollFrom: 'Operation-Location',
      FinalResultFrom: 'Operation-Location',
    });
    assert.equal(operation.json.status, 'Succeeded');
    assert.equal(stateOf(await put('Local.ProvisioningState', { PollFrom: 'OriginalUri' })), 'Succeeded');
    await assert.rejects(
      put('Local.Location', { PollFrom: 'Operation-Location' }),
      ({ data, message }: CallError) => {
        assert.equal(data.id, 'Operation.NoAddress');
        assert.match(message, /PUT .*\/one began is still running.*no header Operation-Location/);
        return /Do not send the request again.*the answer has: Location/.test(String(data.action));
      },
    );
  });

  it('fails with the service’s reason if an operation fails or is cancelled', async () => {
    for (const [provider, outcome] of [
      ['Local.AsyncOperation', 'Failed'],
      ['Local.OperationLocation', 'Canceled'],
      ['Local.ProvisioningState', 'Failed'],
    ] as const) {
      const payload = JSON.stringify({ properties: { outcome } });
      await assert.rejects(put(provider, {}, payload), ({ data, message }: CallError) => {
        assert.equal(data.id, 'Operation.Failed');
        assert.match(message, new RegExp(`ended as ${outcome}: `));
        if (provider === 'Local.AsyncOperation') assert.match(message, /QuotaExceeded: The quota/);
        return true;
      });
    }
    // Location reports failure as an HTTP error, which is returned as a response.
    const failed = await put('Local.Location', {}, '{"properties":{"outcome":"Failed"}}');
    assert.equal(failed.StatusCode, 409);
  });

  it('reports what it waits for, and warns if there is nothing to wait for', async () => {
    const { messages } = await put('Local.AsyncOperation');
    const progress = messages.filter(({ method }) => method === 'host/progress').map(({ params }) => params);
    assert.ok(progress.some((one) => /InProgress/.test(String(one?.status)) && one?.percent === 50));
    assert.equal(progress.at(-1)?.done, true);
    assert.match(streamText(messages, 'verbose'), /followed at https:.*operationstatuses/);
    const read = await send(`${resources('Local.AsyncOperation')}/one`, {});
    assert.match(streamText(read.messages, 'warning'), /nothing to wait for/);
    const unused = await rest(bench.engine, { Path: `/subscriptions?${version}`, PollFrom: 'Location' });
    assert.match(
      streamText(unused.messages, 'warning'),
      /-PollFrom has no effect without -WaitForCompletion/,
    );
  });

  it('continues after service errors that say nothing about the operation', async () => {
    const { faults } = bench.cloud;
    faults.add({
      kind: 'server-error',
      path: 'operationstatuses',
      status: 503,
      retryAfterSeconds: 0,
      times: 5,
    });
    faults.add({ kind: 'throttle', path: 'operationstatuses', retryAfterSeconds: 0, times: 5 });
    assert.equal(stateOf(await put('Local.AsyncOperation')), 'Succeeded');
  });

  it('stops at once when it is cancelled', async () => {
    const path = `${resources('Local.AsyncOperation')}/slow`;
    bench.cloud.planted.set(`arm PUT ${path}`, {
      status: 202,
      headers: { location: `${bench.cloud.armUrl}/later`, 'retry-after': '3600' },
    });
    const waiting = new Promise<void>((resolve) => {
      bench.engine.onMessage(({ method, params }) => {
        if (method === 'host/progress' && /3600 s/.test(String(params?.status))) resolve();
      });
    });
    const { id, done } = bench.engine.start(
      'Invoke-AzRestMethod',
      { Path: path, Method: 'PUT', WaitForCompletion: true },
      { parameterSet: 'ByPath' },
    );
    await waiting;
    bench.engine.cancel(id);
    await soon(() => assert.rejects(done, ({ data }: CallError) => data.id === 'Cancelled.ByUser'));
  });

  it('sends the token to no other host, whatever address the operation names', async () => {
    const { cloud } = bench;
    const path = `${resources('Local.Store')}/one`;
    for (const header of ['azure-asyncoperation', 'operation-location', 'location']) {
      cloud.planted.set(`arm POST ${path}`, {
        status: 202,
        headers: { [header]: `${cloud.loginUrl}/steal` },
      });
      await assert.rejects(
        send(path, { Method: 'POST' }),
        ({ data }: CallError) => data.id === 'Network.Response',
      );
    }
    assert.ok(!cloud.requests.some((request) => request.path === '/steal'));
  });
});
