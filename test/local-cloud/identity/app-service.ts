// App Service and Functions. https://learn.microsoft.com/azure/app-service/overview-managed-identity
import { randomUUID } from 'node:crypto';
import { EntraError } from '../entra/errors.ts';
import { json, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { assignedIdentities, findIdentity, namesIdentity } from './assigned.ts';
import { readSelector } from './imds.ts';
import type { Place, PlaceOptions } from './place.ts';
import { issueIdentityToken, type IdentityToken } from './token.ts';

const path = '/msi/token';
const versions = new Set(['2019-08-01', '2025-03-30']);

/** Starts the endpoint of one app. */
export async function openAppService(site: Site, options: PlaceOptions): Promise<Place> {
  const door = await site.open('app-service', 'http');
  const secret = newHandle();
  door.routes.push({ method: 'GET', pattern: path, handler: answerToken(options, secret) });
  const url = door.url + path;
  return { url, variables: { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: secret } };
}

function answerToken(options: PlaceOptions, secret: string): Handler {
  return async ({ headers, query }, cloud) => {
    if (headers['x-identity-header'] !== secret) return refuse(401, 'The X-IDENTITY-HEADER is not valid.');
    if (!versions.has(query.get('api-version') ?? ''))
      return refuse(400, 'The api-version is not supported.');
    const resource = query.get('resource') ?? '';
    if (resource === '') return refuse(400, 'The resource is missing.');
    const selector = readSelector(query);
    const identity = findIdentity(assignedIdentities(cloud, options), selector);
    if (identity === undefined) return identityMissing(namesIdentity(selector));
    return relay(async () => {
      const token = await issueIdentityToken(cloud, identity, resource);
      return answer(token, identity.clientId, resource);
    });
  };
}

/** The response of App Service and of its predecessor's protocol; the client ID is in upper case there. */
export function answer(token: IdentityToken, clientId: string, resource: string): Reply {
  return json(200, {
    access_token: token.accessToken,
    client_id: clientId.toUpperCase(),
    expires_on: String(token.expiresOn),
    ...{ resource, token_type: 'Bearer' },
  });
}

export function identityMissing(isNamed: boolean): Reply {
  const named =
    'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.';
  return refuse(400, isNamed ? named : 'Unable to load the proper Managed Identity.');
}

export function refuse(statusCode: number, message: string): Reply {
  return json(statusCode, { statusCode, message, correlationId: randomUUID() });
}

/** App Service hides Entra ID's errors. */
export async function relay(ask: () => Promise<Reply>): Promise<Reply> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return refuse(500, 'An unexpected error occured while fetching the AAD Token.');
  }
}
