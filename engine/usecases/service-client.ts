import type { ListedContext } from '../contexts/context-store.ts';
import { scopeOf } from '../environments/resources.ts';
import { accessTokenOf } from '../accounts/account-tokens.ts';
import type { Call } from '../session/call.ts';
import { httpOf } from '../session/call-http.ts';
import { answerTo } from '../rest/account-arm.ts';
import type { RequestTarget } from '../rest/request-target.ts';
import { createRestClient, type RestClient } from '../rest/rest-client.ts';

/**
 * Returns a client for a service with the tokens of a context's account. If the service requires more, the user may
 * be asked.
 */
export function clientOfContext(
  entry: ListedContext,
  target: Pick<RequestTarget, 'owns' | 'resource'>,
  call: Call,
): RestClient {
  const request = {
    tenantId: entry.context.Tenant?.Id ?? '',
    scopes: [scopeOf(target.resource)],
    mayAsk: true,
  };
  return createRestClient({
    http: httpOf(call),
    target,
    token: async (refusal) =>
      (await accessTokenOf(entry, { ...request, ...answerTo(refusal) }, call)).accessToken,
    signal: call.signal,
  });
}
