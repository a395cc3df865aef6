import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { proxiedHost } from '../local-cloud/index.ts';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from '../support/connect-proxy.ts';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { soon } from '../support/soon.ts';
import { app, contoso, wireBench } from '../support/wire-bench.ts';

const json = (status: string, body: object): string => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${String(text.length)}\r\n\r\n${text}`;
};
const forgedDocument = {
  issuer: `https://login.example/${contoso}/v2.0`,
  authorization_endpoint: 'https://evil.example/authorize',
  token_endpoint: 'https://evil.example/token',
  jwks_uri: 'https://evil.example/keys',
};

describe('a proxy that opens no tunnel, over the wire', () => {
  const bench = wireBench();
  const proxies: ConnectProxy[] = [];
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  });
  const behind = async (options: ConnectProxyOptions): Promise<Record<string, string>> => {
    const proxy = await startConnectProxy(Number(new URL(bench.cloud.armUrl).port), options);
    proxies.push(proxy);
    return { HTTPS_PROXY: `http://alex:hunter2@${proxy.address}` };
  };
  const address = (): string => proxies.at(-1)?.address ?? '';
  /** Adds a cloud whose every address is behind the proxy. */
  const addProxied = (): Promise<CallResult> =>
    bench.engine.call(
      'Add-AzEnvironment',
      {
        Name: 'Proxied',
        ActiveDirectoryEndpoint: `https://${proxiedHost}/`,
        ResourceManagerEndpoint: `https://${proxiedHost}/`,
        ActiveDirectoryServiceEndpointResourceId: 'https://management.local-cloud.example/',
      },
      { parameterSet: 'Name' },
    );
  const isProxyError =
    (reason: RegExp) =>
    ({ data, message }: CallError): boolean => {
      assert.equal(data.id, 'Network.Proxy', message);
      assert.ok(message.includes(`'${address()}'`), message);
      assert.match(message, reason);
      assert.doesNotMatch(JSON.stringify(data), /hunter2|alex:/);
      return true;
    };
  const connectApp = (variables: Record<string, string>, tenant = contoso): Promise<CallResult> => {
    return bench.engine.call(
      'Connect-AzAccount',
      {
        ...{ Environment: 'Proxied', ServicePrincipal: true, Tenant: tenant },
        Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
      },
      { environment: variables, parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [app.secret] },
    );
  };

  for (const [status, reason] of [
    ['407 Proxy Authentication Required', /asks for a user name and password \(status 407\)/],
    ['403 Forbidden', /status 403 \(Forbidden\)/],
    ['502 Bad Gateway', /status 502 \(Bad Gateway\)/],
    ['302 Found', /status 302 \(Found\)/],
    ['100 Continue', /status 100 \(Continue\)/],
  ] as const) {
    it(`is Network.Proxy for a sign-in if it answers ${status} with any forged document`, async () => {
      const variables = await behind({ answer: () => json(status, forgedDocument) });
      await addProxied();
      await assert.rejects(connectApp(variables), isProxyError(reason));

      await assert.rejects(connectApp(variables, 'contoso.example'), isProxyError(reason));
      const byCode = { Environment: 'Proxied', UseDeviceAuthentication: true, Tenant: contoso };
      await assert.rejects(
        bench.engine.call('Connect-AzAccount', byCode, { environment: variables }),
        isProxyError(reason),
      );
    });
  }

  it('does not have its answer taken for one of ARM or another service', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const variables = await behind({ answer: () => json('403 Forbidden', { value: [] }) });
    await bench.engine.call(
      'Set-AzEnvironment',
      { Name: 'LocalCloud', ResourceManagerEndpoint: `https://${proxiedHost}/` },
      { parameterSet: 'Name' },
    );
    const options = { environment: variables };
    const isForbidden = isProxyError(/status 403/);
    await assert.rejects(bench.engine.call('Get-AzSubscription', {}, options), isForbidden);
    const request = { Path: '/subscriptions?api-version=2022-12-01' };
    await assert.rejects(
      bench.engine.call('Invoke-AzRestMethod', request, { ...options, parameterSet: 'ByPath' }),
      isForbidden,
    );
    const discovery = { Name: 'Other', ARMEndpoint: `https://${proxiedHost}/` };
    await assert.rejects(
      bench.engine.call('Add-AzEnvironment', discovery, { ...options, parameterSet: 'ARMEndpoint' }),
      isForbidden,
    );
  });

  it('does not have its answer taken for one of an identity endpoint or a CI system', async () => {
    const variables = await behind({
      answer: () => json('403 Forbidden', { access_token: 'x', value: 'x' }),
    });
    const { HTTPS_PROXY: proxy = '' } = variables;
    const identity = {
      environment: {
        HTTP_PROXY: proxy,
        IDENTITY_ENDPOINT: 'http://identity.example/token',
        IDENTITY_HEADER: 'x',
      },
      parameterSet: 'ManagedServiceLogin',
    };
    await assert.rejects(
      bench.engine.call('Connect-AzAccount', { Environment: 'LocalCloud', Identity: true }, identity),
      isProxyError(/status 403/),
    );
    const actions = {
      ...variables,
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${proxiedHost}/token`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    };
    await assert.rejects(
      bench.engine.call(
        'Connect-AzAccount',
        {
          ...{ Environment: 'LocalCloud', ServicePrincipal: true, Tenant: contoso },
          ApplicationId: 'a0000000-0000-4000-8000-0000000d3910',
        },
        { parameterSet: 'ClientAssertionParameterSet', environment: actions },
      ),
      isProxyError(/status 403/),
    );
  });

  it('is reported with its authentication schemes if it asks for credentials', async () => {
    const answer =
      'HTTP/1.1 407 Come in\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n';
    const variables = await behind({ answer: () => answer });
    await addProxied();
    await assert.rejects(connectApp(variables), (error: CallError) => {
      assert.match(error.message, /\(status 407\); it accepts Negotiate, Basic/);
      return /HTTPS_PROXY/.test(String(error.data.action));
    });
  });

  it('is sent the user name and password in its address, even of a domain with a backslash', async () => {
    await addProxied();
    await behind({});
    for (const credentials of ['contoso\\alex:h/u#n?t er@2', 'contoso%5Calex:h%2Fu%23n%3Ft%20er%402']) {
      for (const scheme of ['http://', '']) {
        // Behind the tunnel is no authority, which has nothing to do with the proxy.
        await assert.rejects(
          connectApp({ HTTPS_PROXY: `${scheme}${credentials}@${address()}` }),
          ({ data }: CallError) => data.id === 'NotFound.Tenant',
        );
      }
    }
    assert.deepEqual([...new Set(proxies.at(-1)?.credentials)], ['contoso\\alex:h/u#n?t er@2']);
  });

  it('is Network.Proxy if it sends bytes before the tunnel is open, or endless headers', async () => {
    await addProxied();
    const smuggling = await behind({ smuggled: json('200 OK', forgedDocument) });
    await assert.rejects(connectApp(smuggling), isProxyError(/sent data of its own/));
    const endless = await behind({ answer: () => `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}` });
    await assert.rejects(connectApp(endless), isProxyError(/cannot be read/));
  });

  it('is Network.Proxy if it does not answer in time', async function () {
    // Test-AzSignIn waits 15 seconds for each service.
    this.timeout(120_000);
    const variables = await behind({ answer: () => '' });
    await addProxied();
    const { outputs } = await bench.engine.call(
      'Test-AzSignIn',
      { Environment: 'Proxied' },
      { environment: variables },
    );
    const found = outputs.find(({ Check }) => Check === 'Proxy');
    assert.equal(found?.Status, 'Failed');
    assert.match(String(found.Finding), /gave no answer within 15 seconds/);
  });

  it('does not delay Ctrl+C if it does not answer', async () => {
    const variables = await behind({ answer: () => '' });
    await addProxied();
    const parameters = { Environment: 'Proxied', UseDeviceAuthentication: true, Tenant: contoso };
    const { id, done } = bench.engine.start('Connect-AzAccount', parameters, { environment: variables });
    const isStopped = assert.rejects(done, ({ data }: CallError) => data.id === 'Cancelled.ByUser');
    while (proxies[0]?.asked.length === 0) await delay(20);
    bench.engine.cancel(id);
    await soon(() => isStopped);
  });

  it('fails Test-AzSignIn’s check of the proxy', async () => {
    const variables = await behind({ answer: () => json('407 Proxy Authentication Required', {}) });
    await addProxied();
    const { outputs } = await bench.engine.call(
      'Test-AzSignIn',
      { Environment: 'Proxied' },
      { environment: variables },
    );
    const status = Object.fromEntries(outputs.map(({ Check, Status }) => [String(Check), Status]));
    assert.deepEqual(
      [status.Proxy, status.Authority, status['Resource Manager']],
      ['Failed', 'Failed', 'Failed'],
    );
  });
});
