// Azure Resource Manager, as far as signing in needs it.
import type { Environment } from '../environments/environment.ts';
import { armBaseOf } from '../environments/environment-store.ts';
import type { HttpClient, HttpResponse } from '../http/types.ts';
import { EngineError } from '../errors/engine-error.ts';
import { challengeClaims } from '../signin/claims.ts';

export interface ArmClient {
  readonly http: HttpClient;
  readonly environment: Environment;
  accessToken: string;
  /** A token that answers a claims challenge (JSON); where it cannot be had, what sign-in throws. */
  readonly renew?: (claims: string) => Promise<string>;
}

interface Page<T> {
  readonly value?: readonly T[];
  readonly nextLink?: string;
}

/**
 * The JSON behind a path of ARM, or undefined where it says 404.
 * @throws EngineError `Network.*`, `Throttled.Service`, `InteractionRequired.Other` for a claims challenge
 */
export async function getFromArm<T>(
  arm: ArmClient,
  path: string,
  signal: AbortSignal,
): Promise<T | undefined> {
  const url = new URL(path, armBaseOf(arm.environment)).toString();
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
  try {
    return JSON.parse(response.body) as T;
  } catch (cause) {
    throw new EngineError('Network.Response', {
      facts: { host: new URL(url).host, reason: 'it is not JSON' },
      cause,
    });
  }
}

/**
 * All items of a list, over its pages; each page is told when it comes.
 * @throws EngineError as `getFromArm`; `Network.Response` for a next page on another host: a token goes nowhere else
 */
export async function listFromArm<T>(
  arm: ArmClient,
  path: string,
  signal: AbortSignal,
  onPage?: (items: readonly T[]) => void,
): Promise<T[]> {
  const items: T[] = [];
  const host = new URL(armBaseOf(arm.environment)).host;
  const seen = new Set<string>();
  for (let next: string | undefined = path; next !== undefined && next !== '';) {
    const url: URL = new URL(next, armBaseOf(arm.environment));
    if (url.host !== host || seen.has(url.toString())) {
      throw new EngineError('Network.Response', {
        facts: { host, reason: 'its list goes on at an address that is not its own or was read already' },
      });
    }
    seen.add(url.toString());
    const page: Page<T> | undefined = await getFromArm<Page<T>>(arm, url.toString(), signal);
    items.push(...(page?.value ?? []));
    onPage?.(page?.value ?? []);
    next = page?.nextLink;
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
        command: `Connect-AzAccount -ClaimsChallenge '${Buffer.from(claims).toString('base64')}'`,
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

function errorOf(body: string): { code?: string; message?: string } {
  try {
    return (JSON.parse(body) as { error?: { code?: string; message?: string } }).error ?? {};
  } catch {
    return {};
  }
}
