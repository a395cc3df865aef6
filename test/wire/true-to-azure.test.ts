// Behaviour of Azure, AD FS and the metadata service that a simpler fake would not have. docs/fidelity.md has the
// sources.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { issueCertificate, signInAtAuthorizeUrl, type Person } from '../local-cloud/index.ts';
import type { CallError, CallResult } from '../support/engine-process.ts';
import { app, contoso, fabrikam, wireBench } from '../support/wire-bench.ts';

const casey: Person = { username: 'casey@personal.example', password: 'fake-password-of-casey' };
const robin: Person = { username: 'robin@northwind.example', password: 'fake-password-of-robin' };

describe('real services’ behaviour, over the wire', function () {
  this.timeout(20_000);
  const bench = wireBench();
  const contextOf = ({ outputs }: CallResult): Record<string, Record<string, unknown>> =>
    outputs[0]?.Context as Record<string, Record<string, unknown>>;

  for (const [error, suberror, id] of [
    ['invalid_grant', 'bad_token', 'NotSignedIn.Expired'],
    ['invalid_grant', 'token_expired', 'NotSignedIn.Expired'],
    ['interaction_required', 'basic_action', 'InteractionRequired.Other'],
    ['interaction_required', 'additional_action', 'InteractionRequired.Other'],
    ['invalid_grant', 'consent_required', 'InteractionRequired.Consent'],
    ['invalid_grant', 'message_only', 'InteractionRequired.Other'],
    ['invalid_grant', '', 'NotSignedIn.Expired'],
  ] as const) {
    it(`an unknown number is classified by error '${error}' and suberror '${suberror}'`, async () => {
      await bench.connectWithCode({ Tenant: contoso });
      bench.cloud.faults.add({ kind: 'refuse', path: '/token', error, suberror, number: 539999 });
      await assert.rejects(
        bench.engine.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' }),
        ({ data }: CallError) => data.id === id,
      );
    });
  }

  const addStack = (): Promise<unknown> =>
    bench.engine.call(
      'Add-AzEnvironment',
      {
        Name: 'Stack',
        ActiveDirectoryEndpoint: `${bench.cloud.loginUrl}/adfs/`,
        ResourceManagerEndpoint: bench.cloud.armUrl,
        ActiveDirectoryServiceEndpointResourceId: 'https://management.local-cloud.example/',
        EnableAdfsAuthentication: true,
      },
      { parameterSet: 'Name' },
    );

  it('the browser’s redirect uses a port that AD FS has registered', async () => {
    await addStack();
    let port = '';
    const done = bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'Stack', UseBrowserAuthentication: true },
      bench.personAtAddress(async (url) => {
        port = new URL(new URL(url).searchParams.get('redirect_uri') ?? '').port;
        await fetch(await signInAtAuthorizeUrl(url, robin, bench.cloud));
      }),
    );
    await done;
    assert.match(port, /^(8400|840[567])$/);
  });

  it('an AD FS error keeps its text, which has no AADSTS number', async () => {
    await addStack();
    await assert.rejects(
      bench.connectApp({ Environment: 'Stack' }, { secret: 'wrong' }),
      ({ message }: CallError) => /MSIS9622/.test(message),
    );
  });

  it('a certificate file signs for AD FS with RS256 and the SHA-1 thumbprint, and for Entra ID with PS256', async () => {
    await addStack();
    const issued = issueCertificate({ subject: 'contoso-deploy', days: 30, keyType: 'rsa' });
    const deploy = bench.cloud.data.apps.find(({ clientId }) => clientId === app.userName);
    deploy?.certificates?.push(issued.certificatePem);
    deploy?.servicePrincipals?.push({
      tenant: 'northwind.example',
      objectId: '50000000-0000-4000-8001-0000000000f2',
    });
    const path = join(bench.home, 'deploy.pem');
    await writeFile(path, issued.privateKeyPem + issued.certificatePem);
    const algorithms: unknown[] = [];
    for (const [environment, tenant] of [
      ['Stack', '60000000-0000-4000-8000-000000000001'],
      ['LocalCloud', contoso],
    ]) {
      await bench.engine.call(
        'Connect-AzAccount',
        {
          ...{ Environment: environment, Tenant: tenant, ServicePrincipal: true },
          ...{ ApplicationId: app.userName, CertificatePath: path },
        },
        { parameterSet: 'ServicePrincipalCertificateFileWithSubscriptionId' },
      );
      const assertions = bench.cloud.requests.flatMap(({ body }) =>
        new URLSearchParams(body).getAll('client_assertion'),
      );
      algorithms.push(decodeProtectedHeader(assertions.at(-1) ?? '').alg);
    }
    assert.deepEqual(algorithms, ['RS256', 'PS256']);
  });

  it('a personal account signs in to a tenant of its list', async () => {
    const result = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true },
      bench.personWithCode(casey),
    );
    const { Tenant: tenant, Subscription: subscription } = contextOf(result);
    assert.equal(tenant?.Id, fabrikam);
    assert.equal(subscription?.Name, 'Fabrikam Shared');
  });

  it('a personal account later gets tokens in the tenant of its context', async () => {
    await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true },
      bench.personWithCode(casey),
    );
    const { secrets } = await bench.engine.call('Get-AzAccessToken', { ResourceTypeName: 'KeyVault' });
    assert.match(secrets[0] ?? '', /^eyJ/);
  });

  it('a sign-in is kept if ARM answers 500 at /tenants', async () => {
    bench.cloud.faults.add({ kind: 'server-error', path: '/tenants', host: 'arm', status: 500 });
    assert.equal(contextOf(await bench.connectWithCode({ Tenant: contoso })).Tenant?.Id, contoso);
  });

  it('an error page of a gateway is reported with the gateway’s status', async () => {
    bench.cloud.faults.add({ kind: 'server-error', path: '*', host: 'login', status: 502, from: 'gateway' });
    await assert.rejects(bench.connectApp(), ({ message, data }: CallError) => {
      assert.match(message, /502/);
      return String(data.id).startsWith('Network.');
    });
  });

  it('an empty answer of a gateway is reported with the gateway’s status', async () => {
    bench.cloud.faults.add({ kind: 'server-error', path: '*', host: 'login', status: 504, from: 'nothing' });
    await assert.rejects(bench.connectApp(), ({ message, data }: CallError) => {
      assert.match(message, /504/);
      return String(data.id).startsWith('Network.');
    });
  });

  for (const status of [404, 408, 410, 429, 500]) {
    it(`IMDS is asked again after it answers ${String(status)} once`, async function () {
      this.timeout(60_000);
      const { variables } = await bench.cloud.identity.imds();
      bench.cloud.faults.add({ kind: 'server-error', path: '*', host: 'imds', status, times: 1 });
      const result = await bench.engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', Identity: true },
        { parameterSet: 'ManagedServiceLogin', environment: { ...variables } },
      );
      assert.equal(contextOf(result).Account?.Id, 'MSI@50342');
    });
  }

  it('a delegated subscription is found through the managing tenant, and shown with the tenant it belongs to', async () => {
    const result = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, Subscription: 'Contoso Sandbox' },
      bench.personWithCode({ username: 'morgan@fabrikam.example', password: 'fake-password-of-morgan' }),
    );
    const { Tenant: tenant, Subscription: subscription } = contextOf(result);
    assert.equal(tenant?.Id, fabrikam);
    assert.equal(subscription?.HomeTenantId, contoso);
    assert.deepEqual(subscription.ManagedByTenantIds, [fabrikam]);
  });

  for (const name of ['HTTPS_PROXY', 'ALL_PROXY']) {
    it(`a SOCKS proxy in ${name} is rejected, and no request bypasses it`, async () => {
      const before = bench.cloud.requests.length;
      await assert.rejects(
        bench.engine.call(
          'Connect-AzAccount',
          { UseDeviceAuthentication: true, Tenant: contoso },
          { environment: { [name]: 'socks5h://user:hunter2@proxy.example:1080' } },
        ),
        ({ data, message }: CallError) => {
          assert.equal(data.id, 'Network.Proxy', message);
          assert.doesNotMatch(message, /hunter2/);
          return /'proxy\.example:1080'.*SOCKS/.test(message);
        },
      );
      assert.equal(bench.cloud.requests.length, before);
    });
  }

  it('a proxy that is no HTTP proxy is rejected, and no request bypasses it', async () => {
    for (const [name, address, shown] of [
      ['HTTPS_PROXY', 'ftp://user:hunter2@proxy.example:1080', 'proxy.example:1080'],
      ['ALL_PROXY', 'http://user:hunter2@a b/', 'a b/'],
    ] as const)
      await assert.rejects(
        bench.engine.call(
          'Connect-AzAccount',
          { UseDeviceAuthentication: true, Tenant: contoso },
          { environment: { [name]: address } },
        ),
        ({ data, message }: CallError) => {
          assert.equal(data.id, 'Network.Proxy', message);
          assert.doesNotMatch(message, /hunter2/);
          return message.includes(`'${shown}' did not let the connection`);
        },
      );
  });

  it('a token cache that contains one client under two names of the same host is read', async () => {
    await bench.connectWithCode({ Tenant: contoso });
    const path = join(bench.home, '.IdentityService/msal.cache.cae');
    const text = await readFile(path, 'utf8');
    const { host } = new URL(bench.cloud.loginUrl);
    const cache = JSON.parse(text.replaceAll(host, 'login.windows.net')) as Record<
      string,
      Record<string, object>
    >;
    const clientId = '1950a258-227b-4e31-a9cf-717495945fc2';
    for (const environment of ['login.windows.net', 'login.microsoftonline.com']) {
      cache.AppMetadata = {
        ...cache.AppMetadata,
        [`appmetadata-${environment}-${clientId}`]: { client_id: clientId, environment, family_id: '1' },
      };
    }
    await writeFile(path, JSON.stringify(cache));
    await bench.rewriteContexts((contexts) => {
      const file = JSON.parse(contexts) as { Contexts: Record<string, { Environment?: object } | null> };
      for (const context of Object.values(file.Contexts))
        if (context !== null) Reflect.deleteProperty(context, 'Environment');
      return JSON.stringify(file);
    });
    const engine = await bench.startEngine();
    // Nothing answers there; the test needs only that the cache is read and the refresh token is sent.
    await assert.rejects(
      engine.call(
        'Get-AzAccessToken',
        { ForceRefresh: true },
        { environment: { HTTPS_PROXY: 'http://127.0.0.1:9' } },
      ),
      ({ data, message }: CallError) => {
        assert.doesNotMatch(message, /multiple_matching/);
        return String(data.id).startsWith('Network.');
      },
    );
  });
});
