// Connections that are opened before there is a request for them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createAgentPool, type AgentPool } from '../../../engine/http/agents.ts';
import { createHttpClient } from '../../../engine/http/http-client.ts';
import type { EngineError } from '../../../engine/errors/engine-error.ts';
import { prepareTls } from '../../local-cloud/index.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';

describe('connections that are opened early', () => {
  const { signal } = new AbortController();
  let folder: string;
  let trusting: { caFile: string };
  let server: Server;
  /** Connections with TLS. */
  let opened: TLSSocket[];

  beforeEach(async () => {
    opened = [];
    folder = await mkdtemp(join(tmpdir(), 'azlogints-'));
    const { serverCertPem: cert, serverKeyPem: key, caFile } = prepareTls(folder);
    trusting = { caFile };
    server = createServer({ cert, key }, (_, response) => response.end());
    server.on('secureConnection', (socket) => opened.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  const url = (): string => `https://localhost:${String((server.address() as AddressInfo).port)}/`;
  const get = async (pool: AgentPool, address = url()): Promise<void> => {
    const http = createHttpClient({ agents: () => Promise.resolve(pool), userAgent: 'test' });
    await http({ method: 'GET', url: address }, signal);
  };
  /** Opens connections to the server, and waits until they are open. */
  const open = async (pool: AgentPool, count: number): Promise<() => void> => {
    const close = await pool.connectEarly(new URL(url()), count);
    while (opened.length < count) await once(server, 'secureConnection');
    return close;
  };

  it('are used by the first requests, which open no others', async () => {
    const pool = createAgentPool(trusting);
    await open(pool, 2);
    await Promise.all([get(pool), get(pool)]);
    assert.equal(opened.length, 2);
  });

  it('are used before they are open', async () => {
    const pool = createAgentPool(trusting);
    await pool.connectEarly(new URL(url()), 1);
    await get(pool);
    assert.equal(opened.length, 1);
  });

  it('are closed if no request uses them', async () => {
    const pool = createAgentPool(trusting);
    const close = await open(pool, 2);
    await get(pool);
    const closed = Promise.race(
      opened.map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
    close();
    await closed;
    await get(pool);
    assert.equal(opened.length, 2);
  });

  it('are not opened if there are some already', async () => {
    const pool = createAgentPool(trusting);
    await get(pool);
    await pool.connectEarly(new URL(url()), 1);
    await get(pool);
    assert.equal(opened.length, 1);
  });

  it('do not matter if the server has closed them meanwhile', async () => {
    const pool = createAgentPool(trusting);
    await open(pool, 1);
    opened[0]?.destroy();
    await get(pool);
    assert.equal(opened.length, 2);
  });

  it('fail without an error of their own; the request reports it', async () => {
    const pool = createAgentPool({});
    const refused = once(server, 'tlsClientError');
    const close = await pool.connectEarly(new URL(url()), 1);
    await refused;
    await assert.rejects(get(pool), ({ catalogueId }: EngineError) => {
      assert.equal(catalogueId, 'Network.Tls');
      return true;
    });
    close();
  });

  it('are not opened through a proxy', async () => {
    const proxy = await startConnectProxy((server.address() as AddressInfo).port);
    try {
      const pool = createAgentPool({ httpsProxy: `http://${proxy.address}/` });
      await pool.connectEarly(new URL('https://somewhere.example/'), 1);
      await assert.rejects(get(pool, 'https://somewhere.example/'));
      assert.deepEqual(proxy.asked, ['somewhere.example:443']);
    } finally {
      await proxy.stop();
    }
  });
});
