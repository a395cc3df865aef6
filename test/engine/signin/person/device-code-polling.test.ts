import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAgentPool } from '../../../../engine/http/agents.ts';
import { createHttpClient } from '../../../../engine/http/http-client.ts';
import type { EngineError } from '../../../../engine/errors/engine-error.ts';
import {
  deviceCodePolling,
  type DeviceCodePolling,
} from '../../../../engine/signin/person/device-code-polling.ts';

describe('polling for a device code', () => {
  let server: Server;
  let url: string;
  let answers: (object | string)[];
  let polling: DeviceCodePolling;
  const signal = new AbortController().signal;
  const post = (body: string, stop = signal): ReturnType<DeviceCodePolling['http']> =>
    polling.http({ method: 'POST', url, body }, stop);
  const poll = async (stop = signal): Promise<unknown> =>
    JSON.parse((await post('grant_type=x&device_code=abc', stop)).body);

  beforeEach(async () => {
    answers = [];
    server = createServer((_, response) => {
      const answer = answers.shift() ?? '';
      const isError = typeof answer === 'object' && 'error' in answer;
      response
        .writeHead(isError ? 400 : 200)
        .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/token`;
    const http = createHttpClient({
      agents: () => Promise.resolve(createAgentPool()),
      userAgent: 'test',
      trace: () => undefined,
    });
    polling = deviceCodePolling(http);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('continues after a short network failure, but reports a failure that prevented the code', async () => {
    server.prependOnceListener('request', (request: IncomingMessage) => request.socket.destroy());
    assert.deepEqual(await poll(), { error: 'authorization_pending' });
    server.prependOnceListener('request', (request: IncomingMessage) => request.socket.destroy());
    await assert.rejects(post('client_id=x'), (error: EngineError) =>
      error.catalogueId.startsWith('Network.'),
    );
  });

  it('continues when something other than the authority answers', async () => {
    for (const answer of ['<html>', 'null', '[]', '{}', { error: { code: 'x' } }, { error: null }]) {
      answers = [answer];
      assert.deepEqual(await poll(), { error: 'authorization_pending' }, JSON.stringify(answer));
    }
    assert.equal(polling.refusal(), undefined);
  });

  it('keeps only the text properties of a refusal', async () => {
    answers = [{ error: 'access_denied', error_description: { text: 'x' }, claims: 7, suberror: 'y' }];
    await poll();
    assert.deepEqual(polling.refusal(), { error: 'access_denied', suberror: 'y' });
  });

  it('hides slow_down from MSAL and waits five seconds longer before the next poll', async () => {
    answers = [{ error: 'slow_down' }, { error: 'authorization_pending' }];
    assert.deepEqual(await poll(), { error: 'authorization_pending' });
    const began = Date.now();
    assert.deepEqual(await poll(), { error: 'authorization_pending' });
    assert.ok(Date.now() - began >= 4900);
    assert.equal(polling.refusal(), undefined);
  });

  it('ends the longer wait at once when the command is stopped', async () => {
    answers = [{ error: 'slow_down' }];
    await poll();
    const stop = new AbortController();
    const waiting = poll(stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });

  it('keeps the description of a refusal, which MSAL drops', async () => {
    const refusal = { error: 'expired_token', error_description: 'AADSTS70020: It has expired.' };
    answers = [refusal];
    assert.deepEqual(await poll(), refusal);
    assert.deepEqual(polling.refusal(), refusal);
  });

  it('keeps the address that contains the code', async () => {
    answers = [{ user_code: 'A', verification_uri_complete: 'https://login.example/device?code=A' }];
    await post('client_id=x');
    assert.equal(polling.completeUri(), 'https://login.example/device?code=A');
  });
});
