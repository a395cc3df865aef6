// Tokens for the other programs of this PowerShell: an endpoint of managed identity, in the form that App Service has.
// https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toEngineError } from '../errors/engine-error.ts';
import type { EnvironmentVariables } from '../protocol/methods.ts';
import type { AccessToken } from '../signin/signed-in.ts';

const path = '/msi/token';
/** The current version, and the one that App Service added for the same request. */
const versions: readonly string[] = ['2019-08-01', '2025-03-30'];
/** The parameters that name an identity of several. */
const selectors: readonly string[] = ['client_id', 'principal_id', 'object_id', 'mi_res_id', 'msi_res_id'];
/** So many requests are remembered until somebody looks. */
const maxNotes = 500;
/** Milliseconds that a program on this machine may take to send its request. */
const requestTimeout = 30_000;
/** The variables that decide where a client of managed identity asks, the two of App Service first. */
const names = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT'] as const;

export interface IdentityToken extends Pick<AccessToken, 'accessToken' | 'expiresOn'> {
  /** The account's, as services see it; empty if the token does not say. */
  readonly clientId: string;
}

export interface IdentityEndpointOptions {
  /** Resource URIs for which tokens are given; a slash at the end and case make no difference. */
  readonly audiences: readonly string[];
  /** The variables as they were, which come back when it ends. */
  readonly before: EnvironmentVariables;
  /** A token of the current context, for one of the audiences, as it was written in the request. */
  readonly token: (resource: string) => Promise<IdentityToken>;
}

export class IdentityEndpoint {
  readonly url: string;
  /** What a request has to know: 256 random bits. */
  readonly secret: string;
  readonly audiences: readonly string[];
  readonly close: () => void;
  readonly #before: EnvironmentVariables;
  readonly #notes: string[];

  private constructor(
    { audiences, before }: IdentityEndpointOptions,
    running: { url: string; secret: string; notes: string[]; close: () => void },
  ) {
    this.audiences = audiences;
    this.#before = before;
    this.url = running.url;
    this.secret = running.secret;
    this.#notes = running.notes;
    this.close = running.close;
  }

  /**
   * Listens on 127.0.0.1, on a port that is free; rejects with the system's error if there is none.
   */
  static async start(options: IdentityEndpointOptions): Promise<IdentityEndpoint> {
    const secret = randomBytes(32).toString('hex');
    const notes: string[] = [];
    const server = createServer({ requestTimeout, headersTimeout: requestTimeout }, (request, response) => {
      void answer(request, { ...options, secret }).then(({ status, body, note }) => {
        notes.push(note);
        if (notes.length > maxNotes) notes.shift();
        reply(response, status, body);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    // One that comes up later, such as too many open files, must not end the engine.
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

  /** The variables that lead clients here; null for one that must not be set. */
  get variables(): Readonly<Record<(typeof names)[number], string | null>> {
    return { IDENTITY_ENDPOINT: this.url, IDENTITY_HEADER: this.secret, IDENTITY_SERVER_THUMBPRINT: null };
  }

  /** The variables as they were before. */
  get previous(): Readonly<Record<(typeof names)[number], string | null>> {
    const valueOf = (name: (typeof names)[number]): string | null => this.#before[name] ?? null;
    return {
      IDENTITY_ENDPOINT: valueOf('IDENTITY_ENDPOINT'),
      IDENTITY_HEADER: valueOf('IDENTITY_HEADER'),
      IDENTITY_SERVER_THUMBPRINT: valueOf('IDENTITY_SERVER_THUMBPRINT'),
    };
  }

  /** The variables as this engine must see them: it is no client of its own endpoint. */
  withoutOwnVariables(variables: EnvironmentVariables): EnvironmentVariables {
    if (variables.IDENTITY_ENDPOINT !== this.url) return variables;
    const kept = Object.entries(variables).filter(([name]) => !(names as readonly string[]).includes(name));
    const before = Object.entries(this.#before).filter(([name]) =>
      (names as readonly string[]).includes(name),
    );
    return Object.fromEntries([...kept, ...before]);
  }

  /** One line for each request since the last look: when, for which service, and what became of it. */
  takeNotes(): string[] {
    return this.#notes.splice(0);
  }
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
    return refuse(403, `No token is given for '${resource}': it is none of the audiences of this endpoint.`);
  try {
    const { accessToken, expiresOn, clientId } = await token(resource);
    const named = selectors.map((name) => query.get(name) ?? '').find((value) => value !== '');
    if (named !== undefined && normalizeResource(named) !== normalizeResource(clientId))
      return refuse(
        400,
        `There is one identity here, that of the current context, and it is not '${named}'.`,
      );
    const seconds = String(Math.floor(expiresOn.getTime() / 1000));
    const body = {
      ...{ access_token: accessToken, client_id: clientId, expires_on: seconds },
      ...{ resource, token_type: 'Bearer' },
    };
    return {
      status: 200,
      body,
      note: noteOf(`gave a token for '${resource}', good until ${expiresOn.toISOString()}`),
    };
  } catch (error) {
    const { catalogueId, message } = toEngineError(error);
    // Clients try a status of 5xx again, which helps nothing that a person has to mend.
    return refuse(catalogueId.startsWith('Network.') ? 503 : 400, message);
  }
}

/** Why a request gets nothing, before its resource is looked at. What its sender must know comes first. */
function refusalOf(
  { method, headers, socket }: IncomingMessage,
  { pathname, query, secret }: { pathname: string | undefined; query: URLSearchParams; secret: string },
): [status: number, message: string] | undefined {
  const port = String(socket.localPort);
  // A page whose name was made to resolve to loopback has another Host (DNS rebinding); any page has an Origin.
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`)
    return [400, 'The Host is not that of this endpoint.'];
  if (headers.origin !== undefined) return [403, 'Pages of browsers get no token.'];
  if (!isSame(headers['x-identity-header'], secret))
    return [401, 'The X-IDENTITY-HEADER is not that of this endpoint.'];
  if (method !== 'GET' || pathname?.replace(/\/$/, '') !== path)
    return [404, `Only GET ${path} is answered.`];
  if (!versions.includes(query.get('api-version') ?? ''))
    return [400, `The api-version must be one of ${versions.join(', ')}.`];
  if ((query.get('resource') ?? '') === '') return [400, 'The resource is missing.'];
  return undefined;
}

/** Takes as long whatever was given, its length too: digests are compared. */
function isSame(given: string | string[] | undefined, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(String(given)), digest(secret));
}

function normalizeResource(resource: string): string {
  return resource.replace(/\/+$/, '').toLowerCase();
}

function refuse(status: number, message: string): Answer {
  const body = { statusCode: status, message, correlationId: randomUUID() };
  return { status, body, note: noteOf(`refused a request with ${String(status)}: ${message}`) };
}

function noteOf(text: string): string {
  return `The identity endpoint ${text} (at ${new Date().toISOString()}).`;
}

function reply(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
