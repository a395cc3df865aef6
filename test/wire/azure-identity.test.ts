// One token cache for this module and for programs with Azure.Identity, including Az.Accounts: a sign-in with one is
// a sign-in with the other. The other side is the real Azure.Identity on .NET.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  approveDeviceCode,
  powerShellClientId,
  startLocalCloud,
  type LocalCloud,
} from '../local-cloud/index.ts';
import { ensureDotnetProgram } from '../support/dotnet-program.ts';
import { EngineProcess, streamText } from '../support/engine-process.ts';
import { startKeyringSession, type KeyringSession } from '../support/keyring-session.ts';
import { alex, contoso } from '../support/wire-bench.ts';

interface ReportedMessage {
  readonly code?: string;
  readonly homeAccountId?: string;
  readonly scope?: string;
  readonly token?: string;
  readonly error?: string;
}

const projectFolder = fileURLToPath(new URL('../azure-identity', import.meta.url));
/** MSAL.NET omits the port from its cache keys and MSAL for Node does not, so this cloud has no port, like Azure. */
const names = { login: 'login.local-cloud.example', arm: 'arm.local-cloud.example' };
const arm = 'https://management.local-cloud.example/';

for (const place of ['keyring', 'file'] as const) {
  describe(`the token cache in the ${place}, shared with Azure.Identity`, function () {
    this.timeout(180_000);
    let program: string;
    let cloud: LocalCloud;
    let home: string;
    let session: KeyringSession | undefined;
    const engines: EngineProcess[] = [];

    before(async function () {
      if (process.platform !== 'linux') this.skip();
      program = await ensureDotnetProgram(projectFolder, 'azure-identity');
    });

    beforeEach(async () => {
      cloud = await startLocalCloud({ names, pollingIntervalSeconds: 1 });
      home = await mkdtemp(join(tmpdir(), 'azlogints-'));
      // If that folder is missing, .NET has no folder for the cache and uses the current directory.
      await mkdir(join(home, '.local', 'share'), { recursive: true });
      session = place === 'keyring' ? await startKeyringSession(home) : undefined;
    });

    afterEach(async () => {
      await Promise.all(engines.splice(0).map((engine) => engine.stop()));
      await session?.stop();
      await cloud.stop();
      await rm(home, { recursive: true, force: true });
    });

    const surroundings = (): Record<string, string> => ({
      HOME: home,
      HTTPS_PROXY: cloud.proxyUrl ?? '',
      DBUS_SESSION_BUS_ADDRESS: session?.busAddress ?? `unix:path=${join(home, 'no-bus')}`,
    });
    const startEngine = async (): Promise<EngineProcess> => {
      const engine = new EngineProcess({ ...surroundings(), AZ_LOGINTS_CA_FILE: cloud.caFile });
      engines.push(engine);
      await engine.initialize();
      return engine;
    };
    const approve = (code: string): Promise<string> =>
      approveDeviceCode({ ...cloud, loginUrl: cloud.directLoginUrl }, code, alex);
    const azureIdentity = async (command: string, options: object): Promise<ReportedMessage[]> => {
      const parameters = { authority: cloud.loginUrl, clientId: powerShellClientId, tenant: contoso };
      const env: NodeJS.ProcessEnv = { ...process.env, ...surroundings(), SSL_CERT_FILE: cloud.caFile };
      for (const variable of ['XDG_DATA_HOME', 'NO_PROXY', 'no_proxy']) Reflect.deleteProperty(env, variable);
      const child = spawn(program, [command, JSON.stringify({ ...parameters, ...options })], {
        ...{ env, cwd: home },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const messages: ReportedMessage[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => {
        const one = JSON.parse(line) as ReportedMessage;
        messages.push(one);
        if (one.code !== undefined) void approve(one.code);
      });
      await once(child, 'close');
      const failed = messages.find(({ error }) => error !== undefined);
      assert.equal(failed, undefined, failed?.error);
      return messages;
    };
    const addEnvironment = (engine: EngineProcess): Promise<unknown> =>
      engine.call(
        'Add-AzEnvironment',
        { Name: 'LocalCloud', ARMEndpoint: cloud.armUrl },
        { parameterSet: 'ARMEndpoint' },
      );
    const signInHere = async (engine: EngineProcess): Promise<string> => {
      await addEnvironment(engine);
      const { messages } = await engine.call(
        'Connect-AzAccount',
        { Environment: 'LocalCloud', UseDeviceAuthentication: true, Tenant: contoso },
        {
          onMessage: ({ method, params }) => {
            const code = method === 'host/write' && /enter the code (\S+)/.exec(String(params?.message))?.[1];
            if (typeof code === 'string') void approve(code);
          },
        },
      );
      return streamText(messages, 'warning');
    };
    /** The context that Az.Accounts stores after a sign-in, with the account's properties. */
    const writeContext = async (homeAccountId: string): Promise<void> => {
      const file = join(home, '.Azure', 'AzureRmContext.json');
      const content = JSON.parse(await readFile(file, 'utf8')) as { EnvironmentTable: object };
      const { LocalCloud: environment } = content.EnvironmentTable as { LocalCloud: object };
      const context = {
        Account: {
          ...{ Id: alex.username, Credential: null, Type: 'User', TenantMap: {} },
          ExtendedProperties: { Tenants: contoso, HomeAccountId: homeAccountId },
        },
        Tenant: { Id: contoso, Directory: null, IsHome: true, ExtendedProperties: {} },
        ...{ Subscription: null, Environment: environment, VersionProfile: null },
        ...{ TokenCache: { CacheData: null }, ExtendedProperties: {} },
      };
      const contexts = { Contexts: { alex: context }, DefaultContextKey: 'alex' };
      await writeFile(file, JSON.stringify({ ...content, ...contexts }));
    };
    const tokenHere = async (engine: EngineProcess, url: string): Promise<string> => {
      const { secrets } = await engine.call(
        'Get-AzAccessToken',
        { ResourceUrl: url },
        { parameterSet: 'ResourceUrl' },
      );
      return secrets[0] ?? '';
    };
    const tokenRequests = (): number => cloud.requests.filter(({ path }) => path.endsWith('/token')).length;

    it('returns a cached token of an account that Azure.Identity signed in', async () => {
      await addEnvironment(await startEngine());
      const messages = await azureIdentity('sign-in', { scopes: [`${arm}/.default`] });
      await writeContext(messages.at(-1)?.homeAccountId ?? '');
      const before = tokenRequests();
      const engine = await startEngine();
      const [fromCache] = await azureIdentity('tokens', {
        ...{ userName: alex.username, scopes: [`${arm}/.default`] },
      });
      assert.equal(await tokenHere(engine, arm), fromCache?.token);
      assert.equal(tokenRequests(), before, 'nothing was asked of the cloud');
      assert.notEqual(await tokenHere(engine, 'https://vault.azure.net'), '');
      assert.equal(tokenRequests(), before + 1, 'the refresh token served');
    });

    it('provides Azure.Identity with a cached token of an account that we signed in', async () => {
      const engine = await startEngine();
      const warned = await signInHere(engine);
      assert.equal(/not encrypted/.test(warned), place === 'file', warned);
      const before = tokenRequests();
      const [messages] = await azureIdentity('tokens', {
        userName: alex.username,
        scopes: [`${arm}/.default`],
      });
      assert.equal(messages?.token, await tokenHere(engine, arm));
      assert.equal(tokenRequests(), before, 'nothing was asked of the cloud');
      const scopes = ['https://vault.azure.net/.default'];
      assert.equal((await azureIdentity('tokens', { userName: alex.username, scopes })).length, 1);
      assert.equal(tokenRequests(), before + 1, 'the refresh token served');
    });

    it('loses nothing when both write at once', async () => {
      const ours = ['https://graph.microsoft.com', 'https://vault.azure.net', 'https://storage.azure.com'];
      const theirs = ['https://graph.windows.net', 'https://database.windows.net'];
      await signInHere(await startEngine());
      const engines = await Promise.all(ours.map(startEngine));
      // Only one program with Azure.Identity: two that start at once already make each other's store check fail.
      const all = async (): Promise<void> => {
        await Promise.all([
          ...engines.map((engine, index) => tokenHere(engine, ours[index] ?? '')),
          azureIdentity('tokens', {
            userName: alex.username,
            scopes: theirs.map((url) => `${url}/.default`),
          }),
        ]);
      };
      const before = tokenRequests();
      await all();
      assert.equal(tokenRequests(), before + ours.length + theirs.length);
      await all();
      assert.equal(tokenRequests(), before + ours.length + theirs.length, 'each was still in the cache');
    });
  });
}
