import type { ListedContext } from '../contexts/context-store.ts';
import { scopeOf } from '../environments/resources.ts';
import type { Services } from '../session/services.ts';
import type { Interaction } from '../signin/interaction.ts';
import type { RequestTarget } from '../rest/request-target.ts';
import { createRestClient, type RestClient } from '../rest/rest-client.ts';

/** The client with which the account of a context asks a service; a person may be asked for more where one is there. */
export function clientOfContext(
  services: Services,
  entry: ListedContext,
  target: Pick<RequestTarget, 'owns' | 'resource'>,
  { interaction, signal }: { interaction: Interaction; signal: AbortSignal },
): RestClient {
  const request = {
    tenantId: entry.context.Tenant?.Id ?? '',
    scopes: [scopeOf(target.resource)],
    mayAsk: true,
  };
  return createRestClient({
    http: services.http(interaction),
    target,
    token: async (claims) => {
      const challenged = claims === undefined ? request : { ...request, claims };
      return (await services.accessToken(entry, challenged, interaction, signal)).accessToken;
    },
    signal,
  });
}
