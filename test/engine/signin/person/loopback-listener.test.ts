import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import {
  startLoopbackListener,
  type LoopbackListener,
} from '../../../../engine/signin/person/loopback-listener.ts';

/** The status line that the listener answers to bytes that no browser sends; '' if it only closes the connection. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer.split('\r\n')[0] ?? '');
    });
  });
}

describe('the loopback listener', () => {
  let listener: LoopbackListener;
  let port: number;
  let uncaught: unknown[];
  const remember = (error: unknown): number => uncaught.push(error);

  beforeEach(async () => {
    uncaught = [];
    process.prependListener('uncaughtExceptionMonitor', remember);
    listener = await startLoopbackListener((answer) =>
      answer.get('state') === 'right' && answer.has('code') ? 'signed-in' : 'unrelated',
    );
    port = Number(new URL(listener.redirectUri).port);
  });

  afterEach(() => {
    listener.close();
    process.off('uncaughtExceptionMonitor', remember);
  });

  /** Asserts that the sign-in is still waiting and accepts the right answer. */
  async function takesTheRightAnswer(): Promise<void> {
    const response = await fetch(`${listener.redirectUri}/?code=1&state=right`);
    assert.equal(response.status, 200);
    assert.equal((await listener.answer).get('code'), '1');
    assert.deepEqual(uncaught, []);
  }

  const headers = (host: string): string => `Host: ${host}\r\nConnection: close\r\n\r\n`;
  for (const [name, request, status] of [
    ['the path //', (host) => `GET // HTTP/1.1\r\n${headers(host)}`, 400],
    ['an invalid URL', (host) => `GET http://[ HTTP/1.1\r\n${headers(host)}`, 400],
    [
      'a whole URL',
      (host) => `GET http://evil.example/?code=1&state=right HTTP/1.1\r\n${headers(host)}`,
      400,
    ],
    ['OPTIONS *', (host) => `OPTIONS * HTTP/1.1\r\n${headers(host)}`, 400],
    ['HEAD', (host) => `HEAD /?code=1&state=right HTTP/1.1\r\n${headers(host)}`, 400],
    ['POST', (host) => `POST /?code=1&state=right HTTP/1.1\r\nContent-Length: 3\r\n${headers(host)}a=b`, 400],
    [
      'a form that another site posts',
      (host) =>
        `POST / HTTP/1.1\r\nOrigin: https://evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 18\r\n${headers(host)}code=1&state=right`,
      400,
    ],
    ['another host name', () => `GET /?code=1&state=right HTTP/1.1\r\n${headers('evil.example')}`, 400],
    ['another port', () => `GET /?code=1&state=right HTTP/1.1\r\n${headers('localhost:1')}`, 400],
    ['no host name', () => 'GET /?code=1&state=right HTTP/1.0\r\n\r\n', 400],
    ['another path', (host) => `GET /x?code=1&state=right HTTP/1.1\r\n${headers(host)}`, 400],
    ['another state', (host) => `GET /?code=1&state=wrong HTTP/1.1\r\n${headers(host)}`, 400],
    ['bytes that are not HTTP', () => '\x16\x03\x01\x00\r\n\r\n', 400],
    ['headers without end', (host) => `GET / HTTP/1.1\r\nX: ${'x'.repeat(400_000)}\r\n${headers(host)}`, 431],
  ] as [string, (host: string) => string, number][]) {
    it(`answers ${name} with ${String(status)} and keeps waiting`, async () => {
      const line = await exchange(port, request(`localhost:${String(port)}`));
      assert.match(line, new RegExp(`^HTTP/1\\.1 ${String(status)} `));
      await takesTheRightAnswer();
    });
  }

  it('closes CONNECT and Upgrade requests, and keeps waiting', async () => {
    const host = `localhost:${String(port)}`;
    assert.doesNotMatch(await exchange(port, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`), / 200 /);
    const upgrade = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    assert.doesNotMatch(await exchange(port, upgrade), / (?:101|200) /);
    await takesTheRightAnswer();
  });

  it('keeps the first code if others follow with the right state', async () => {
    const statuses = await Promise.all(
      ['1', '2', '3'].map(async (code) => {
        const { status } = await fetch(`${listener.redirectUri}/?code=${code}&state=right`);
        return [status, code] as const;
      }),
    );
    const accepted = statuses.filter(([status]) => status === 200).map(([, code]) => code);
    assert.deepEqual(accepted, [(await listener.answer).get('code')]);
    assert.deepEqual(statuses.map(([status]) => status).sort(), [200, 400, 400]);
  });

  it('frees its port at once although slow clients are still sending', async () => {
    const closed: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write('GET /?code=1&state=right HTTP/1.1\r\nHost: ');
      closed.push(new Promise((resolve) => socket.once('close', resolve)));
    }
    await takesTheRightAnswer();
    listener.close();
    await Promise.all(closed);
    assert.equal(await exchange(port, 'GET / HTTP/1.1\r\n\r\n'), '');
  });

  it('serves the browser while other connections stay silent or break off', async () => {
    const sockets: Socket[] = [];
    for (let i = 0; i < 50; i++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write('GET /?code=1&state=ri');
      if (i % 2 === 0) socket.resetAndDestroy();
      sockets.push(socket);
    }
    await takesTheRightAnswer();
    for (const socket of sockets) socket.destroy();
  });

  it('accepts a request with the many cookies that other programs set for localhost', async () => {
    const cookie = `Cookie: ${'a=b; '.repeat(8000)}\r\n`;
    const line = await exchange(
      port,
      `GET /?code=1&state=right HTTP/1.1\r\n${cookie}${headers(`localhost:${String(port)}`)}`,
    );
    assert.match(line, / 200 /);
    assert.equal((await listener.answer).get('code'), '1');
  });

  it('has its answer even if the browser disconnects before it gets the page', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    const request = `GET /?code=1&state=right HTTP/1.1\r\nHost: localhost:${String(port)}\r\n\r\n`;
    socket.write(request, () => socket.resetAndDestroy());
    assert.equal((await listener.answer).get('code'), '1');
  });
});
