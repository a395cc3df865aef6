// The identity endpoint of a PowerShell: issues tokens of its current context without interaction.
import { scopeOf } from '../environments/resources.ts';
import { resourcesOf } from '../environments/services.ts';
import type { Environment } from '../environments/environment.ts';
import type { Call } from '../session/call.ts';
import { IdentityEndpoint, type IdentityToken } from '../session/identity-endpoint.ts';
import { servicesFor } from '../session/services.ts';
import { readJwt } from '../signin/jwt.ts';
import { silentInteraction } from '../signin/silent-interaction.ts';
import { resolveTenant } from './known-places.ts';
import { accessTokenOf } from '../accounts/account-tokens.ts';

/**
 * Starts the endpoint and stops a running one. Without audiences it issues tokens for all named services of the
 * current context's cloud. Its requests use the variables of the call that started it.
 * @throws EngineError `NotSignedIn.None`
 */
export async function startIdentityEndpoint(
  { services, variables }: Call,
  audiences: readonly string[] | undefined,
): Promise<IdentityEndpoint> {
  const { memory } = services;
  const { context } = await services.contexts.requireCurrent();
  const started = await IdentityEndpoint.start({
    audiences: audiences ?? knownAudiences(context.Environment),
    before: variables,
    token: (resource) => {
      const warnings = new Set<string>();
      return currentToken(resource, {
        services: servicesFor(memory, variables, warnings),
        interaction: silentInteraction,
        signal: new AbortController().signal,
        variables,
        warnings,
      });
    },
  });
  memory.identityEndpoint?.close();
  memory.identityEndpoint = started;
  return started;
}

/**
 * Returns the resource URIs of a cloud's services, and the address of its Azure Resource Manager, which the SDKs
 * request.
 */
function knownAudiences(environment: Environment): string[] {
  const all = [...Object.values(resourcesOf(environment)), environment.ResourceManagerUrl];
  return [...new Set(all.filter((resource) => typeof resource === 'string' && resource !== ''))] as string[];
}

async function currentToken(resource: string, call: Call): Promise<IdentityToken> {
  const current = await call.services.contexts.requireCurrent();
  const { Environment: environment, Tenant: tenant } = current.context;
  const tenantId = await resolveTenant({ tenant: tenant?.Id, environment, parameter: 'TenantId' }, call);
  const request = { tenantId, scopes: [scopeOf(resource)], mayAsk: false };
  const { accessToken, expiresOn } = await accessTokenOf(current, request, call);
  return { accessToken, expiresOn, clientId: readJwt(accessToken)?.appid ?? '' };
}
