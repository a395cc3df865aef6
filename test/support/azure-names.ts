// A local cloud under the real names of one of Azure's clouds, and engines that reach it through a proxy, as they
// would reach Azure: nothing is added to what they know.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  approveDeviceCode,
  signInAtAuthorizeUrl,
  startLocalCloud,
  type AzureCloudName,
  type LocalCloud,
  type RecordedRequest,
} from '../local-cloud/index.ts';
import { EngineProcess, type CallOptions, type CallResult } from './engine-process.ts';
import { alex, app, contoso } from './wire-bench.ts';

export class AzureNamesBench {
  readonly azure: AzureCloudName;
  cloud!: LocalCloud;
  home!: string;
  engine!: EngineProcess;

  constructor(azure: AzureCloudName) {
    this.azure = azure;
  }

  async startCloud(): Promise<void> {
    this.cloud = await startLocalCloud({ azure: this.azure, pollingIntervalSeconds: 0.2 });
  }

  /** Starts an engine with an empty home folder. */
  async startEngine(): Promise<void> {
    this.home = await mkdtemp(join(tmpdir(), 'azlogints-'));
    this.engine = new EngineProcess({
      AZ_LOGINTS_HOME: this.home,
      AZ_LOGINTS_CA_FILE: this.cloud.caFile,
      HTTPS_PROXY: this.cloud.proxyUrl ?? '',
    });
    assert.equal((await this.engine.initialize()).error, undefined);
  }

  async stopEngine(): Promise<void> {
    await this.engine.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  connect(
    parameters: object,
    parameterSet: string,
    secrets: readonly string[] = [],
    options: CallOptions = {},
  ): Promise<CallResult> {
    return this.engine.call(
      'Connect-AzAccount',
      { Environment: this.azure, ...parameters },
      { parameterSet, secrets: [...secrets], ...options },
    );
  }

  connectWithCode(parameters: object = {}): Promise<CallResult> {
    return this.connect({ UseDeviceAuthentication: true, ...parameters }, '', [], {
      onMessage: ({ method, params }) => {
        const text = method === 'host/write' ? String(params?.message) : '';
        const code = /enter the code (\S+)/.exec(text)?.[1];
        if (code !== undefined) void approveDeviceCode(this.cloud, code, alex);
      },
    });
  }

  connectWithBrowser(parameters: object = {}): Promise<CallResult> {
    return this.connect({ UseBrowserAuthentication: true, ...parameters }, '', [], {
      onMessage: ({ method, params }) => {
        const text = method === 'host/write' ? String(params?.message) : '';
        const url = /https:\/\/\S+authorize\?\S+/.exec(text)?.[0];
        if (url !== undefined) void signInAtAuthorizeUrl(url, alex, this.cloud).then((end) => fetch(end));
      },
    });
  }

  connectWithSecret(parameters: object = {}): Promise<CallResult> {
    return this.connect(
      {
        ServicePrincipal: true,
        Tenant: contoso,
        Credential: { $credential: { userName: app.userName, password: { $secret: 0 } } },
        ...parameters,
      },
      'ServicePrincipalWithSubscriptionId',
      [app.secret],
    );
  }
}

/** Parameters whose values identify a request, and are neither secret nor different in each run. */
const toldValues = new Set([
  ...['api-version', 'audience', 'claims', 'client_assertion_type', 'client_id', 'client_info'],
  ...['code_challenge_method', 'grant_type', 'prompt', 'resource', 'response_mode', 'response_type', 'scope'],
]);

/** Pages that a person's browser requests by itself, and what Entra ID requests from an issuer. */
const ofOthers = /^\/(?:[\w-]+\/login|device\w*|\.well-known\/(?:jwks|openid-configuration))$/;

/** The requests of programs, one line each, sorted, without their number and order. */
export function linesOf(requests: readonly RecordedRequest[]): string[] {
  const lines = requests.filter(({ path }) => !ofOthers.test(path)).map((request) => lineOf(request));
  return [...new Set(lines)].sort();
}

function lineOf({ host, method, path, query, headers, body }: RecordedRequest): string {
  const name = String(headers.host);
  // An identity endpoint has a port that differs between runs.
  const where = /:\d+$/.test(name) ? host : name;
  const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
  const parts = [`${method} ${where}${withoutIds(path)}`, ...tell('?', query)];
  return [...parts, ...tell('form', new URLSearchParams(isForm ? body : ''))].join(' ');
}

function tell(title: string, parameters: URLSearchParams): string[] {
  const names = [...parameters].map(([name, value]) =>
    toldValues.has(name) ? `${name}=${value.split(' ').sort().join(' ')}` : name,
  );
  return names.length === 0 ? [] : [title, names.sort().join(', ')];
}

/** Replaces IDs that are created for each run; the IDs of tenants and subscriptions are fixed in the data. */
function withoutIds(path: string): string {
  return path.replace(/(?<=\/)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?=\/jobs|\/idtoken)/g, '<id>');
}
