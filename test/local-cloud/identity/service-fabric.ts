// An application of Service Fabric: HTTPS, which a client trusts by the certificate's thumbprint, and one identity
// that the cluster's configuration binds to the application, whatever the request says.
// https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code
import { randomUUID } from 'node:crypto';
import { EntraError } from '../entra/errors.ts';
import { json, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { assignedIdentities } from './assigned.ts';
import { tokenPath } from './imds.ts';
import type { Place, PlaceOptions } from './place.ts';
import { issueIdentityToken } from './token.ts';

const version = '2019-07-01-preview';

/** Starts the endpoint of one application, whose identity is the first of the given ones. */
export async function openServiceFabric(site: Site, options: PlaceOptions): Promise<Place> {
  const door = await site.open('service-fabric', 'https');
  const secret = newHandle();
  door.routes.push({ method: 'GET', pattern: tokenPath, handler: answerToken(options, secret) });
  const url = door.url + tokenPath;
  const variables = {
    IDENTITY_ENDPOINT: url,
    IDENTITY_HEADER: secret,
    IDENTITY_SERVER_THUMBPRINT: site.serverThumbprint,
    IDENTITY_API_VERSION: version,
  };
  return { url, variables };
}

function answerToken(options: PlaceOptions, secret: string): Handler {
  return async ({ headers, query }, cloud) => {
    if (headers['secret'] === undefined) {
      return refuse(400, 'SecretHeaderNotFound', 'Secret is not found in the request headers.');
    }
    const identity = headers['secret'] === secret ? assignedIdentities(cloud, options)[0] : undefined;
    if (identity === undefined) {
      const message = 'Managed identity not found for the specified application host.';
      return refuse(404, 'ManagedIdentityNotFound', message);
    }
    const asked = query.get('api-version') ?? '';
    if (asked !== version) {
      const message = `The api-version '${asked}' is not supported. Supported version is '${version}'.`;
      return refuse(400, 'InvalidApiVersion', message);
    }
    const resource = query.get('resource') ?? '';
    if (resource === '') {
      const message = "The parameter 'resource' should not be null or empty string.";
      return refuse(400, 'ArgumentNullOrEmpty', message);
    }
    try {
      const token = await issueIdentityToken(cloud, identity, resource);
      const [access_token, expires_on] = [token.accessToken, token.expiresOn];
      return json(200, { token_type: 'Bearer', access_token, expires_on, resource });
    } catch (error) {
      if (error instanceof EntraError) return refuse(500, 'InternalServerError', 'An error occurred.');
      throw error;
    }
  };
}

function refuse(status: number, code: string, message: string): Reply {
  return json(status, { error: { correlationId: randomUUID(), code, message } });
}
