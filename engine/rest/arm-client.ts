// Azure Resource Manager, as far as signing in needs it.
import { commandLine } from '../text/command-line.ts';
import type { Environment } from '../environments/environment.ts';
import { armBaseOf } from '../environments/environment-store.ts';
import { JsonValue } from '../http/json-value.ts';
import type { HttpClient, HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { isRecord, jsonRecord } from '../protocol/shapes.ts';
import { armAddresses, ownAddress } from './own-addresses.ts';
import { PageTrail } from './page-trail.ts';
import { createRestClient, type RestClient, type TokenRefusal } from './rest-client.ts';
import { challengeClaims } from '../signin/claims.ts';

/** Azure Resource Manager as one account sees it in one tenant. */
export interface ArmClient {
  readonly environment: Environment;
  readonly client: RestClient;
}

/** The client of an account that has a token; `renew` gives another one after a refusal, or throws what sign-in throws. */
export function armClient({
  environment,
  http,
  signal,
  accessToken,
  renew,
}: {
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  readonly accessToken: string;
  readonly renew: (refusal: TokenRefusal) => Promise<string>;
}): ArmClient {
  let latest = accessToken;
  return {
    environment,
    client: createRestClient({
      http,
      target: { owns: armAddresses(environment) },
      token: async (refusal) => (refusal === undefined ? latest : (latest = await renew(refusal))),
      signal,
      sending: {},
    }),
  };
}

/**
 * The JSON behind a path of ARM, or undefined where it says 404.
 * @throws EngineError `Network.*`, also for an address that is not ARM's own; `Throttled.Service`,
 * `InteractionRequired.Other` for a claims challenge
 */
export async function getFromArm(
  { environment, client }: ArmClient,
  path: string,
  signal: AbortSignal,
): Promise<JsonValue | undefined> {
  const base = armBaseOf(environment);
  const url = ownAddress(armAddresses(environment), path, base, 'what is asked for');
  const response = await client({ method: 'GET', url }, signal);
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw toArmError(response, url);
  return JsonValue.parse(response.body, url);
}

/**
 * All items of a list, over its pages, as `read` makes them of its objects; each page is told when it comes.
 * @throws EngineError as `getFromArm`; `Network.Response` for what is no such list, and for a next page that is not
 * ARM's own or was read already
 */
export async function listFromArm<T>(
  arm: ArmClient,
  path: string,
  read: (item: JsonValue) => T,
  signal: AbortSignal,
  onPage?: (items: readonly T[]) => void,
): Promise<T[]> {
  const items: T[] = [];
  let url = new URL(path, armBaseOf(arm.environment)).href;
  const pages = new PageTrail(armAddresses(arm.environment), url);
  for (;;) {
    const page = await getFromArm(arm, url, signal);
    const found = page?.member('value').list().map(read) ?? [];
    items.push(...found);
    onPage?.(found);
    const next = page?.textOf('nextLink') ?? '';
    if (next === '') return items;
    url = pages.next(next);
  }
}

/** ARM's answer to a token of another tenant than the subscription's. */
export class WrongTenantError extends Error {
  readonly tenantId: string;
  constructor(tenantId: string) {
    super(`The token must be of the tenant ${tenantId}.`);
    this.tenantId = tenantId;
  }
}

/** ARM's answer to a token whose account has no rights on what is asked for. */
class NoAccessError extends Error {}

/** Whether ARM refused because what was asked for by ID is not there for this account with this token. */
export function isOutOfReach(error: unknown): boolean {
  const cause = error instanceof EngineError ? error.cause : undefined;
  return cause instanceof WrongTenantError || cause instanceof NoAccessError;
}

/** The tenant in the challenge of a 401, where ARM names it: `authorization_uri=".../<tenant ID>"`. */
function wrongTenantOf(code: string, header: string | undefined): WrongTenantError | undefined {
  if (code !== 'InvalidAuthenticationTokenTenant') return undefined;
  const tenantId = /authorization_uri="[^"]*\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(
    header ?? '',
  )?.[1];
  return tenantId === undefined ? undefined : new WrongTenantError(tenantId.toLowerCase());
}

/** What ARM refuses with, as an error. */
export function toArmError(response: HttpResponse, url: string): EngineError {
  const { host } = new URL(url);
  const { code = '', message = '' } = errorOf(response.body);
  const claims = challengeClaims(response.headers['www-authenticate']);
  if (response.status === 401 && claims !== undefined) {
    return new EngineError('InteractionRequired.Other', {
      facts: {
        description: 'The service asks for a new sign-in (claims challenge).',
        command: commandLine('Connect-AzAccount', {
          ClaimsChallenge: Buffer.from(claims).toString('base64'),
        }),
      },
      entra: { claims },
      target: host,
    });
  }
  const reason =
    [code, message].filter((part) => part !== '').join(': ') || `HTTP ${String(response.status)}`;
  const wrongTenant = wrongTenantOf(code, response.headers['www-authenticate']);
  const noAccess = response.status === 403 && code !== '' ? new NoAccessError(message) : undefined;
  const cause = wrongTenant ?? noAccess;
  return new EngineError('Network.Status', {
    facts: { host, status: response.status, reason, advice: adviceFor(response.status, url, wrongTenant) },
    target: host,
    ...(cause === undefined ? {} : { cause }),
  });
}

function adviceFor(status: number, url: string, wrongTenant: WrongTenantError | undefined): string {
  const [, subscription] = /\/subscriptions\/([0-9a-f-]{36})(?:[/?]|$)/i.exec(url) ?? [];
  if (wrongTenant !== undefined && subscription !== undefined)
    return `Run ${commandLine('Set-AzContext', { Subscription: subscription, Tenant: wrongTenant.tenantId })} to work there.`;
  if (status === 401) return 'Run Connect-AzAccount to sign in again.';
  return status === 403 ? 'Ask an owner of the subscription or tenant for access.' : 'Try again later.';
}

/** What is no text in it says nothing. */
function errorOf(body: string): { code?: string; message?: string } {
  const { error } = jsonRecord(body);
  const { code, message } = isRecord(error) ? error : {};
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
