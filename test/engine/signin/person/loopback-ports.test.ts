import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { EngineError } from '../../../../engine/errors/engine-error.ts';
import { startLoopbackListener } from '../../../../engine/signin/person/loopback-listener.ts';

describe('the ports of the browser’s redirect', () => {
  const occupied: Server[] = [];
  afterEach(() => {
    for (const server of occupied.splice(0)) server.close();
  });

  /** A loopback port that another program listens on. */
  async function occupy(host = '127.0.0.1'): Promise<number> {
    const server = createServer();
    occupied.push(server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
    return (server.address() as AddressInfo).port;
  }

  /** A port that was free a moment ago. */
  async function free(): Promise<number> {
    const port = await occupy();
    await new Promise((resolve) => occupied.pop()?.close(resolve));
    return port;
  }

  it('are tried in the order in which they are registered', async () => {
    const [taken, next] = [await occupy(), await free()];
    const listener = await startLoopbackListener(() => 'unrelated', [taken, next]);
    assert.equal(listener.redirectUri, `http://localhost:${String(next)}`);
    listener.close();
  });

  it('are not used if another program listens on the same port of ::1, where browsers look too', async function () {
    const taken = await occupy('::1').catch(() => this.skip());
    const next = await free();
    const listener = await startLoopbackListener(() => 'unrelated', [taken, next]);
    assert.equal(listener.redirectUri, `http://localhost:${String(next)}`);
    listener.close();
  });

  it('are listed in the error if none is free, and no other port is used', async () => {
    const [one, other] = [await occupy(), await occupy()];
    await assert.rejects(
      startLoopbackListener(() => 'unrelated', [one, other]),
      (error: EngineError) => {
        assert.equal(error.id, 'Platform.NoBrowser');
        assert.match(
          error.message,
          new RegExp(`no port is free .*\\(of ${String(one)}, ${String(other)}\\)`),
        );
        return true;
      },
    );
  });
});
