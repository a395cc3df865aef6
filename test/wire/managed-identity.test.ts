import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallError, CallResult, EngineProcess } from '../support/engine-process.ts';
import { contoso, fabrikam, wireBench } from '../support/wire-bench.ts';
import { soon } from '../support/soon.ts';

const reports = {
  clientId: 'b0000000-0000-4000-8000-00000000c0a2',
  objectId: '10000000-0000-4000-8000-00000000c0a2',
  resourceId:
    '/subscriptions/1a000000-0000-4000-8000-000000000001/resourceGroups/web/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contoso-reports-identity',
};

describe('managed identities, over the wire', () => {
  const bench = wireBench();

  const connect = (
    engine: EngineProcess,
    variables: Record<string, string>,
    parameters: object = {},
  ): Promise<CallResult> =>
    engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Identity: true, ...parameters },
      { parameterSet: 'ManagedServiceLogin', environment: variables },
    );

  const contextOf = ({ outputs }: CallResult): Record<string, Record<string, unknown>> =>
    outputs[0]?.Context as Record<string, Record<string, unknown>>;

  for (const place of ['imds', 'appService', 'machineLearning', 'cloudShell', 'serviceFabric'] as const) {
    it(`sign in with ${place}, and get tokens for other services`, async () => {
      const { variables } = await bench.cloud.identity[place]();
      const { Account: account, Tenant: tenant } = contextOf(await connect(bench.engine, variables));
      assert.equal(account?.Id, 'MSI@50342');
      assert.equal(account.Type, 'ManagedService');
      assert.equal(tenant?.Id, contoso);
      const { secrets } = await bench.engine.call(
        'Get-AzAccessToken',
        { ResourceTypeName: 'KeyVault' },
        { environment: variables },
      );
      assert.match(secrets[0] ?? '', /^eyJ/);
    });
  }

  it('accept client ID, object ID and resource ID of a user-assigned identity', async () => {
    const { variables } = await bench.cloud.identity.imds();
    for (const id of Object.values(reports)) {
      const engine = await bench.startEngine();
      const { Account: account, Subscription: subscription } = contextOf(
        await connect(engine, variables, { AccountId: id }),
      );
      assert.equal(account?.Id, id);
      assert.equal(subscription?.Name, 'Contoso Staging');
      const { secrets } = await engine.call('Get-AzAccessToken', {}, { environment: variables });
      assert.match(secrets[0] ?? '', /^eyJ/);
    }
  });

  it('leave their secret in no environment of a browser that is opened later', async function () {
    if (process.platform === 'win32') this.skip();
    const { variables } = await bench.cloud.identity.appService();
    const secret = variables.IDENTITY_HEADER ?? 'none';
    await connect(bench.engine, variables);
    const seen = join(bench.home, 'environment');
    const browser = join(bench.home, 'browser');
    await writeFile(browser, `env > '${seen}.draft'; mv '${seen}.draft' '${seen}'\n`);
    const { id, done } = bench.engine.start(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseBrowserAuthentication: true },
      { environment: { ...variables, BROWSER: `/bin/sh '${browser}' %s` } },
    );
    const cancelled = assert.rejects(done, ({ data }: CallError) => data.id === 'Cancelled.ByUser');
    while (!existsSync(seen)) await delay(20);
    bench.engine.cancel(id);
    await cancelled;
    const environment = await readFile(seen, 'utf8');
    assert.match(environment, /^PATH=/m);
    assert.ok(!environment.includes(secret));
  });

  it('use a variable with a line break after it; one with a line break in it is reported by its name', async () => {
    for (const [place, name] of [
      ['appService', 'IDENTITY_HEADER'],
      ['machineLearning', 'MSI_SECRET'],
    ] as const) {
      const { variables } = await bench.cloud.identity[place]();
      const secret = variables[name] ?? '';
      await connect(await bench.startEngine(), { ...variables, [name]: `${secret}\r\n` });
      await assert.rejects(
        connect(bench.engine, { ...variables, [name]: `${secret}\nX-Other: header` }),
        ({ data, message }: CallError) => {
          assert.equal(data.id, 'NotFound.ManagedIdentity', message);
          return message.includes(`the variable ${name} cannot be sent: a line break is in it`);
        },
      );
    }
  });

  it('that are not assigned here are reported as such', async () => {
    const { variables } = await bench.cloud.identity.imds();
    await assert.rejects(
      connect(bench.engine, variables, { AccountId: 'b0000000-0000-4000-8000-00000000dead' }),
      ({ data }: CallError) => {
        assert.equal(data.id, 'NotFound.ManagedIdentity');
        return /client ID, object ID or resource ID/.test(String(data.action));
      },
    );
  });

  it('reject a tenant other than the identity’s, at sign-in and later', async () => {
    const { variables } = await bench.cloud.identity.imds();
    await connect(bench.engine, variables);
    await assert.rejects(
      bench.engine.call('Get-AzAccessToken', { TenantId: 'fabrikam.example' }, { environment: variables }),
      ({ data, message }: CallError) => {
        assert.equal(data.id, 'Authentication.OtherTenant');
        return message.includes(
          `'MSI@50342' has tokens of the tenant '${contoso}' only, not of '${fabrikam}'`,
        );
      },
    );
    await assert.rejects(
      connect(bench.engine, variables, { Tenant: 'fabrikam.example' }),
      /A managed identity belongs to one tenant/,
    );
  });

  const refused = async (
    attempt: Promise<unknown>,
    reason: RegExp,
    action: RegExp,
    id = 'NotFound.ManagedIdentity',
  ): Promise<void> => {
    await assert.rejects(attempt, ({ data, message }: CallError) => {
      assert.equal(data.id, id);
      assert.match(message, reason);
      assert.match(String(data.action), action);
      return true;
    });
  };

  it('are never user-assigned in Cloud Shell, and the error says so, even after a sign-in there', async () => {
    const { variables } = await bench.cloud.identity.cloudShell();
    const named = (): Promise<CallResult> =>
      connect(bench.engine, variables, { AccountId: reports.clientId });
    await refused(named(), /Cloud Shell has no user-assigned identities/, /Leave out -AccountId/);
    await connect(bench.engine, variables);
    await refused(named(), /Cloud Shell has no user-assigned identities/, /Leave out -AccountId/);
    await refused(
      bench.engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://other.example' },
        { parameterSet: 'ResourceUrl', environment: variables },
      ),
      /is not a supported MSI token audience/,
      /only for some services.*-UseDeviceAuthentication/,
    );
  });

  it('accept only a client ID on Azure Machine Learning', async () => {
    const { variables } = await bench.cloud.identity.machineLearning();
    const named = (id: string): Promise<CallResult> => connect(bench.engine, variables, { AccountId: id });
    await refused(
      named(reports.resourceId),
      /finds user-assigned identities only by their client ID/,
      /Give the client ID/,
    );
    await refused(
      named('b0000000-0000-4000-8000-00000000dead'),
      /No User Assigned or Delegated Managed Identity found/,
      /Check that 'b0000000/,
    );
    assert.equal(contextOf(await named(reports.clientId)).Account?.Id, reports.clientId);
  });

  it('of the application are not used for another requested identity on Service Fabric', async () => {
    const { variables } = await bench.cloud.identity.serviceFabric();
    await refused(
      connect(bench.engine, variables, { AccountId: 'b0000000-0000-4000-8000-00000000dead' }),
      /returned the identity '[-0-9a-f]{36}', not 'b0000000/,
      /Leave out -AccountId/,
    );
  });

  it('trust Service Fabric’s endpoint by its thumbprint only', async () => {
    const { variables } = await bench.cloud.identity.serviceFabric();
    const thumbprint = '0'.repeat(40);
    await refused(
      connect(bench.engine, { ...variables, IDENTITY_SERVER_THUMBPRINT: thumbprint }),
      /does not answer \(The certificate of 'localhost:\d+' is not trusted: its thumbprint is not 0{40}\)/,
      /^Check IDENTITY_ENDPOINT, which names that service/,
    );
    assert.ok(bench.cloud.requests.every(({ host }) => host !== 'service-fabric'));
  });

  it('report a service that the tenant does not know', async () => {
    const { variables } = await bench.cloud.identity.imds();
    await connect(bench.engine, variables);
    await refused(
      bench.engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: 'https://nowhere.example' },
        { parameterSet: 'ResourceUrl', environment: variables },
      ),
      /AADSTS500011/,
      /Check the name of the service/,
    );
  });

  for (const [place, status] of [
    ['imds', 404],
    ['imds', 500],
    ['appService', 503],
    ['machineLearning', 429],
    ['cloudShell', 404],
  ] as const) {
    it(`are requested again from ${place} after a temporary ${String(status)}`, async () => {
      const { variables, url } = await bench.cloud.identity[place]();
      bench.cloud.faults.add({ kind: 'server-error', path: new URL(url).pathname, status, times: 1 });
      const { Account: account } = contextOf(await connect(bench.engine, variables));
      assert.equal(account?.Id, 'MSI@50342');
    });
  }

  it('are not reported as missing if their endpoint keeps failing', async () => {
    for (const [place, status] of [
      ['imds', 404],
      ['appService', 500],
    ] as const) {
      const { variables, url } = await bench.cloud.identity[place]();
      bench.cloud.faults.add({ kind: 'server-error', path: new URL(url).pathname, status });
      // MSAL keeps using the endpoint that it found first.
      const attempt = connect(await bench.startEngine(), variables);
      await assert.rejects(attempt, ({ data, message }: CallError) => {
        assert.equal(data.id, 'Network.Status', message);
        assert.ok(message.includes(`(${String(status)})`) && message.includes(new URL(url).host), message);
        return !/identity/.test(String(data.action));
      });
      bench.cloud.faults.clear();
    }
  });

  it('report an answer that is neither a token nor a refusal, whatever it contains', async () => {
    const token = { access_token: 'a', expires_on: '1' };
    for (const body of [
      ...['null', '[]', '<html>Welcome</html>', '{"access_token":{},"expires_on":[]}'],
      ...[JSON.stringify({ ...token, access_token: '' }), JSON.stringify({ ...token, expires_on: 'never' })],
      JSON.stringify({ ...token, expires_on: 9e99 }),
    ]) {
      const { variables, url } = await bench.cloud.identity.appService();
      bench.cloud.faults.add({ kind: 'answer', path: '/msi/token', status: 200, body });
      await refused(
        connect(bench.engine, variables),
        new RegExp(`^'${new URL(url).host}' answered with something unexpected: `),
        /Try again later/,
        'Network.Response',
      );
      bench.cloud.faults.clear();
      await bench.engine.stop();
      bench.engine = await bench.startEngine();
    }
  });

  it('report the reason of a refusal in any format', async () => {
    const { variables } = await bench.cloud.identity.appService();
    for (const [body, reason] of [
      ['{"error":{"code":"NoIdentity","message":"There is none."}}', /: There is none\.$/],
      ['{"error":{"code":"NoIdentity"}}', /: NoIdentity\.$/],
      ['{"error":42}', /: it answered with the status 403\.$/],
    ] as const) {
      bench.cloud.faults.add({ kind: 'answer', path: '/msi/token', status: 403, body });
      await refused(connect(bench.engine, variables), reason, /Turn the system-assigned identity/);
      bench.cloud.faults.clear();
    }
  });

  it('report how long to wait if their endpoint allows no more requests', async () => {
    const { variables } = await bench.cloud.identity.appService();
    bench.cloud.faults.add({ kind: 'throttle', path: '/msi/token', retryAfterSeconds: 600 });
    await refused(
      connect(bench.engine, variables),
      /allows no more requests for now, after 1 attempt\.$/,
      /in 600 seconds/,
      'Throttled.Service',
    );
  });

  it('report a broken connection to the endpoint that a variable names, and nothing of the identity', async () => {
    const { variables } = await bench.cloud.identity.appService();
    bench.cloud.faults.add({ kind: 'truncate', path: '/msi/token' });
    await refused(
      connect(bench.engine, variables),
      /cannot be reached/,
      /^Check the network/,
      'Network.Refused',
    );
  });

  it('fail with the name of the variable that does not contain an address', async () => {
    await refused(
      connect(bench.engine, { MSI_ENDPOINT: 'nowhere', MSI_SECRET: 'fake' }),
      /the variable MSI_ENDPOINT is not a web address/,
      /Correct MSI_ENDPOINT/,
    );
  });

  it('fail within seconds, with advice, if there is no endpoint', async () => {
    // A port that was free a moment ago.
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => {
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
    });
    const attempt = connect(bench.engine, {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${String(port)}`,
    });
    await soon(() =>
      assert.rejects(attempt, ({ data }: CallError) => {
        assert.equal(data.id, 'NotFound.ManagedIdentity');
        return /on Azure and Azure Arc only/.test(String(data.action));
      }),
    );
  });

  it('fail with advice if the endpoint that answers is not Azure', async () => {
    const portal = createHttpServer((_request, response) => {
      response.end('<html>Welcome to the hotel</html>');
    });
    await new Promise<void>((resolve) => {
      portal.listen(0, '127.0.0.1', resolve);
    });
    const { port } = portal.address() as AddressInfo;
    const host = `http://127.0.0.1:${String(port)}`;
    await assert.rejects(
      connect(bench.engine, { AZURE_POD_IDENTITY_AUTHORITY_HOST: host }),
      ({ message, data }: CallError) => {
        assert.match(message, /the identity endpoint of this machine does not belong to Azure\.$/);
        return /on Azure and Azure Arc only/.test(String(data.action));
      },
    );
    portal.close();
  });

  it('sign in with Azure Arc’s agent after its file challenge', async function () {
    // MSAL reads keys from this folder only; skip if the machine has an agent of its own.
    if (process.platform === 'win32') this.skip();
    const agent = '/var/opt/azcmagent';
    try {
      await mkdir(agent);
    } catch {
      this.skip();
    }
    try {
      const keyFolder = join(agent, 'tokens');
      await mkdir(keyFolder);
      const { variables } = await bench.cloud.identity.azureArc({ keyFolder });
      const { Account: account } = contextOf(await connect(bench.engine, variables));
      assert.equal(account?.Id, 'MSI@50342');
      await refused(
        connect(bench.engine, variables, { AccountId: reports.clientId }),
        /the agent of Azure Arc returned the identity of the machine, not/,
        /Update the agent of Azure Arc/,
      );
      const { variables: unreadable } = await bench.cloud.identity.azureArc({ keyFolder, isReadable: false });
      await refused(
        connect(await bench.startEngine(), unreadable),
        /the key that the agent of Azure Arc wrote for this sign-in cannot be read/,
        /group 'himds'/,
      );
    } finally {
      await rm(agent, { recursive: true });
    }
  });
});
