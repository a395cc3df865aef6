import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAgentPool } from '../../../engine/http/agents.ts';
import { createHttpClient } from '../../../engine/http/http-client.ts';
import type { EngineError } from '../../../engine/errors/engine-error.ts';
import { issueCertificate } from '../../local-cloud/index.ts';
import { startConnectProxy, type ConnectProxy } from '../../support/connect-proxy.ts';

describe('a connection with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  const { signal } = new AbortController();
  let server: Server;
  let proxy: ConnectProxy;
  let requests: number;

  beforeEach(async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    requests = 0;
    const { certificatePem: cert, privateKeyPem: key } = issueCertificate({ subject: 'nobody', days: 1 });
    server = createServer({ cert, key }, (_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startConnectProxy((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await proxy.stop();
    server.close();
    server.closeAllConnections();
  });

  for (const [way, url, settings] of [
    ['directly', () => `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, () => ({})],
    [
      'through a proxy',
      () => 'https://somewhere.example/',
      () => ({ httpsProxy: `http://${proxy.address}/` }),
    ],
  ] as const) {
    it(`is not made to a server with an untrusted certificate, ${way}`, async () => {
      const agents = Promise.resolve(createAgentPool(settings()));
      const http = createHttpClient({ agents: () => agents, userAgent: 'test' });
      await assert.rejects(http({ method: 'GET', url: url() }, signal), (error: EngineError) => {
        assert.equal(error.catalogueId, 'Network.Tls', error.message);
        return true;
      });
      assert.equal(requests, 0);
    });
  }
});
