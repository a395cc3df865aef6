import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { signInAtAuthorizeUrl } from '../local-cloud/index.ts';
import { streamText, type CallError, type CallOptions } from '../support/engine-process.ts';
import { alex, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';

/** Sends a raw request and returns the status line of the answer. */
function statusLine(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket
      .on('error', () => undefined)
      .on('close', () => {
        resolve(answer.split('\r\n')[0] ?? '');
      });
  });
}

describe('signing in, over the wire', () => {
  const bench = wireBench();

  it('returns the default context after a device code, with the first subscription of the cloud', async () => {
    const { outputs, messages } = await bench.connectWithCode();
    const context = outputs[0]?.Context as Record<string, Record<string, unknown>>;
    assert.equal(context.Account?.Id, 'alex@contoso.example');
    assert.equal(context.Tenant?.Id, contoso);
    assert.equal(context.Environment?.Name, 'LocalCloud');
    assert.match(String(context.Subscription?.Name), /\S/);
    assert.match(streamText(messages, 'warning'), /enter the code/, 'without a person the code is a warning');
  });

  it('succeeds in the browser: the printed address leads to the listener and back', async () => {
    const { outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true, Tenant: 'contoso.example' },
      bench.personAtAddress(bench.comeBack),
    );
    assert.equal((outputs[0]?.Context as { Tenant: { Id: string } }).Tenant.Id, contoso);
    const authorize = bench.cloud.requests.find(({ path }) => path.endsWith('/authorize'));
    assert.equal(authorize?.query.get('code_challenge_method'), 'S256');
    assert.equal(authorize.query.get('prompt'), 'select_account');
    assert.match(authorize.query.get('state') ?? '', /^.{20,}$/);
    assert.match(authorize.query.get('nonce') ?? '', /^.{20,}$/);
  });

  it('accepts the pasted final address of the browser, after an unrelated one', async () => {
    let ended: (url: string) => void;
    const address = new Promise<string>((resolve) => {
      ended = resolve;
    });
    let asked = 0;
    const { outputs, messages } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true, Tenant: contoso },
      {
        interactive: true,
        environment: { SSH_TTY: '/dev/pts/0' },
        ...bench.personAtAddress(async (url) => {
          ended(await signInAtAuthorizeUrl(url, alex, bench.cloud));
        }),
        onPrompt: (message) => {
          if (message.startsWith('Number')) return Promise.resolve('');
          return asked++ === 0
            ? Promise.resolve('not an address')
            : asked === 2
              ? address.then((url) => url.replace(/state=[^&]+/, 'state=other'))
              : address;
        },
      },
    );
    assert.equal((outputs[0]?.Context as { Account: { Id: string } }).Account.Id, 'alex@contoso.example');
    assert.match(
      streamText(messages, 'warning'),
      /This is not the address.*This address belongs to another sign-in/s,
    );
    // No browser opens here, so the text is not the one for a browser that opens.
    assert.match(
      streamText(messages, 'host'),
      /^Open this address in a browser, on this or another machine/m,
    );
  });

  it('answers 400 to unexpected requests at the listener, and keeps waiting', async () => {
    const answers: string[] = [];
    const { outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true, Tenant: contoso },
      bench.personAtAddress(async (url) => {
        const { port, host } = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
        for (const target of ['//', 'http://[', '/?code=stolen&state=other', '/?error=access_denied'])
          answers.push(await statusLine(Number(port), `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
        await bench.comeBack(url);
      }),
    );
    assert.deepEqual(answers, Array(4).fill('HTTP/1.1 400 Bad Request'));
    assert.equal(outputs.length, 1);
  });

  it('answers 400 to the redirect of an earlier sign-in, and redeems only its own code', async () => {
    const redirects: URL[] = [];
    const replayed: number[] = [];
    for (const ContextName of ['first', 'second']) {
      await bench.engine.call(
        'Connect-AzAccount',
        {
          Environment: 'LocalCloud',
          UseBrowserAuthentication: true,
          Tenant: contoso,
          ContextName,
          Force: true,
        },
        bench.personAtAddress(async (url) => {
          const own = new URL(await signInAtAuthorizeUrl(url, alex, bench.cloud));
          for (const earlier of redirects) {
            earlier.port = own.port;
            replayed.push((await fetch(earlier)).status);
          }
          redirects.push(own);
          await fetch(own);
        }),
      );
    }
    assert.deepEqual(replayed, [400]);
    const redeemed = bench.cloud.requests
      .filter(({ path }) => path.endsWith('/token'))
      .flatMap(({ body }) => new URLSearchParams(body).getAll('code'));
    assert.deepEqual(
      redeemed,
      redirects.map(({ searchParams }) => searchParams.get('code')),
    );
  });

  it('ignores a stray request and keeps waiting', async () => {
    const { outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true, Tenant: contoso },
      bench.personAtAddress(async (url) => {
        const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
        assert.equal((await fetch(`${redirect}/favicon.ico`)).status, 400);
        await bench.comeBack(url);
      }),
    );
    assert.equal(outputs.length, 1);
  });

  it('fails with a clear message if the person declines in the browser', async () => {
    const attempt = bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true },
      bench.personAtAddress(async (url) =>
        fetch(await signInAtAuthorizeUrl(url, { ...alex, decline: 'account' }, bench.cloud)),
      ),
    );
    await assert.rejects(attempt, (error: CallError) => error.data.id === 'Authentication.Denied');
  });

  it('stops waiting for a closed browser after the configured time', async () => {
    await bench.engine.call('Update-AzConfig', { LoginTimeoutSeconds: 1, Scope: 'Process' });
    const attempt = bench.engine.call('Connect-AzAccount', {
      Environment: 'LocalCloud',
      UseBrowserAuthentication: true,
    });
    await assert.rejects(attempt, (error: CallError) => error.data.id === 'Authentication.Timeout');
  });

  it('frees the port within a second when it is cancelled', async () => {
    let port = 0;
    let shown: () => void;
    const printed = new Promise<void>((resolve) => {
      shown = resolve;
    });
    const call = bench.engine.start(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true },
      bench.personAtAddress((url) => {
        port = Number(new URL(new URL(url).searchParams.get('redirect_uri') ?? '').port);
        shown();
        return Promise.resolve();
      }),
    );
    await printed;
    bench.engine.cancel(call.id);
    await soon(() => assert.rejects(call.done, (error: CallError) => error.code === -32800));
    await assert.rejects(
      new Promise((resolve, reject) => {
        connect(port, '127.0.0.1', () => {
          resolve(undefined);
        }).once('error', reject);
      }),
    );
  });

  it('returns at once when it is cancelled during a device code wait', async () => {
    let shown: () => void;
    const printed = new Promise<void>((resolve) => {
      shown = resolve;
    });
    const call = bench.engine.start(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true },
      {
        onMessage: ({ method }) => {
          if (method === 'host/write') shown();
        },
      },
    );
    await printed;
    bench.engine.cancel(call.id);
    await soon(() => assert.rejects(call.done, (error: CallError) => error.code === -32800));
  });

  const atPrompt = (): CallOptions => ({
    ...bench.personWithCode(),
    interactive: true,
    onPrompt: () => Promise.resolve(''),
  });

  for (const [place, environment] of [
    ['no browser can be opened', { SSH_TTY: '/dev/pts/1' }],
    ['the browser fails', { BROWSER: '/bin/false' }],
  ] as const) {
    it(`fails at once if nobody can be prompted and ${place}, and lists the non-interactive flows`, async () => {
      const call = bench.engine.call('Connect-AzAccount', { Environment: 'LocalCloud' }, { environment });
      await soon(() =>
        assert.rejects(call, ({ message, data }: CallError) => {
          assert.equal(data.id, 'InteractionRequired.NoPerson');
          assert.match(message, /no one can be asked here: this is a test, and .*browser/);
          return /-Identity.*-ServicePrincipal.*-UseDeviceAuthentication/.test(String(data.action));
        }),
      );
    });
  }

  it('opens no browser in a Windows service, where nobody would see it', async () => {
    const call = bench.engine.call('Connect-AzAccount', { Environment: 'LocalCloud' }, { hasDesktop: false });
    await assert.rejects(call, ({ message, data }: CallError) => {
      assert.equal(data.id, 'InteractionRequired.NoPerson');
      return message.includes('no browser can be opened: this is a service without a desktop');
    });
  });

  it('falls back to the device code by default if no browser can be opened, and says why', async () => {
    const { messages } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      { ...atPrompt(), environment: { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } },
    );
    const [why = ''] = streamText(messages, 'warning').split('\n');
    assert.match(why, /^No browser here: this is an SSH session\./);
    // On 24 lines the QR code leaves room for one line above the code.
    assert.ok(`WARNING: ${why}`.length <= 80, why);
  });

  it('falls back to the device code if opening the browser fails', async () => {
    const { messages } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      { ...atPrompt(), environment: { BROWSER: '/bin/false' } },
    );
    assert.match(
      streamText(messages, 'warning'),
      /The browser could not be opened .*Going on with a device code/,
    );
  });

  it('prints the address of an opened browser only on Enter, as a hyperlink', async () => {
    const seen: string[] = [];
    const { messages } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      {
        interactive: true,
        consoleWidth: 80,
        environment: { BROWSER: '/bin/true', TERM: 'xterm-kitty' },
        ...bench.personAtAddress(bench.comeBack),
        onPrompt: (message) => {
          seen.push(message);
          return seen.length === 1 || message.startsWith('Number')
            ? Promise.resolve('')
            : new Promise<never>(() => undefined);
        },
      },
    );
    const links = streamText(messages, 'console');
    assert.match(links, /^Sign in with the browser\. If none has opened, open .*this page.*\.$/);
    assert.match(streamText(messages, 'host'), /^If no browser has opened, open this address.*\n\nhttps:/);
    const quiet = messages
      .filter(({ method }) => method === 'host/prompt')
      .map(({ params }) => params?.quiet);
    assert.deepEqual(quiet.slice(0, 2), [true, false]);
  });

  it('prompts for nothing if the account is signed in, and keeps its context', async () => {
    await bench.connectWithCode();
    await bench.engine.call(
      'Set-AzContext',
      { Subscription: 'Contoso Staging' },
      { parameterSet: 'Subscription' },
    );
    const { outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', AccountId: alex.username.toUpperCase() },
      {
        interactive: true,
        environment: { BROWSER: '/bin/false' },
        onPrompt: (message) => Promise.reject(new Error(`asked: ${message}`)),
      },
    );
    const context = outputs[0]?.Context as Record<string, { Id?: string; Name?: string }>;
    assert.equal(context.Account?.Id, alex.username);
    assert.equal(context.Subscription?.Name, 'Contoso Staging');
  });

  it('continues without the broker if that is unavailable, and reports why and which flow follows', async () => {
    await bench.engine.call('Update-AzConfig', { EnableLoginByWam: true, Scope: 'Process' });
    const { messages, outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Tenant: contoso },
      {
        ...bench.personWithCode(),
        interactive: true,
        onPrompt: () => Promise.resolve(''),
        environment: { CODESPACES: 'true' },
      },
    );
    assert.equal(outputs.length, 1);
    assert.match(
      streamText(messages, 'host'),
      /EnableLoginByWam is on, but the broker signs in to AzureCloud only, not to LocalCloud\. Going on with a device code/,
    );
  });

  it('resolves a domain name first, and names one that is unknown', async () => {
    await bench.connectWithCode({ Tenant: 'fabrikam.example' });
    const context = (await bench.engine.call('Get-AzContext')).outputs[0] as { Tenant: { Id: string } };
    assert.equal(context.Tenant.Id, fabrikam);
    const paths = bench.cloud.requests.map(({ path }) => path);
    const discovery = paths.findIndex((path) => path.startsWith('/fabrikam.example/'));
    const code = paths.findIndex((path) => path.endsWith('/devicecode'));
    assert.ok(discovery >= 0 && discovery < code);
    await assert.rejects(bench.connectWithCode({ Tenant: 'nobody.example' }), (error: CallError) => {
      assert.equal(error.data.id, 'NotFound.Tenant');
      assert.match(String(error.data.action), /typing errors, and that LocalCloud is the right cloud\.$/);
      return error.message.includes("'nobody.example'");
    });
    await assert.rejects(bench.connectWithCode({ Tenant: '123' }), (error: CallError) => {
      assert.match(error.message, /'123' .* -Tenant\. It is neither an ID nor a domain name\.$/);
      return /such as contoso\.onmicrosoft\.com/.test(String(error.data.action));
    });
  });

  it('explains a wrong secret with its AADSTS number, correlation ID and next step', async () => {
    const attempt = bench.connectApp({}, { secret: 'wrong-secret-value' });
    await assert.rejects(attempt, (error: CallError) => {
      assert.match(error.message, /secret of the application is wrong.*AADSTS7000215.*correlation ID/);
      assert.match(String(error.data.action), /not its ID/);
      return !JSON.stringify(error.data).includes('wrong-secret-value');
    });
  });

  it('distinguishes an unreachable authority from one that refuses', async () => {
    const { data } = (await bench.cloud
      .stop()
      .then(() => bench.connectWithCode().catch((error: unknown) => error as CallError))) as CallError;
    assert.equal(data.id, 'Network.Refused');
    assert.match(String(data.action), /proxy/);
  });
});
