// A local cloud and real engines with a home folder, all new for each test.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  adatum,
  alex,
  app,
  approveDeviceCode,
  contoso,
  fabrikam,
  signInAtAuthorizeUrl,
  startLocalCloud,
  woodgrove,
  type LocalCloud,
  type Person,
} from '../local-cloud/index.ts';
import {
  EngineProcess,
  type CallOptions,
  type CallResult,
  type EngineStart,
  type WireMessage,
} from './engine-process.ts';

const clockAhead = fileURLToPath(new URL('clock-ahead.cjs', import.meta.url));

export { adatum, alex, app, contoso, fabrikam, woodgrove };

export interface AppSignIn {
  readonly engine?: EngineProcess;
  readonly userName?: string;
  readonly secret?: string;
}

export class WireBench {
  cloud!: LocalCloud;
  home!: string;
  /** The first engine, in which the environment LocalCloud has been added. */
  engine!: EngineProcess;
  readonly #engines: EngineProcess[] = [];

  async start(): Promise<void> {
    this.cloud = await startLocalCloud({ pollingIntervalSeconds: 1 });
    this.home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    this.engine = await this.startEngine();
    await this.engine.call(
      'Add-AzEnvironment',
      { Name: 'LocalCloud', ARMEndpoint: this.cloud.armUrl },
      { parameterSet: 'ARMEndpoint' },
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#engines.splice(0).map((started) => started.stop()));
    await this.cloud.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  /**
   * Starts another engine on the same home folder, like another PowerShell; with `state` it replaces an engine that
   * ended; with another home folder it acts like another machine.
   */
  async startEngine(state?: string, home = this.home, start: EngineStart = {}): Promise<EngineProcess> {
    const variables = { AZ_LOGINTS_HOME: home, AZ_LOGINTS_CA_FILE: this.cloud.caFile };
    const started = new EngineProcess(variables, start);
    this.#engines.push(started);
    const { error } = await started.initialize(state);
    assert.equal(error, undefined);
    return started;
  }

  /** Starts another engine on the same home folder with its clock ahead, so that what is stored looks older to it. */
  startEngineAhead(seconds: number): Promise<EngineProcess> {
    return this.startEngine(undefined, this.home, {
      nodeOptions: ['--require', clockAhead],
      variables: { TEST_CLOCK_AHEAD_SECONDS: String(seconds) },
    });
  }

  /** A person who presses Enter for the address, and opens it as `visit` does. */
  personAtAddress(visit: (url: string) => Promise<unknown>): Pick<CallOptions, 'onMessage' | 'onPrompt'> {
    let asked = 0;
    return {
      onPrompt: () => (asked++ === 0 ? Promise.resolve('') : new Promise(() => undefined)),
      onMessage: ({ method, params }: WireMessage) => {
        const url =
          method === 'host/write' && params?.stream !== 'console'
            ? /https:\/\/localhost\S+authorize\/?\?\S+/.exec(String(params?.message))?.[0]
            : undefined;
        if (url !== undefined) void visit(url);
      },
    };
  }

  /** A person who enters the shown code. */
  personWithCode(person: Person = alex): Pick<CallOptions, 'onMessage'> {
    return {
      onMessage: ({ method, params }: WireMessage) => {
        const code =
          method === 'host/write' ? /enter the code (\S+)/.exec(String(params?.message))?.[1] : undefined;
        if (code !== undefined) void approveDeviceCode(this.cloud, code, person);
      },
    };
  }

  connectWithCode(parameters: object = {}, engine = this.engine): Promise<CallResult> {
    return engine.call(
      'Connect-AzAccount',
      { Environment: 'LocalCloud', UseDeviceAuthentication: true, ...parameters },
      this.personWithCode(),
    );
  }

  /** Signs in the application with its secret, by default in the first engine. */
  connectApp(
    parameters: object = {},
    { engine = this.engine, userName = app.userName, secret = app.secret }: AppSignIn = {},
  ): Promise<CallResult> {
    return engine.call(
      'Connect-AzAccount',
      {
        Environment: 'LocalCloud',
        ServicePrincipal: true,
        Tenant: contoso,
        Credential: { $credential: { userName, password: { $secret: 0 } } },
        ...parameters,
      },
      { parameterSet: 'ServicePrincipalWithSubscriptionId', secrets: [secret] },
    );
  }

  /** Changes the context file as another program or version would. */
  async rewriteContexts(change: (text: string) => string): Promise<void> {
    const path = join(this.home, 'AzureRmContext.json');
    await writeFile(path, change(await readFile(path, 'utf8')));
  }

  /**
   * Opens the printed address as a browser would, and follows the redirect to the listener. Returns the HTTP status.
   */
  readonly comeBack = async (url: string): Promise<number> =>
    (await fetch(await signInAtAuthorizeUrl(url, alex, this.cloud))).status;
}

/** A bench for a suite: started before each test, stopped after it. */
export function wireBench(): WireBench {
  const bench = new WireBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());
  return bench;
}
