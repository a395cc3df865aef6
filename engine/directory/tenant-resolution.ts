import { authorityFor } from '../environments/environment-store.ts';
import type { Environment } from '../environments/environment.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import { EngineError } from '../errors/engine-error.ts';
import { isGuid, jsonRecord } from '../protocol/shapes.ts';
import { statusError } from '../signin/token-http.ts';

/** Domain names as in RFC 1035, but with letters of any script: Entra ID accepts them as typed. */
const domain =
  /^(?=.{1,253}$)[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}))+$/u;

export interface TenantParameter {
  readonly parameter: 'Tenant' | 'TenantId';
  /** Returns the known tenants' IDs and domains, for the error if there is no such tenant. */
  readonly known: () => Promise<readonly string[]>;
}

/**
 * Returns the ID of a tenant that is given by ID or domain. A domain is resolved with OpenID Connect discovery (OIDC
 * Discovery 1.0, section 4): the issuer contains the ID.
 * @throws EngineError `InvalidArgument.Value` if it is neither an ID nor a domain, `NotFound.Tenant`, `Network.*`
 */
export async function tenantIdFor(
  tenant: string | undefined,
  environment: Environment,
  call: Call,
  { parameter, known }: TenantParameter,
): Promise<string> {
  if (tenant === undefined || tenant === '') {
    throw new EngineError('InvalidArgument.Value', {
      facts: {
        parameter,
        value: '',
        reason: 'The context has no tenant.',
        accepted: 'the ID or a domain name of a tenant',
      },
    });
  }
  if (isGuid(tenant)) return tenant.toLowerCase();
  if (!domain.test(tenant)) {
    throw new EngineError('InvalidArgument.Value', {
      facts: {
        parameter,
        value: tenant,
        reason: 'It is neither an ID nor a domain name.',
        accepted: 'the ID of a tenant, or a domain name of it such as contoso.onmicrosoft.com',
      },
      target: tenant,
      known: await known(),
    });
  }
  const url = `${authorityFor(environment, encodeURIComponent(tenant))}/v2.0/.well-known/openid-configuration`;
  const response = await httpOf(call)(
    { method: 'GET', url, headers: { accept: 'application/json' } },
    call.signal,
  );
  const facts = { tenant, environment: environment.Name };
  const isRefusal = typeof jsonRecord(response.body).error === 'string';
  if (response.status === 404 || (response.status === 400 && isRefusal))
    throw new EngineError('NotFound.Tenant', { facts, target: tenant, known: await known() });
  if (response.status >= 400) throw statusError(response, url);
  const id = issuerOf(response.body)
    ?.split('/')
    .find((part) => isGuid(part));
  if (id !== undefined) return id.toLowerCase();
  throw new EngineError('Network.Response', {
    facts: { host: new URL(url).host, reason: `it does not say which tenant '${tenant}' is` },
    target: tenant,
  });
}

function issuerOf(body: string): string | undefined {
  try {
    const { issuer } = JSON.parse(body) as { issuer?: unknown };
    return typeof issuer === 'string' ? issuer : undefined;
  } catch {
    return undefined;
  }
}
