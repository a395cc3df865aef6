// What the identity endpoint of a PowerShell gives: tokens of its current context, without asking anybody.
import { tenantIdFor } from '../directory/tenant-resolution.ts';
import { resourcesOf, scopeOf } from '../environments/resources.ts';
import type { Environment } from '../environments/environment.ts';
import { IdentityEndpoint, type IdentityToken } from '../session/identity-endpoint.ts';
import type { Services } from '../session/services.ts';
import { readJwt } from '../signin/jwt.ts';
import { silentInteraction } from '../signin/silent-interaction.ts';

/**
 * Starts the endpoint, in place of one that runs. Without audiences it gives tokens for the services that the cloud of
 * the current context has a name for.
 * @throws EngineError `NotSignedIn.None`
 */
export async function startIdentityEndpoint(
  services: Services,
  audiences: readonly string[] | undefined,
): Promise<IdentityEndpoint> {
  const { context } = await services.contexts.requireCurrent();
  const started = await IdentityEndpoint.start({
    audiences: audiences ?? knownAudiences(context.Environment),
    before: services.variables,
    token: (resource) => currentToken(services, resource),
  });
  services.identityEndpoint?.close();
  services.identityEndpoint = started;
  return started;
}

/** The resource URIs of a cloud's services, and the address of its Azure Resource Manager, which the SDKs ask for. */
function knownAudiences(environment: Environment): string[] {
  const all = [...Object.values(resourcesOf(environment)), environment.ResourceManagerUrl];
  return [...new Set(all.filter((resource) => typeof resource === 'string' && resource !== ''))] as string[];
}

async function currentToken(services: Services, resource: string): Promise<IdentityToken> {
  const current = await services.contexts.requireCurrent();
  const { Environment: environment, Tenant: tenant } = current.context;
  const { signal } = new AbortController();
  const http = services.http(silentInteraction);
  const tenantId = await tenantIdFor(tenant?.Id, environment, http, signal, 'TenantId');
  const request = { tenantId, scopes: [scopeOf(resource)], mayAsk: false };
  const { accessToken, expiresOn } = await services.accessToken(current, request, silentInteraction, signal);
  return { accessToken, expiresOn, clientId: readJwt(accessToken)?.appid ?? '' };
}
