// The calls to Azure Resource Manager that signing in needs.
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

/** Access to Azure Resource Manager for one account in one tenant. */
export interface ArmClient {
  readonly environment: Environment;
  readonly client: RestClient;
}

/**
 * Returns a client that uses the given token. `renew` returns another token after a refusal, or throws the errors of
 * a sign-in.
 */
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
 * Returns the JSON of an ARM path, or undefined for 404.
 * @throws EngineError `Network.*`, also for a URL that does not belong to ARM; `Throttled.Service`,
 * `InteractionRequired.Other` for a claims challenge
 */
export async function getFromArm(
  { environment, client }: ArmClient,
  path: string,
  signal: AbortSignal,
): Promise<JsonValue | undefined> {
  const base = armBaseOf(environment);
  const url = ownAddress(armAddresses(environment), path, base, 'the requested resource');
  const response = await client({ method: 'GET', url }, signal);
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw toArmError(response, url);
  return JsonValue.parse(response.body, url);
}

/**
 * Returns all items of a paged list, converted by `read`. `onPage` receives each page when it arrives.
 * @throws EngineError as `getFromArm`; `Network.Response` if the answer is not such a list, or if a next page does
 * not belong to ARM or was already read
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

/** ARM rejected a token because the subscription belongs to another tenant. */
export class WrongTenantError extends Error {
  readonly tenantId: string;
  constructor(tenantId: string) {
    super(`The token must be of the tenant ${tenantId}.`);
    this.tenantId = tenantId;
  }
}

/** ARM rejected a token because its account has no rights on the resource. */
class NoAccessError extends Error {}

/** Whether ARM's error means that this account cannot reach the requested ID with this token. */
export function isOutOfReach(error: unknown): boolean {
  const cause = error instanceof EngineError ? error.cause : undefined;
  return cause instanceof WrongTenantError || cause instanceof NoAccessError;
}

/** Returns the tenant that ARM names in the challenge of a 401, `authorization_uri=".../<tenant ID>"`, if any. */
function wrongTenantOf(code: string, header: string | undefined): WrongTenantError | undefined {
  if (code !== 'InvalidAuthenticationTokenTenant') return undefined;
  const tenantId = /authorization_uri="[^"]*\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(
    header ?? '',
  )?.[1];
  return tenantId === undefined ? undefined : new WrongTenantError(tenantId.toLowerCase());
}

/** Returns ARM's error response as an EngineError. */
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
    facts: {
      host,
      status: response.status,
      reason,
      advice: adviceFor({ status: response.status, code, url, wrongTenant }),
    },
    target: host,
    ...(cause === undefined ? {} : { cause }),
  });
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly url: string;
  readonly wrongTenant: WrongTenantError | undefined;
}

function adviceFor({ status, code, url, wrongTenant }: Refusal): string {
  const [, subscription] = /\/subscriptions\/([0-9a-f-]{36})(?:[/?]|$)/i.exec(url) ?? [];
  if (wrongTenant !== undefined && subscription !== undefined)
    return `Run ${commandLine('Set-AzContext', { Subscription: subscription, Tenant: wrongTenant.tenantId })} to work there.`;
  if (code === 'SubscriptionNotFound')
    return 'Run Get-AzSubscription to list the subscriptions that this account can reach.';
  if (status === 401) return 'Run Connect-AzAccount to sign in again.';
  return status === 403 ? 'Ask an owner of the subscription or tenant for access.' : 'Try again later.';
}

/** Returns the code of an error response of ARM, such as `ResourceGroupNotFound`, or undefined if it has none. */
export function armCodeOf({ body }: Pick<HttpResponse, 'body'>): string | undefined {
  return errorOf(body).code;
}

/** Reads code and message of an error response; values that are not text are ignored. */
function errorOf(body: string): { code?: string; message?: string } {
  const { error } = jsonRecord(body);
  const { code, message } = isRecord(error) ? error : {};
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
