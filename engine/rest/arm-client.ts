// Azure Resource Manager, as far as signing in needs it.
import { commandLine } from '../text/command-line.ts';
import type { Environment } from '../environments/environment.ts';
import { armBaseOf } from '../environments/environment-store.ts';
import { JsonValue } from '../http/json-value.ts';
import type { HttpClient, HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { isRecord, jsonRecord } from '../protocol/shapes.ts';
import { armAddresses, ownAddress } from './own-addresses.ts';
import { challengeClaims } from '../signin/claims.ts';

export interface ArmClient {
  readonly http: HttpClient;
  readonly environment: Environment;
  accessToken: string;
  /** A token that answers a claims challenge (JSON); where it cannot be had, what sign-in throws. */
  readonly renew?: (claims: string) => Promise<string>;
}

/**
 * The JSON behind a path of ARM, or undefined where it says 404.
 * @throws EngineError `Network.*`, also for an address that is not ARM's own; `Throttled.Service`,
 * `InteractionRequired.Other` for a claims challenge
 */
export async function getFromArm(
  arm: ArmClient,
  path: string,
  signal: AbortSignal,
): Promise<JsonValue | undefined> {
  const base = armBaseOf(arm.environment);
  const url = ownAddress(armAddresses(arm.environment), path, base, 'what is asked for');
  const send = (): Promise<HttpResponse> => {
    const headers = { authorization: `Bearer ${arm.accessToken}`, accept: 'application/json' };
    return arm.http({ method: 'GET', url, headers }, signal);
  };
  let response = await send();
  const claims = response.status === 401 ? challengeClaims(response.headers['www-authenticate']) : undefined;
  if (claims !== undefined && arm.renew !== undefined) {
    arm.accessToken = await arm.renew(claims);
    response = await send();
  }
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
  const base = armBaseOf(arm.environment);
  const owns = armAddresses(arm.environment);
  const seen = new Set<string>();
  for (let next: string | undefined = path; next !== undefined && next !== '';) {
    const url: string = ownAddress(owns, next, base, 'the next page of its list');
    if (seen.has(url)) {
      const facts = {
        host: new URL(url).host,
        reason: 'its list leads back to a page that was read already',
      };
      throw new EngineError('Network.Response', { facts });
    }
    seen.add(url);
    const page: JsonValue | undefined = await getFromArm(arm, url, signal);
    const found: T[] = page?.member('value').list().map(read) ?? [];
    items.push(...found);
    onPage?.(found);
    next = page?.textOf('nextLink');
  }
  return items;
}

/** ARM's answer to a token of another tenant than the subscription's. */
export class WrongTenantError extends Error {
  readonly tenantId: string;
  constructor(tenantId: string) {
    super(`The token must be of the tenant ${tenantId}.`);
    this.tenantId = tenantId;
  }
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
  const advice =
    response.status === 401
      ? 'Run Connect-AzAccount to sign in again.'
      : response.status === 403
        ? 'Ask an owner of the subscription or tenant for access.'
        : 'Try again later.';
  const wrongTenant = wrongTenantOf(code, response.headers['www-authenticate']);
  return new EngineError('Network.Status', {
    facts: { host, status: response.status, reason, advice },
    target: host,
    ...(wrongTenant === undefined ? {} : { cause: wrongTenant }),
  });
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
