// Cloud Shell: its endpoint looks like a managed identity's, but returns tokens of the person who opened the shell,
// whatever identity is requested. https://learn.microsoft.com/azure/cloud-shell/msi-authorization
import { findApp, findUser, tenantOf, type User } from '../data.ts';
import { findResource } from '../entra/resources.ts';
import { parseScopes } from '../entra/scopes.ts';
import { issueUserTokens } from '../entra/token-issue.ts';
import { json, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import type { CloudState } from '../state.ts';
import type { Place } from './place.ts';

export interface CloudShellOptions {
  /** Who opened the shell; alex@contoso.example if omitted. */
  readonly userName?: string;
}

const path = '/oauth2/token';
const portalConsole = 'b677c290-cf4b-4a8e-a60e-91ba650a4abe';

/** Starts the endpoint of one shell. */
export async function openCloudShell(site: Site, options: CloudShellOptions): Promise<Place> {
  const door = await site.open('cloud-shell', 'http');
  const handler = answerToken(options.userName ?? 'alex@contoso.example');
  door.routes.push({ method: 'POST', pattern: path, handler });
  const url = door.url.replace('127.0.0.1', 'localhost') + path;
  const variables = { MSI_ENDPOINT: url, ACC_CLOUD: 'PROD', AZUREPS_HOST_ENVIRONMENT: 'cloud-shell/1.0' };
  return { url, variables };
}

function answerToken(userName: string): Handler {
  return async ({ headers, form }, cloud) => {
    if (headers['metadata']?.toString().toLowerCase() !== 'true') {
      return refuse('bad_request_102', 'Required metadata header not specified');
    }
    const resource = form.get('resource') ?? '';
    if (resource === '') return refuse('invalid_request', 'Required audience parameter not specified');
    if (findResource(cloud, resource) === undefined) {
      return refuse('AudienceNotSupported', `Audience ${resource} is not a supported MSI token audience.`);
    }
    const user = findUser(cloud.data, userName);
    if (user === undefined) throw new Error(`The data has no user ${userName}.`);
    return json(200, await userToken(cloud, user, resource));
  };
}

function refuse(code: string, message: string): Reply {
  return json(400, { error: { code, message } });
}

async function userToken(cloud: CloudState, user: User, resource: string): Promise<object> {
  const app = findApp(cloud.data, portalConsole);
  if (app === undefined) throw new Error('The data lacks the app of the portal console.');
  const at = cloud.now();
  const signIn = { user, methods: ['pwd', 'mfa'] as const, at, byDeviceCode: false };
  const scopes = parseScopes(`${resource}/.default`, cloud, app);
  const tenantId = tenantOf(cloud.data, user.homeTenant).id;
  const tokens = await issueUserTokens(cloud, { signIn, app, tenantId, scopes }, false);
  const notBefore = Math.floor(at / 1000);
  return {
    ...{ access_token: tokens.access_token, refresh_token: '' },
    expires_in: String(tokens.expires_in),
    expires_on: String(notBefore + tokens.expires_in),
    not_before: String(notBefore),
    ...{ resource, token_type: 'Bearer' },
  };
}
