// A compute of Azure Machine Learning: the protocol of 2017-09-01, in which client IDs select user-assigned
// identities.
import type { Handler } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { answer, identityMissing, refuse, relay } from './app-service.ts';
import { assignedIdentities, findIdentity } from './assigned.ts';
import type { Place, PlaceOptions } from './place.ts';
import { issueIdentityToken } from './token.ts';

const path = '/msi/token';

/** Starts the endpoint of one compute. `DEFAULT_IDENTITY_CLIENT_ID` is its first identity. */
export async function openMachineLearning(site: Site, options: PlaceOptions): Promise<Place> {
  const door = await site.open('machine-learning', 'http');
  const secret = newHandle();
  door.routes.push({ method: 'GET', pattern: path, handler: answerToken(options, secret) });
  const url = door.url + path;
  const first = assignedIdentities(site.cloud, options)[0];
  const defaultIdentity = first === undefined ? {} : { DEFAULT_IDENTITY_CLIENT_ID: first.clientId };
  return { url, variables: { MSI_ENDPOINT: url, MSI_SECRET: secret, ...defaultIdentity } };
}

function answerToken(options: PlaceOptions, secret: string): Handler {
  return async ({ headers, query }, cloud) => {
    if (headers['secret'] !== secret) return refuse(401, 'The secret header is not valid.');
    if (query.get('api-version') !== '2017-09-01') {
      return refuse(400, 'The api-version is not supported.');
    }
    const resource = query.get('resource') ?? '';
    if (resource === '') return refuse(400, 'The resource is missing.');
    const clientId = query.get('clientid');
    const identity = findIdentity(assignedIdentities(cloud, options), { clientId });
    if (identity === undefined) return identityMissing(clientId !== null);
    return relay(async () => {
      const token = await issueIdentityToken(cloud, identity, resource);
      return answer(token, identity.clientId, resource);
    });
  };
}
