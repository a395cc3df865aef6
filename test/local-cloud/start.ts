// A cloud on this machine: a simulation of Entra ID and Azure Resource Manager that real clients accept.
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CiIssuers } from './ci/issuers.ts';
import { azureClouds, localCloud, namesOf, type AzureCloudName, type CloudProfile } from './clouds.ts';
import { readCloudData, type CloudData } from './data.ts';
import { ownSigningKey } from './entra/signing.ts';
import { Faults } from './faults.ts';
import { openGateway, type Gateway } from './gateway.ts';
import type { HostName } from './hosts.ts';
import { IdentityPlaces } from './identity/places.ts';
import { listen, type Listener, type Respond } from './listener.ts';
import type { Route } from './router.ts';
import { armRoutes, graphRoutes, loginRoutes } from './routes.ts';
import { grow, type Scale } from './scale.ts';
import { serve, type Origin, type RecordedRequest } from './serve.ts';
import type { Door, Site } from './site.ts';
import type { CloudState } from './state.ts';
import { prepareTls } from './tls.ts';

export type { RecordedRequest } from './serve.ts';

export interface LocalCloudOptions {
  /** The folder of the certificate authority; if omitted, a temporary folder, deleted at the end. */
  readonly folder?: string;
  readonly scale?: Scale;
  /** The polling interval that the device code endpoint returns; 5 if omitted. */
  readonly pollingIntervalSeconds?: number;
  /** A delay that is added to every response. */
  readonly latencyMs?: number;
  /** Entries per page of ARM's lists. Small if omitted, so that clients get a second page; 500 with `scale`. */
  readonly pageSize?: number;
  /** Replaces data.json. */
  readonly data?: CloudData;
  /** Free ports if omitted. */
  readonly ports?: { readonly login: number; readonly arm: number };
  /** The cloud's names instead of localhost and its ports. They are reached through `proxyUrl`. */
  readonly names?: { readonly login: string; readonly arm: string };
  /** One of Azure's clouds whose real names, all of them, replace localhost. Like `names`. */
  readonly azure?: AzureCloudName;
}

export interface LocalCloud {
  /** `https://localhost:<port>`, or `https://<name>`: the authority's base, without a trailing slash. */
  readonly loginUrl: string;
  readonly armUrl: string;
  /** `https://localhost:<port>`, even if the cloud has names. */
  readonly directLoginUrl: string;
  /** The loopback port behind one of the cloud's names; undefined for any other host. */
  portOf(hostname: string): number | undefined;
  readonly profile: CloudProfile;
  /** The value for HTTPS_PROXY, if the cloud has names. */
  readonly proxyUrl: string | undefined;
  /** The certificate authority's certificate. */
  readonly caFile: string;
  readonly caPem: string;
  /** Every request so far, oldest first. */
  readonly requests: RecordedRequest[];
  /** The number of connections to Azure Resource Manager so far, with those that sent no request. */
  armConnections(): number;
  readonly faults: Faults;
  /** Live data: changes take effect with the next request. */
  readonly data: CloudData;
  /**
   * Responses that tests define by host, method and path (`arm GET /planted`), for what no service of the cloud would
   * return.
   */
  readonly planted: CloudState['planted'];
  /** Hosts with a managed identity: each method starts an endpoint and returns its variables. */
  readonly identity: IdentityPlaces;
  /** CI jobs and pods with a federated identity: each method starts an issuer and returns its variables. */
  readonly ci: CiIssuers;
  stop(): Promise<void>;
}

/** Starts a local cloud on loopback. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const names = namesIn(options);
  const tls = prepareTls(folder, [...names.login, ...names.arm, ...names.graph]);
  const premises = new Premises({ cert: tls.serverCertPem, key: tls.serverKeyPem }, options.latencyMs ?? 0);
  const login = await premises.open('login', 'https', loginRoutes, options.ports?.login);
  const arm = await premises.open('arm', 'https', armRoutes, options.ports?.arm);
  const graph = names.graph.length === 0 ? arm : await premises.open('graph', 'https', graphRoutes);
  const ports = portsOf([names.login, login], [names.arm, arm], [names.graph, graph]);
  const gateway = ports.size === 0 ? undefined : await premises.openGateway(ports);
  const urls = {
    loginUrl: names.login[0] === undefined ? login.url : `https://${names.login[0]}`,
    armUrl: names.arm[0] === undefined ? arm.url : `https://${names.arm[0]}`,
  };
  const profile =
    options.azure === undefined ? localCloud(urls.loginUrl, urls.armUrl) : azureClouds[options.azure];
  const cloud = await createState(options, { ...urls, caPem: tls.caPem, profile });
  premises.cloud = cloud;
  const site: Site = {
    ...{ cloud, folder, serverThumbprint: tls.serverThumbprint },
    open: (host, transport, certificate) => premises.open(host, transport, [], 0, certificate),
    onStop: (clean) => premises.cleaners.push(clean),
  };
  return {
    ...{ ...urls, directLoginUrl: login.url, proxyUrl: gateway?.url },
    ...{ caFile: tls.caFile, caPem: tls.caPem, faults: cloud.faults, data: cloud.data },
    ...{ planted: cloud.planted, profile, portOf: (hostname: string) => ports.get(hostname) },
    ...{
      requests: premises.requests,
      armConnections: arm.connections,
      identity: new IdentityPlaces(site),
      ci: new CiIssuers(site),
    },
    stop: async () => {
      await premises.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The names by service; the first of each is used in the cloud's own addresses. */
function namesIn({ names, azure }: LocalCloudOptions): ReturnType<typeof namesOf> {
  if (azure !== undefined) return namesOf(azureClouds[azure]);
  return names === undefined
    ? { login: [], arm: [], graph: [] }
    : { login: [names.login], arm: [names.arm], graph: [] };
}

function portsOf(...doors: (readonly [names: readonly string[], door: Door])[]): Map<string, number> {
  return new Map(
    doors.flatMap(([names, { url }]) => names.map((name) => [name, Number(new URL(url).port)] as const)),
  );
}

/** The listeners of one cloud, and the requests that arrive at them. */
class Premises {
  cloud: CloudState | undefined;
  readonly requests: RecordedRequest[] = [];
  readonly cleaners: (() => void)[] = [];
  readonly #certificate: { cert: string; key: string };
  readonly #latencyMs: number;
  readonly #listeners: Pick<Listener, 'close'>[] = [];

  constructor(certificate: { cert: string; key: string }, latencyMs: number) {
    this.#certificate = certificate;
    this.#latencyMs = latencyMs;
  }

  async open(
    host: HostName,
    transport: 'http' | 'https',
    routes: readonly Route[] = [],
    port = 0,
    ownCertificate: ServerOptions = this.#certificate,
  ): Promise<Door & Pick<Listener, 'connections'>> {
    const origin: Origin & { routes: Route[] } = {
      ...{ host, routes: [...routes], latencyMs: this.#latencyMs },
      cloud: () => {
        if (this.cloud === undefined) throw new Error('The local cloud is still starting.');
        return this.cloud;
      },
      record: (request) => this.requests.push(request),
    };
    const certificate = transport === 'https' ? ownCertificate : undefined;
    const respond: Respond = (request, response) => {
      serve(origin, request, response).catch(() => response.destroy());
    };
    const listener = await listen(certificate, respond, port);
    this.#listeners.push(listener);
    const name = transport === 'https' ? 'localhost' : '127.0.0.1';
    const { port: at, connections } = listener;
    return { url: `${transport}://${name}:${String(at)}`, routes: origin.routes, connections };
  }

  async openGateway(ports: ReadonlyMap<string, number>): Promise<Gateway> {
    const gateway = await openGateway(ports);
    this.#listeners.push(gateway);
    return gateway;
  }

  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    for (const clean of this.cleaners) clean();
  }
}

async function createState(
  options: LocalCloudOptions,
  addresses: Pick<CloudState, 'loginUrl' | 'armUrl' | 'caPem' | 'profile'>,
): Promise<CloudState> {
  const faults = new Faults();
  const data = options.data ?? readCloudData();
  return {
    ...addresses,
    data: options.scale === undefined ? data : grow(data, options.scale),
    faults,
    signingKey: await ownSigningKey(),
    pollingIntervalSeconds: options.pollingIntervalSeconds ?? 5,
    pageSize: options.pageSize ?? (options.scale === undefined ? 2 : 500),
    authorizationCodes: new Map(),
    refreshTokens: new Map(),
    deviceCodes: new Map(),
    transactions: new Map(),
    sessions: new Map(),
    consents: new Set(),
    resources: new Map(),
    operations: new Map(),
    planted: new Map(),
    now: () => Date.now() + faults.clockSkewSeconds * 1000,
  };
}
