// Tokens for other programs in this PowerShell: a managed identity endpoint in the format of App Service, and in its
// older format of 2017-09-01, which Azure CLI 2.45 uses.
// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toEngineError } from '../errors/engine-error.ts';
import { secretEnvironmentVariables, type EnvironmentVariables } from '../protocol/methods.ts';
import { OutgoingSecret } from '../protocol/values.ts';
import type { AccessToken } from '../signin/signed-in.ts';
import { counted } from '../text/counted.ts';

const path = '/msi/token';
/** The API version with another header and with the time of expiry as text. */
const oldVersion = '2017-09-01';
/** The supported API versions: the current one, a newer one of App Service with the same request, and the old one. */
const versions: readonly string[] = ['2019-08-01', '2025-03-30', oldVersion];
/** The query parameters that select one of several identities. */
const selectors: readonly string[] = [
  ...['client_id', 'principal_id', 'object_id', 'mi_res_id', 'msi_res_id'],
  // Of the old version.
  'clientid',
];
/** The most requests of each kind, answered or refused, that are remembered until a verbose command reports them. */
const maxNotes = 500;
/** Milliseconds in which a local program must send its request; checked as often. */
const requestTimeout = 5000;
/** The most connections at the same time. Other users of the machine can connect too, and each takes an open file. */
const maxConnections = 200;
/** The variables that tell clients where the endpoint is, as App Service sets them. The thumbprint is removed. */
const names = [
  ...['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT'],
  // Of the old version. Azure CLI 2.45 uses it only if the last one is set.
  ...['MSI_ENDPOINT', 'MSI_SECRET', 'APPSETTING_WEBSITE_SITE_NAME'],
];

/** New values of environment variables; null removes a variable. */
type NewVariables = Readonly<Record<string, OutgoingSecret | string | null>>;

export interface IdentityToken extends Pick<AccessToken, 'accessToken' | 'expiresOn'> {
  /** The account's client ID; empty if the token does not contain it. */
  readonly clientId: string;
}

export interface IdentityEndpointOptions {
  /** The resource URIs for which tokens are issued. A trailing slash and case are ignored. */
  readonly audiences: readonly string[];
  /** The variables' previous values, restored when the endpoint closes. */
  readonly before: EnvironmentVariables;
  /** Returns a token of the current context for one of the audiences, as written in the request. */
  readonly token: (resource: string) => Promise<IdentityToken>;
}

/** A local HTTP server that issues tokens of the current context to programs that know its secret. */
export class IdentityEndpoint {
  readonly url: string;
  /** The secret that a request must contain: 256 random bits, in hex. */
  readonly secret: string;
  readonly audiences: readonly string[];
  readonly close: () => void;
  readonly #before: EnvironmentVariables;
  readonly #notes: Notes;

  private constructor(
    { audiences, before }: IdentityEndpointOptions,
    running: { url: string; secret: string; notes: Notes; close: () => void },
  ) {
    this.audiences = audiences;
    this.#before = before;
    this.url = running.url;
    this.secret = running.secret;
    this.#notes = running.notes;
    this.close = running.close;
  }

  /** Listens on a free port of 127.0.0.1. Rejects with the system's error if there is none. */
  static async start(options: IdentityEndpointOptions): Promise<IdentityEndpoint> {
    const secret = randomBytes(32).toString('hex');
    const notes = new Notes();
    const timeouts = {
      ...{ requestTimeout, headersTimeout: requestTimeout },
      connectionsCheckingInterval: requestTimeout,
    };
    const server = createServer(timeouts, (request, response) => {
      void answer(request, { ...options, secret }).then((given) => {
        notes.add(given);
        reply(response, given);
      });
    });
    server.maxConnections = maxConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    // A later error, such as too many open files, must not end the engine.
    server.on('error', () => undefined);
    const { port } = server.address() as AddressInfo;
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    return new IdentityEndpoint(options, {
      url: `http://127.0.0.1:${String(port)}${path}`,
      secret,
      notes,
      close,
    });
  }

  /** The variables to set for clients. */
  get variables(): NewVariables {
    return asNewVariables(this.#own);
  }

  get #own(): EnvironmentVariables {
    const { url, secret } = this;
    return {
      ...{ IDENTITY_ENDPOINT: url, IDENTITY_HEADER: secret, MSI_ENDPOINT: url, MSI_SECRET: secret },
      APPSETTING_WEBSITE_SITE_NAME: 'Az.LoginTs',
    };
  }

  /** The variables' values before the endpoint started. */
  get previous(): NewVariables {
    return asNewVariables(this.#before);
  }

  /**
   * Returns the variables without those of this endpoint, so that the engine is not its own client. Those that the
   * user has changed meanwhile stay.
   */
  withoutOwnVariables(variables: EnvironmentVariables): EnvironmentVariables {
    const own = this.#own;
    if (!names.some((name) => own[name] !== undefined && variables[name] === own[name])) return variables;
    const changed = names.map((name) => [
      name,
      variables[name] === own[name] ? this.#before[name] : variables[name],
    ]);
    return { ...variables, ...(Object.fromEntries(changed) as EnvironmentVariables) };
  }

  /** Returns and clears one line for each request since the last call: when, for which service, and the result. */
  takeNotes(): string[] {
    return this.#notes.take();
  }
}

/**
 * What happened at the endpoint. Anyone on the machine can cause refusals, so these must not push out the tokens that
 * were issued.
 */
class Notes {
  #kept: { readonly isRefusal: boolean; readonly text: string }[] = [];
  #dropped = 0;

  add({ status, note }: Answer): void {
    const isRefusal = status !== 200;
    const text = `The identity endpoint ${note} (at ${new Date().toISOString()}).`;
    this.#kept.push({ isRefusal, text });
    const alike = this.#kept.filter((kept) => kept.isRefusal === isRefusal);
    if (alike.length <= maxNotes) return;
    this.#kept = this.#kept.filter((kept) => kept !== alike[0]);
    this.#dropped++;
  }

  take(): string[] {
    const notes = this.#kept.map(({ text }) => text);
    const older = counted(this.#dropped, 'older request');
    const missing = this.#dropped === 0 ? [] : [`Not shown: ${older} at the identity endpoint.`];
    this.#kept = [];
    this.#dropped = 0;
    return [...missing, ...notes];
  }
}

/** Returns a value for each of the endpoint's variables. */
function asNewVariables(values: EnvironmentVariables): NewVariables {
  const isSecret = (name: string): boolean =>
    (secretEnvironmentVariables as readonly string[]).includes(name);
  const valueOf = (name: string): OutgoingSecret | string | null => {
    const value = values[name];
    if (value === undefined) return null;
    return isSecret(name) ? new OutgoingSecret(value, true) : value;
  };
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly note: string;
}

async function answer(
  request: IncomingMessage,
  { audiences, token, secret }: IdentityEndpointOptions & { readonly secret: string },
): Promise<Answer> {
  const [pathname, search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const refusal = refusalOf(request, { pathname, query, secret });
  if (refusal !== undefined) return refuse(...refusal);
  const resource = query.get('resource') ?? '';
  if (!audiences.some((audience) => normalizeResource(audience) === normalizeResource(resource)))
    return refuse(403, `No token for '${resource}': it is not an audience of this endpoint.`);
  try {
    const { accessToken, expiresOn, clientId } = await token(resource);
    const named = selectors.map((name) => query.get(name) ?? '').find((value) => value !== '');
    if (named !== undefined && normalizeResource(named) !== normalizeResource(clientId))
      return refuse(
        400,
        `There is one identity here, that of the current context, and it is not '${named}'.`,
      );
    const expiry = query.get('api-version') === oldVersion ? oldTimeOf(expiresOn) : secondsOf(expiresOn);
    const body = {
      ...{ access_token: accessToken, client_id: clientId, expires_on: expiry },
      ...{ resource, token_type: 'Bearer' },
    };
    return {
      status: 200,
      body,
      note: `issued a token for '${resource}', valid until ${expiresOn.toISOString()}`,
    };
  } catch (error) {
    const { catalogueId, message } = toEngineError(error);
    // Clients retry after a 5xx status, which is useless if the user must fix something.
    return refuse(catalogueId.startsWith('Network.') ? 503 : 400, message);
  }
}

/**
 * Returns why a request is rejected before its resource is checked, or undefined. The checks of the sender come
 * first.
 */
function refusalOf(
  { method, headers, socket }: IncomingMessage,
  { pathname, query, secret }: { pathname: string | undefined; query: URLSearchParams; secret: string },
): [status: number, message: string] | undefined {
  const port = String(socket.localPort);
  // A page whose name resolves to loopback has another Host (DNS rebinding), and every page sends an Origin.
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`)
    return [400, 'The Host is not that of this endpoint.'];
  if (headers.origin !== undefined) return [403, 'Pages of browsers get no token.'];
  const isOld = query.get('api-version') === oldVersion;
  if (!isSame(isOld ? headers.secret : headers['x-identity-header'], secret))
    return [401, `The header ${isOld ? 'Secret' : 'X-IDENTITY-HEADER'} is not that of this endpoint.`];
  if (method !== 'GET' || pathname?.replace(/\/$/, '') !== path)
    return [404, `Only GET ${path} is answered.`];
  if (!versions.includes(query.get('api-version') ?? ''))
    return [400, `The api-version must be one of ${versions.join(', ')}.`];
  if ((query.get('resource') ?? '') === '') return [400, 'The resource is missing.'];
  return undefined;
}

/** Compares digests, so that the time depends neither on the given value nor on its length. */
function isSame(given: string | string[] | undefined, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(String(given)), digest(secret));
}

function secondsOf(time: Date): string {
  return String(Math.floor(time.getTime() / 1000));
}

/** Returns a time as the old version has it, such as `11/05/2021 15:18:31 +00:00`. */
function oldTimeOf(time: Date): string {
  const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(time.toISOString()) ?? [];
  return `${month ?? ''}/${day ?? ''}/${year ?? ''} ${clock ?? ''} +00:00`;
}

function normalizeResource(resource: string): string {
  return resource.replace(/\/+$/, '').toLowerCase();
}

function refuse(status: number, message: string): Answer {
  const body = { statusCode: status, message, correlationId: randomUUID() };
  return { status, body, note: `refused a request with ${String(status)}: ${message}` };
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
