// The instance metadata service of a virtual machine, http://169.254.169.254 in Azure.
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
import { json, type Exchange, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import { assignedIdentities, findIdentity, namesIdentity, type AssignedIdentity } from './assigned.ts';
import type { Place, PlaceOptions } from './place.ts';
import { issueIdentityToken, type IdentityToken } from './token.ts';

export const tokenPath = '/metadata/identity/oauth2/token';

/** Starts it. MSAL and the Azure SDKs find it outside Azure through this one variable. */
export async function openImds(site: Site, options: PlaceOptions): Promise<Place> {
  const door = await site.open('imds', 'http');
  door.routes.push({ method: 'GET', pattern: tokenPath, handler: answerToken(options) });
  return { url: door.url + tokenPath, variables: { AZURE_POD_IDENTITY_AUTHORITY_HOST: door.url } };
}

function answerToken(options: PlaceOptions): Handler {
  return async (exchange, cloud) => {
    const refusal = checkMetadataRequest(exchange);
    if (refusal !== undefined) return refusal;
    const identity = chooseIdentity(assignedIdentities(cloud, options), exchange.query);
    if (typeof identity === 'string') return refuse(identity);
    const resource = exchange.query.get('resource') ?? '';
    return json(200, metadataAnswer(await issueIdentityToken(cloud, identity, resource), identity, resource));
  };
}

/** The errors that IMDS and the agent of Azure Arc have in common; undefined if the request is valid. */
export function checkMetadataRequest({ headers, query }: Exchange): Reply | undefined {
  if (headers['metadata']?.toString().toLowerCase() !== 'true') {
    return refuse('Required metadata header not specified');
  }
  if ('x-forwarded-for' in headers) return refuse('Requests with an X-Forwarded-For header are refused');
  const newest = ['2021-02-01', '2020-06-01', '2018-02-01'];
  if (!/^\d{4}-\d\d-\d\d$/.test(query.get('api-version') ?? '')) {
    const error = 'Bad request. api-version is invalid or was not specified in the request.';
    return json(400, { error, 'newest-versions': newest });
  }
  if ((query.get('resource') ?? '') === '') return refuse('Required audience parameter not specified');
  return undefined;
}

export function refuse(description: string): Reply {
  return json(400, { error: 'invalid_request', error_description: description });
}

/** A sole user-assigned identity is used without being selected. */
function chooseIdentity(
  assigned: readonly AssignedIdentity[],
  query: URLSearchParams,
): AssignedIdentity | string {
  const selector = readSelector(query);
  const identity = findIdentity(assigned, selector);
  if (identity !== undefined) return identity;
  const [first, ...others] = assigned;
  if (first === undefined || namesIdentity(selector)) return 'Identity not found';
  if (others.length === 0) return first;
  return (
    'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the ' +
    'token request'
  );
}

/** IMDS accepts the resource ID under two parameter names. */
export function readSelector(query: URLSearchParams): {
  clientId: string | null;
  objectId: string | null;
  resourceId: string | null;
} {
  return {
    clientId: query.get('client_id'),
    objectId: query.get('object_id'),
    resourceId: query.get('msi_res_id') ?? query.get('mi_res_id'),
  };
}

/** All values are strings, even numbers. */
export function metadataAnswer(
  token: IdentityToken,
  identity: AssignedIdentity,
  resource: string,
): Record<string, string> {
  const lifetime = String(token.lifetimeSeconds);
  return {
    access_token: token.accessToken,
    client_id: identity.clientId,
    ...{ expires_in: lifetime, ext_expires_in: lifetime },
    expires_on: String(token.expiresOn),
    not_before: String(token.notBefore),
    ...{ resource, token_type: 'Bearer' },
  };
}
