import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { localArmAudience } from '../local-cloud/index.ts';
import { ensureDotnetProgram } from '../support/dotnet-program.ts';
import { streamText, type CallResult } from '../support/engine-process.ts';
import { alex, app, wireBench } from '../support/wire-bench.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
/** The system's Python, which finds the system's packages. */
const python = '/usr/bin/python3';
const azureOfPython = '/usr/lib/python3/dist-packages/azure/identity';
/** The Azure CLI of Debian, whose version speaks the older protocol. */
const azureCli = '/usr/bin/az';

interface Endpoint {
  readonly url: string;
  readonly secret: string;
}

interface Given {
  readonly status: number;
  readonly body: Record<string, string>;
}

describe('the identity endpoint', function () {
  this.timeout(60_000);
  const bench = wireBench();

  /** The variables that a call sets, as PowerShell receives them. */
  const variablesOf = ({ messages, secrets }: CallResult): Record<string, string | null> => {
    const params = messages.find(({ method }) => method === 'host/variables')?.params;
    const list = (params?.variables ?? []) as { name: string; value?: string | null; secret?: number }[];
    return Object.fromEntries(
      list.map(({ name, value, secret }) => [
        name,
        secret === undefined ? (value ?? null) : (secrets[secret] ?? ''),
      ]),
    );
  };

  const start = async (
    parameters: object = {},
    environment: Record<string, string> = {},
  ): Promise<Endpoint> => {
    const set = variablesOf(await bench.engine.call('Start-AzIdentityEndpoint', parameters, { environment }));
    return { url: set.IDENTITY_ENDPOINT ?? '', secret: set.IDENTITY_HEADER ?? '' };
  };

  const ask = (
    { url, secret }: Endpoint,
    { query, ...options }: RequestOptions & { query?: Record<string, string> } = {},
  ): Promise<Given> => {
    const all = { 'api-version': '2019-08-01', resource: localArmAudience, ...query };
    return new Promise((resolve, reject) => {
      get(
        `${url}?${new URLSearchParams(all).toString()}`,
        { headers: { 'X-IDENTITY-HEADER': secret }, ...options },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Given['body'] });
          });
        },
      ).on('error', reject);
    });
  };

  it('returns a token of the current context in App Service’s format', async () => {
    await bench.connectApp();
    const endpoint = await start();
    assert.match(endpoint.url, /^http:\/\/127\.0\.0\.1:\d+\/msi\/token$/);
    assert.match(endpoint.secret, /^[0-9a-f]{64}$/);
    const { status, body } = await ask(endpoint);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), [
      'access_token',
      'client_id',
      'expires_on',
      'resource',
      'token_type',
    ]);
    assert.equal(body.client_id, app.userName);
    assert.equal(body.resource, localArmAudience);
    assert.ok(Number(body.expires_on) > Date.now() / 1000);
  });

  it('returns tokens of the context that is current at the time of the request, and renews them', async () => {
    await bench.connectApp();
    const endpoint = await start();
    const first = await ask(endpoint);
    assert.equal((await ask(endpoint)).body.access_token, first.body.access_token);
    await bench.connectWithCode();
    const { body } = await ask(endpoint);
    const claims = Buffer.from(body.access_token?.split('.')[1] ?? '', 'base64url').toString();
    assert.ok(claims.includes(alex.username));
    await bench.engine.call('Clear-AzContext', { Force: true });
    const none = await ask(endpoint);
    assert.equal(none.status, 400);
    assert.match(none.body.message ?? '', /Connect-AzAccount/);
  });

  it('answers in the format of 2017-09-01 too', async () => {
    await bench.connectApp();
    const endpoint = await start();
    const query = { 'api-version': '2017-09-01' };
    const { status, body } = await ask(endpoint, { query, headers: { Secret: endpoint.secret } });
    assert.equal(status, 200, JSON.stringify(body));
    assert.match(body.expires_on ?? '', /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+00:00$/);
    assert.ok(Date.parse(body.expires_on ?? '') > Date.now());
    assert.equal((await ask(endpoint, { query })).status, 401);
    const other = await ask(endpoint, {
      query: { ...query, clientid: 'other' },
      headers: { Secret: endpoint.secret },
    });
    assert.equal(other.status, 400);
  });

  const refused: readonly (readonly [title: string, options: Parameters<typeof ask>[1], status: number])[] = [
    ['without its header', { headers: {} }, 401],
    ['with another header', { headers: { 'X-IDENTITY-HEADER': 'f'.repeat(64) } }, 401],
    ['with a header of another length', { headers: { 'X-IDENTITY-HEADER': 'f' } }, 401],
    ['for another resource', { query: { resource: 'https://evil.example' } }, 403],
    ['without a resource', { query: { resource: '' } }, 400],
    ['in another version', { query: { 'api-version': '2018-02-01' } }, 400],
    ['for another identity', { query: { client_id: 'other' } }, 400],
  ];
  for (const [title, options, status] of refused)
    it(`rejects a request ${title}`, async () => {
      await bench.connectApp();
      const given = await ask(await start(), options);
      assert.equal(given.status, status, JSON.stringify(given.body));
      assert.equal(given.body.access_token, undefined);
    });

  it('rejects requests of browsers, under any host name, and other methods and paths', async () => {
    await bench.connectApp();
    const endpoint = await start();
    const key = { 'X-IDENTITY-HEADER': endpoint.secret };
    const rebound = await ask(endpoint, { headers: { ...key, host: 'evil.example' } });
    assert.equal(rebound.status, 400);
    const page = await ask(endpoint, { headers: { ...key, origin: 'https://evil.example' } });
    assert.equal(page.status, 403);
    assert.equal((await ask(endpoint, { headers: key, method: 'POST' })).status, 404);
    const elsewhere = { ...endpoint, url: endpoint.url.replace('/msi/token', '/') };
    assert.equal((await ask(elsewhere)).status, 404);
  });

  it('returns tokens only for the audiences that were named', async () => {
    await bench.connectApp();
    const endpoint = await start({ Audience: ['https://vault.azure.net'] });
    assert.equal((await ask(endpoint)).status, 403);
    const vault = await ask(endpoint, { query: { resource: 'https://VAULT.azure.net/' } });
    assert.equal(vault.status, 200, JSON.stringify(vault.body));
  });

  it('can be stopped, which restores the variables', async () => {
    await bench.connectApp();
    const before = { IDENTITY_ENDPOINT: 'http://192.0.2.1/token', IDENTITY_HEADER: 'before' };
    const endpoint = await start({}, before);
    const environment = { IDENTITY_ENDPOINT: endpoint.url, IDENTITY_HEADER: endpoint.secret };
    const set = variablesOf(await bench.engine.call('Stop-AzIdentityEndpoint', {}, { environment }));
    const others = [
      'APPSETTING_WEBSITE_SITE_NAME',
      'IDENTITY_SERVER_THUMBPRINT',
      'MSI_ENDPOINT',
      'MSI_SECRET',
    ];
    assert.deepEqual(set, { ...before, ...Object.fromEntries(others.map((name) => [name, null])) });
    await assert.rejects(ask(endpoint), /ECONNREFUSED/);
    assert.deepEqual(variablesOf(await bench.engine.call('Stop-AzIdentityEndpoint')), {});
  });

  it('ends with its engine', async () => {
    await bench.connectApp();
    const endpoint = await start();
    await bench.engine.stop();
    await assert.rejects(ask(endpoint), /ECONNREFUSED/);
  });

  it('is not used by its own PowerShell as a managed identity', async () => {
    await bench.connectApp();
    const identity = await bench.cloud.identity.appService();
    const { url, secret } = await start({}, identity.variables);
    const { outputs } = await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Identity: true },
      {
        parameterSet: 'ManagedServiceLogin',
        environment: { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: secret },
      },
    );
    assert.match(JSON.stringify(outputs), /MSI@50342/);
    assert.ok(bench.cloud.requests.some(({ path }) => path.startsWith('/msi/token')));
  });

  it('is not used by its own PowerShell if the user has removed some of its variables', async () => {
    await bench.connectApp();
    const { variables } = await bench.cloud.identity.machineLearning();
    const { url, secret } = await start({}, variables);
    await bench.engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', Identity: true },
      { parameterSet: 'ManagedServiceLogin', environment: { MSI_ENDPOINT: url, MSI_SECRET: secret } },
    );
    assert.ok(bench.cloud.requests.some(({ host }) => host === 'machine-learning'));
  });

  it('refuses connections above its limit, so that the engine can still open files', async () => {
    await bench.connectApp();
    const { port } = new URL((await start()).url);
    const [limit, more] = [200, 100];
    const sockets: Socket[] = [];
    let [closed, refused] = [0, 0];
    await new Promise<void>((resolve) => {
      for (let count = 0; count < limit + more; count++) {
        const socket = connect(Number(port), '127.0.0.1');
        let text = '';
        socket.on('data', (part) => (text += part.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => {
          closed++;
          if (text === '') refused++;
          if (refused === more || closed === limit + more) resolve();
        });
        sockets.push(socket);
      }
    });
    const { outputs } = await bench.engine.call('Get-AzContext');
    for (const socket of sockets) socket.destroy();
    assert.equal(refused, more);
    assert.equal(outputs.length, 1);
  });

  it('reports the tokens that it issued, however many requests without the secret followed', async () => {
    await bench.connectApp();
    const endpoint = await start();
    await ask(endpoint);
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 51 }, () => ask(endpoint, { headers: {} })));
    const { messages } = await bench.engine.call('Get-AzContext');
    const text = streamText(messages, 'verbose');
    assert.match(text, /issued a token for/);
    assert.equal(text.match(/refused a request with 401/g)?.length, 500);
    assert.match(text, /^Not shown: 10 older requests at the identity endpoint\.$/m);
  });

  it('reports each request in the verbose stream of the next command, without secrets', async () => {
    await bench.connectApp();
    const endpoint = await start();
    const { body } = await ask(endpoint);
    await ask(endpoint, { headers: {} });
    const { messages } = await bench.engine.call('Get-AzContext');
    const text = JSON.stringify(messages);
    assert.ok(text.includes(`issued a token for '${localArmAudience}'`), text);
    assert.match(text, /refused a request with 401/);
    assert.ok(!text.includes(body.access_token ?? 'none'));
    assert.ok(!text.includes(endpoint.secret));
    assert.doesNotMatch(
      JSON.stringify((await bench.engine.call('Get-AzContext')).messages),
      /identity endpoint/,
    );
  });

  describe('with unmodified clients', () => {
    const environmentFor = ({ url, secret }: Endpoint): NodeJS.ProcessEnv => ({
      ...process.env,
      ...{ IDENTITY_ENDPOINT: url, IDENTITY_HEADER: secret, AZURE_TOKEN_CREDENTIALS: 'prod' },
    });
    const scope = `${localArmAudience}/.default`;
    const signIns = async (program: string, args: readonly string[]): Promise<void> => {
      await bench.connectApp();
      const endpoint = await start();
      const { stdout } = await execute(program, args, { env: environmentFor(endpoint), cwd: root });
      const { body } = await ask(endpoint);
      const lines = stdout.trim().split(/\r?\n/);
      assert.deepEqual(lines, [body.access_token, body.access_token]);
    };

    it('serves ManagedIdentityCredential and DefaultAzureCredential of @azure/identity', () =>
      signIns(process.execPath, [
        '--input-type=module',
        '--eval',
        `import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
        for (const credential of [new ManagedIdentityCredential(), new DefaultAzureCredential()])
          console.log((await credential.getToken('${scope}')).token);`,
      ]));

    it('serves ManagedIdentityCredential and DefaultAzureCredential of Azure.Identity for .NET', async function () {
      this.timeout(300_000);
      const program = await ensureDotnetProgram(
        fileURLToPath(new URL('../azure-identity', import.meta.url)),
        'azure-identity',
      );
      const options = { authority: '', clientId: '', tenant: '', scopes: [scope] };
      await signIns(program, ['managed-identity', JSON.stringify(options)]);
    });

    it('serves ManagedIdentityCredential and DefaultAzureCredential of azure-identity for Python', async function () {
      if (!existsSync(azureOfPython)) this.skip();
      await signIns(python, [
        '-c',
        `from azure.identity import DefaultAzureCredential, ManagedIdentityCredential
for credential in [ManagedIdentityCredential(), DefaultAzureCredential()]:
    print(credential.get_token('${scope}').token)`,
      ]);
    });

    it('serves the Azure CLI', async function () {
      if (!existsSync(azureCli)) this.skip();
      this.timeout(300_000);
      await bench.connectApp();
      const endpoint = await start();
      const folder = await mkdtemp(join(tmpdir(), 'azlogints-cli-'));
      try {
        const arm = bench.cloud.armUrl.replace(/\/$/, '');
        const cloud = [
          ...[
            '[Local]',
            'profile = latest',
            `endpoint_resource_manager = ${arm}`,
            `endpoint_management = ${arm}`,
          ],
          `endpoint_active_directory = ${bench.cloud.loginUrl}`,
          `endpoint_active_directory_resource_id = ${localArmAudience}`,
        ];
        await writeFile(join(folder, 'clouds.config'), `${cloud.join('\n')}\n`);
        await writeFile(join(folder, 'config'), '[cloud]\nname = Local\n[core]\ncollect_telemetry = no\n');
        const env = {
          ...{ PATH: process.env['PATH'], HOME: folder, AZURE_CONFIG_DIR: folder },
          REQUESTS_CA_BUNDLE: bench.cloud.caFile,
          ...{ MSI_ENDPOINT: endpoint.url, MSI_SECRET: endpoint.secret, APPSETTING_WEBSITE_SITE_NAME: 'x' },
        };
        const az = async (...args: string[]): Promise<unknown> =>
          JSON.parse((await execute(azureCli, [...args, '--output', 'json'], { env })).stdout);
        assert.match(JSON.stringify(await az('login', '--identity')), /Contoso Production/);
        const token = (await az('account', 'get-access-token')) as { accessToken: string };
        assert.equal(token.accessToken, (await ask(endpoint)).body.access_token);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
});
