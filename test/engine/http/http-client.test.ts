import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { createAgentPool } from '../../../engine/http/agents.ts';
import { createHttpClient } from '../../../engine/http/http-client.ts';
import type { NetworkSettings } from '../../../engine/http/network-settings.ts';
import { shouldProxy } from '../../../engine/http/no-proxy.ts';
import { redact } from '../../../engine/text/redact.ts';
import type { HttpClient, HttpResponse } from '../../../engine/http/types.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { issueCertificate, startLocalCloud } from '../../local-cloud/index.ts';
import { soon } from '../../support/soon.ts';

describe('the HTTP client', () => {
  const servers: Server[] = [];
  const { signal } = new AbortController();

  async function serve(handle: RequestListener): Promise<string> {
    const server = createServer(handle);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  }

  function client(settings: Partial<NetworkSettings> = {}): HttpClient {
    const agents = Promise.resolve(createAgentPool(settings));
    return createHttpClient({ agents: () => agents, userAgent: 'test' });
  }

  function get(
    url: string,
    settings: Partial<NetworkSettings> = {},
    timeoutMs = 5000,
  ): Promise<HttpResponse> {
    return client(settings)({ method: 'GET', url, timeoutMs }, signal);
  }

  const fails = (id: string) => (error: EngineError) => {
    assert.equal(error.catalogueId, id, error.message);
    return true;
  };

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('stops reading a response without end', async () => {
    const part = Buffer.alloc(1024 * 1024);
    let closed: Promise<unknown> | undefined;
    const url = await serve((_, response) => {
      closed = once(response, 'close');
      const send = (): void => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    });
    await assert.rejects(get(url, {}, 60_000), (error: EngineError) => {
      assert.match(error.message, /too large/);
      return fails('Network.Response')(error);
    });
    await closed;
  });

  /** A server that handles every request, and resets a connection when a second request arrives on it. */
  async function serveOnce(): Promise<{ url: string; acted: string[] }> {
    const acted: string[] = [];
    const seen = new WeakSet();
    const url = await serve((request, response) => {
      acted.push(request.method ?? '');
      if (seen.has(request.socket)) request.socket.resetAndDestroy();
      else {
        seen.add(request.socket);
        response.end('ok');
      }
    });
    return { url, acted };
  }

  for (const method of ['POST', 'PATCH'] as const) {
    it(`sends a ${method} once, on a new connection, even if an idle connection that the server will close is open`, async () => {
      const { url, acted } = await serveOnce();
      const http = client();
      for (let count = 0; count < 3; count++) {
        assert.equal((await http({ method: 'GET', url }, signal)).body, 'ok');
        acted.splice(0);
        assert.equal((await http({ method, url, body: 'x=1' }, signal)).body, 'ok');
        assert.deepEqual(acted, [method]);
      }
    });

    it(`does not repeat a ${method} that was sent but not answered, and reports that its outcome is unknown`, async () => {
      const breaks: readonly RequestListener[] = [
        (request) => request.socket.resetAndDestroy(),
        (request) => request.socket.end(),
        (_, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('part', () => response.destroy());
        },
        () => undefined,
      ];
      for (const end of breaks) {
        let acted = 0;
        const url = await serve((request, response) => {
          acted += 1;
          end(request, response);
        });
        const sent = client()({ method, url: `${url}things`, body: 'x=1', timeoutMs: 1000 }, signal);
        await assert.rejects(sent, (error: EngineError) => {
          assert.equal(error.catalogueId, 'Network.OutcomeUnknown', error.message);
          assert.ok(error.message.includes(`${method} /things`), error.message);
          return error.entry.retriable === undefined;
        });
        assert.equal(acted, 1);
      }
    });
  }

  it('repeats idempotent requests when a kept connection breaks', async () => {
    const { url } = await serveOnce();
    const http = client();
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD'] as const) {
      for (let count = 0; count < 3; count++) {
        assert.equal((await http({ method, url }, signal)).status, 200);
      }
    }
  });

  it('reports that the host cannot be reached for a POST that could not be sent', async () => {
    const gone = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await assert.rejects(client()({ method: 'POST', url: gone, body: '' }, signal), fails('Network.Refused'));
  });

  it('trusts a server by its certificate thumbprint, and sends nothing to any other server', async () => {
    const { certificatePem, privateKeyPem, thumbprint } = issueCertificate({ subject: 'fabric', days: 1 });
    let requests = 0;
    const server = createSecureServer({ cert: certificatePem, key: privateKeyPem }, (_, response) => {
      requests += 1;
      response.end('ok');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const http = client();
    const ask = (serverThumbprint: string): Promise<HttpResponse> =>
      http({ method: 'GET', url, serverThumbprint }, signal);
    assert.equal((await ask(thumbprint)).body, 'ok');
    await assert.rejects(ask('0'.repeat(40)), fails('Network.Tls'));
    await assert.rejects(get(url), fails('Network.Tls'));
    assert.equal(requests, 1);
  });

  it('returns any status as a response', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('gone'));
    assert.deepEqual(await get(url).then(({ status, body }) => [status, body]), [404, 'gone']);
  });

  it('returns the raw headers as well, and the HTTP version', async () => {
    const url = await serve((_, response) => {
      response.setHeader('X-Twice', ['1', '2']);
      response.end();
    });
    const { rawHeaders, headers, version } = await get(url);
    assert.deepEqual(
      rawHeaders.filter(([name]) => name === 'X-Twice').map(([, value]) => value),
      ['1', '2'],
    );
    assert.deepEqual([headers['x-twice'], version], ['1, 2', '1.1']);
  });

  it('waits as long as a throttling server asks, then succeeds', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      if (asked++ === 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end('ok');
    });
    const began = Date.now();
    assert.equal((await get(url)).body, 'ok');
    assert.ok(Date.now() - began >= 950);
  });

  it('fails if a server asks for too long a wait, and reports how long', async () => {
    const url = await serve((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    await assert.rejects(get(url), (error: EngineError) => {
      assert.equal(error.retryAfterSeconds, 3600);
      return error.catalogueId === 'Throttled.Service';
    });
  });

  it('retries a GET after a server error, but not a POST or PATCH', async () => {
    let asked = 0;
    const url = await serve((_, response) => response.writeHead(asked++ === 0 ? 500 : 200).end());
    assert.equal((await get(url)).status, 200);
    for (const method of ['POST', 'PATCH'] as const) {
      asked = 0;
      assert.equal((await client()({ method, url, body: '' }, signal)).status, 500);
      assert.equal(asked, 1);
    }
  });

  it('distinguishes a refused connection, a timeout, and a response that breaks off', async () => {
    const gone = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await assert.rejects(get(gone), fails('Network.Refused'));
    const silent = await serve(() => undefined);
    await assert.rejects(get(silent, {}, 200), fails('Network.Timeout'));
    const short = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('part');
      setTimeout(() => response.destroy(), 20);
    });
    await assert.rejects(get(short), (error: EngineError) =>
      /^Network\.(Refused|Response)$/.test(error.catalogueId),
    );
  });

  it('trusts a certificate of an unknown authority only if a CA file contains the authority', async () => {
    const cloud = await startLocalCloud();
    try {
      const url = `${cloud.loginUrl}/organizations/v2.0/.well-known/openid-configuration`;
      await assert.rejects(get(url), fails('Network.Tls'));
      assert.equal((await get(url, { caFile: cloud.caFile })).status, 200);
    } finally {
      await cloud.stop();
    }
  });

  it('names a CA file that does not exist in the error', async () => {
    await assert.rejects(get('https://localhost:1/', { caFile: '/no/such.pem' }), (error: EngineError) =>
      /'\/no\/such\.pem'.*There is no such file/.test(error.message),
    );
  });

  it('goes through the proxy, and reports an error of the proxy as such', async () => {
    const seen: string[] = [];
    const target = await serve((_, response) => response.end('through'));
    const proxy = await serve(() => undefined);
    servers.at(-1)?.on('connect', (request, socket) => {
      seen.push(request.url ?? '');
      const upstream = connect(Number(new URL(target).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
    });
    assert.equal((await get('http://somewhere.example/', { httpProxy: proxy })).body, 'through');
    assert.deepEqual(seen, ['somewhere.example:80']);
    await assert.rejects(
      get('http://somewhere.example/', { httpProxy: 'http://127.0.0.1:1' }),
      fails('Network.Proxy'),
    );
  });

  it('sends nothing if a header cannot be sent, and does not report that as a failure of the network', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.end();
    });
    const headers = { authorization: 'Bearer a\nb' };
    await assert.rejects(client()({ method: 'GET', url, headers }, signal), TypeError);
    assert.equal(requests, 0);
  });

  it('stops at once when it is aborted, also while it waits for a retry', async () => {
    const url = await serve((_, response) => response.writeHead(429, { 'retry-after': '30' }).end());
    const controller = new AbortController();
    const http = client();
    const waiting = http({ method: 'GET', url }, controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 100);
    await soon(() => assert.rejects(waiting));
  });
});

describe('NO_PROXY', () => {
  for (const [list, through] of [
    ['', true],
    ['other.example', true],
    ['login.example', false],
    ['.example', false],
    ['*.example', false],
    ['login.example:8443', true],
    ['login.example:443', false],
    ['a.example, login.example', false],
    ['*', false],
    ['ogin.example', true],
  ] as const) {
    it(`of '${list}' ${through ? 'sends requests for login.example through the proxy' : 'sends requests for login.example directly'}`, () => {
      assert.equal(shouldProxy(new URL('https://login.example/'), list), through);
    });
  }
});

describe('the text of an exchange after redaction', () => {
  for (const secret of [
    'Authorization: Bearer abc.def-ghi',
    'grant_type=x&client_secret=hunter2&scope=y',
    '{"access_token":"hunter2","expires_in":1}',
    'https://localhost:1/?code=hunter2&state=s',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJodW50ZXIyIn0.sig',
  ]) {
    it(`contains no secret from ${secret.slice(0, 24)}…`, () => {
      assert.doesNotMatch(redact(secret), /hunter2|abc\.def|eyJ/);
    });
  }
});
