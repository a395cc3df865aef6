import { adfsRoutes } from './adfs/endpoints.ts';
import { listFaults, addFault, clearFaults } from './admin.ts';
import { metadataEndpoints } from './arm/metadata.ts';
import { getOperationResult, getOperationStatus } from './arm/operations.ts';
import {
  checkResourceGroup,
  deleteResourceGroup,
  getResourceGroup,
  listResourceGroups,
  putResourceGroup,
} from './arm/resource-groups.ts';
import {
  actOnResource,
  changeResource,
  deleteResource,
  getResource,
  listResources,
} from './arm/resources.ts';
import { getSubscription, listLocations, listSubscriptions } from './arm/subscriptions.ts';
import { listTenants } from './arm/tenants.ts';
import { authorize } from './entra/authorize.ts';
import { deviceCode } from './entra/device-code.ts';
import { deviceLogin, toDeviceLogin } from './entra/device-login.ts';
import { instanceDiscovery, keys, openIdConfiguration } from './entra/discovery.ts';
import { logout } from './entra/logout.ts';
import { signIn } from './entra/sign-in.ts';
import { token } from './entra/token.ts';
import { userRealm } from './entra/user-realm.ts';
import { aboutMe } from './graph/me.ts';
import type { Route, Handler } from './router.ts';

const get = (pattern: string, handler: Handler): Route => ({ method: 'GET', pattern, handler });
const post = (pattern: string, handler: Handler): Route => ({ method: 'POST', pattern, handler });

const admin: readonly Route[] = [
  get('/_local-cloud/faults', listFaults),
  post('/_local-cloud/faults', addFault),
  { method: 'DELETE', pattern: '/_local-cloud/faults', handler: clearFaults },
];

/** The short addresses of the device login page in Azure's clouds. */
const devicePages = ['/device', '/deviceloginchina', '/deviceloginus'];

/** The sign-in host: Entra ID's endpoints and pages. */
export const loginRoutes: readonly Route[] = [
  ...admin,
  get('/common/discovery/instance', instanceDiscovery),
  get('/common/userrealm/:user', userRealm),
  ...adfsRoutes,
  ...devicePages.map((path) => get(path, toDeviceLogin)),
  get('/devicelogin', deviceLogin),
  post('/devicelogin', deviceLogin),
  get('/:tenant/v2.0/.well-known/openid-configuration', openIdConfiguration),
  get('/:tenant/.well-known/openid-configuration', openIdConfiguration),
  get('/:tenant/discovery/v2.0/keys', keys),
  get('/:tenant/discovery/keys', keys),
  get('/:tenant/oauth2/v2.0/authorize', authorize),
  post('/:tenant/oauth2/v2.0/authorize', authorize),
  post('/:tenant/oauth2/v2.0/devicecode', deviceCode),
  post('/:tenant/oauth2/v2.0/token', token),
  get('/:tenant/oauth2/v2.0/logout', logout),
  post('/:tenant/login', signIn),
];

const group = '/subscriptions/:subscription/resourcegroups/:group';
const resource = `${group}/providers/:provider/:type/:name`;

/** The resource manager's host. */
export const armRoutes: readonly Route[] = [
  ...admin,
  get('/metadata/endpoints', metadataEndpoints),
  get('/tenants', listTenants),
  get('/subscriptions', listSubscriptions),
  get('/subscriptions/:subscription', getSubscription),
  get('/subscriptions/:subscription/resourcegroups', listResourceGroups),
  get(group, getResourceGroup),
  { method: 'PUT', pattern: group, handler: putResourceGroup },
  { method: 'HEAD', pattern: group, handler: checkResourceGroup },
  { method: 'DELETE', pattern: group, handler: deleteResourceGroup },
  get('/subscriptions/:subscription/locations', listLocations),
  get('/subscriptions/:subscription/operationstatuses/:operation', getOperationStatus),
  get('/subscriptions/:subscription/operationresults/:operation', getOperationResult),
  get(`${group}/providers/:provider/:type`, listResources),
  get(resource, getResource),
  { method: 'PUT', pattern: resource, handler: changeResource },
  { method: 'PATCH', pattern: resource, handler: changeResource },
  { method: 'DELETE', pattern: resource, handler: deleteResource },
  post(`${resource}/:action`, actOnResource),
];

/** Microsoft Graph, as far as tests of token audiences need it. */
export const graphRoutes: readonly Route[] = [get('/v1.0/me', aboutMe)];
