// Authorities that fail once, or permanently.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../local-cloud/index.ts';
import type { CallError } from '../support/engine-process.ts';
import { soon } from '../support/soon.ts';
import { alex, app, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';
import { signInAtAuthorizeUrl } from '../local-cloud/index.ts';

const odd = { toString: 1 };
const token = (more: object): string => JSON.stringify({ access_token: 'a', error: 'x', ...more });
const html = '<html>Our service is down</html>';

describe('a failing authority, over the wire', () => {
  const bench = wireBench();
  const tokenPath = '/oauth2/v2.0/token';
  const tokenRequests = (): number =>
    bench.cloud.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(tokenPath)).length;
  const fault = (more: Partial<Fault> & Pick<Fault, 'kind'>): (() => void) =>
    bench.cloud.faults.add({ path: tokenPath, host: 'login', method: 'POST', ...more } as Fault);
  const isLeft =
    (id: string, words: RegExp) =>
    ({ data, message }: CallError): boolean => {
      assert.equal(data.id, id, message);
      assert.ok(message.includes(new URL(bench.cloud.loginUrl).host), message);
      assert.match(message, words);
      assert.doesNotMatch(message, /Not Available/);
      return true;
    };

  const passing: readonly (readonly [string, Partial<Fault> & Pick<Fault, 'kind'>])[] = [
    ['500', { kind: 'server-error', status: 500 }],
    ['503 with Retry-After', { kind: 'server-error', status: 503, retryAfterSeconds: 1 }],
    ['502 with an HTML page', { kind: 'answer', status: 502, body: html }],
    ['temporarily_unavailable', { kind: 'answer', status: 400, body: '{"error":"temporarily_unavailable"}' }],
    ['429', { kind: 'throttle', retryAfterSeconds: 1 }],
    ['a connection that breaks', { kind: 'reset' }],
    ['a connection that breaks after the request was handled', { kind: 'lost-answer' }],
  ];
  for (const [what, trouble] of passing) {
    it(`is called again after ${what}`, async () => {
      fault({ ...trouble, times: 1 });
      const { outputs } = await bench.connectApp();
      assert.equal(outputs.length, 1);
      assert.equal(tokenRequests(), 2);
    });
  }

  it('is reported as a network error with its status and host if it keeps failing', async () => {
    for (const [trouble, id, words] of [
      [{ kind: 'server-error', status: 500 }, 'Network.Status', /\(500\)/],
      [{ kind: 'server-error', status: 503, retryAfterSeconds: 600 }, 'Network.Status', /\(503\)/],
      [{ kind: 'answer', status: 502, body: html }, 'Network.Status', /\(502\)/],
      [{ kind: 'answer', status: 403, body: html }, 'Network.Status', /\(403\)/],
      [{ kind: 'answer', status: 400, body: '{"error":{"code":1}}' }, 'Network.Status', /\(400\)/],
      [{ kind: 'answer', status: 200, body: html }, 'Network.Response', /not JSON/],
      [{ kind: 'answer', status: 200, body: '{"access_token":{}}' }, 'Network.Response', /no token/],
      [{ kind: 'answer', status: 200, body: '{"access_token":"a\\nb"}' }, 'Network.Response', /line break/],
      [
        { kind: 'answer', status: 200, body: token({ error_description: 5 }) },
        'Network.Response',
        /not a text/,
      ],
      [
        { kind: 'answer', status: 200, body: token({ error_codes: [odd] }) },
        'Network.Response',
        /list of numbers/,
      ],
      [{ kind: 'throttle', retryAfterSeconds: 600 }, 'Throttled.Service', /no more requests/],
      [{ kind: 'reset' }, 'Network.Refused', /reset|hang up/],
    ] as const) {
      const mend = fault(trouble);
      await assert.rejects(bench.connectApp(), isLeft(id, words));
      mend();
      const mendCode = fault({ ...trouble, path: '/devicecode' });
      const parameters = { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso };
      if (!('body' in trouble && trouble.body.includes('access_token')))
        await assert.rejects(bench.engine.call('Connect-AzAccount', parameters), isLeft(id, words));
      mendCode();
    }
  });

  it('may answer with properties that are not strings', async () => {
    const others = { error_description: {}, suberror: [], claims: 7, error_codes: [odd] };
    const body = JSON.stringify({ error: 'invalid_grant', ...others });
    fault({ kind: 'answer', status: 400, body });
    await assert.rejects(bench.connectApp(), ({ data }: CallError) => data.id === 'Authentication.Failed');
  });

  const openId = { path: 'openid-configuration', method: 'GET' } as const;
  it('is not reported as a missing tenant if its OpenID configuration cannot be read', async () => {
    for (const [status, body] of [
      [503, '{}'],
      [403, html],
      [200, html],
    ] as const) {
      const mend = fault({ kind: 'answer', status, body, ...openId });
      const left = isLeft(status === 200 ? 'Network.Response' : 'Network.Status', /./);
      await assert.rejects(bench.connectApp(), left);
      await assert.rejects(bench.connectApp({ Tenant: 'contoso.example' }), left);
      mend();
    }
  });

  const discovery = (more: object): string => {
    const issuer = new URL(contoso, bench.cloud.loginUrl).href;
    const endpoints = { token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize` };
    return JSON.stringify({ issuer, ...endpoints, jwks_uri: `${issuer}/keys`, ...more });
  };

  it('gets no secret at an address in its OpenID configuration that is not https', async () => {
    for (const address of ['\0', '/token', 'http://login.example/token'])
      for (const name of ['token_endpoint', 'authorization_endpoint']) {
        const body = discovery({ [name]: address });
        const mend = fault({ kind: 'answer', status: 200, body, ...openId });
        await assert.rejects(bench.connectApp(), isLeft('Network.Response', new RegExp(`'${name}'.*https`)));
        mend();
      }
  });

  it('has no OpenID configuration in a response with status 404', async () => {
    const body = discovery({ token_endpoint: 'https://login.example/token' });
    fault({ kind: 'answer', status: 404, body, ...openId });
    await assert.rejects(bench.connectApp(), ({ data }: CallError) => data.id === 'NotFound.Tenant');
  });

  it('may hang while its OpenID configuration is read: Ctrl+C ends that, and is no other error', async () => {
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    const application = { ServicePrincipal: true, ApplicationId: app.userName, Tenant: contoso };
    const { variables } = await bench.cloud.ci.githubActions();
    for (const [cmdlet, parameters, options] of [
      ['Connect-AzAccount', { Environment: 'LocalCloud', UseDeviceAuthentication: true }, {}],
      [
        'Connect-AzAccount',
        { Environment: 'LocalCloud', ...application },
        { parameterSet: 'ClientAssertionParameterSet', environment: variables },
      ],
      ['Get-AzAccessToken', { TenantId: fabrikam }, { parameterSet: 'KnownResourceTypeName' }],
      ['Get-AzSubscription', {}, { parameterSet: 'ListByIdInTenant' }],
    ] as const) {
      const mend = fault({ kind: 'hang', path: 'openid-configuration', method: 'GET' });
      const from = bench.cloud.requests.length;
      const { id, done } = bench.engine.start(cmdlet, parameters, options);
      const cancelled = assert.rejects(done, ({ data, message }: CallError) => {
        assert.equal(data.id, 'Cancelled.ByUser', `${cmdlet} ${JSON.stringify(parameters)}: ${message}`);
        return true;
      });
      while (!bench.cloud.requests.slice(from).some(({ path }) => path.endsWith('openid-configuration')))
        await delay(20);
      bench.engine.cancel(id);
      await soon(() => cancelled);
      mend();
    }
  });

  it('is not sent an authorization code again that it may have redeemed, and the error says why', async () => {
    for (const trouble of [
      { kind: 'lost-answer' },
      { kind: 'server-error', status: 503, from: 'gateway' },
    ] as const) {
      const mend = fault({ ...trouble });
      bench.cloud.requests.splice(0);
      const signIn = bench.engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseBrowserAuthentication: true, Tenant: contoso },
        {
          interactive: true,
          environment: { BROWSER: '/bin/true' },
          ...bench.personAtAddress(async (url) => fetch(await signInAtAuthorizeUrl(url, alex, bench.cloud))),
        },
      );
      await assert.rejects(signIn, ({ data }: CallError) => String(data.id).startsWith('Network.'));
      assert.equal(tokenRequests(), 1);
      mend();
    }
  });

  it('is sent a refresh token again after a server error', async () => {
    await bench.connectWithCode({ Tenant: contoso, SkipContextPopulation: true });
    fault({ kind: 'server-error', status: 500, times: 1 });
    const { secrets } = await bench.engine.call('Get-AzAccessToken', { ForceRefresh: true });
    assert.match(secrets[0] ?? '', /^eyJ/);
    fault({ kind: 'server-error', status: 500 });
    await assert.rejects(
      bench.engine.call('Get-AzAccessToken', { ForceRefresh: true }),
      isLeft('Network.Status', /\(500\)/),
    );
  });

  it('does not end the polling for a device code', async () => {
    const { onMessage } = bench.personWithCode();
    let isShown = false;
    const signIn = bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso },
      {
        onMessage: (message) => {
          if (!isShown && JSON.stringify(message).includes('enter the code')) {
            isShown = true;
            // Each of these faults hits one poll before the code is approved.
            fault({ kind: 'server-error', status: 503, retryAfterSeconds: 1, times: 1 });
            fault({ kind: 'answer', status: 200, body: html, times: 1 });
            fault({ kind: 'answer', status: 400, body: '{"error":{"code":"x"}}', times: 1 });
            fault({ kind: 'answer', status: 400, body: '{"error":"temporarily_unavailable"}', times: 1 });
            fault({ kind: 'throttle', retryAfterSeconds: 1, times: 1 });
          }
          onMessage?.(message);
        },
      },
    );
    assert.equal((await signIn).outputs.length, 1);
    assert.ok(tokenRequests() >= 6);
  });
});
