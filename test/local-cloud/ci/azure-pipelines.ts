// A job of Azure Pipelines with a federated service connection.
// https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { json, redirect, type Exchange, type Handler, type Reply } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { requireWorkload, trust, type CiOptions, type CiPlace } from './place.ts';

const organization = 'contoso';
const organizationId = 'c0000000-0000-4000-8000-000000000001';
const projectId = 'c0000000-0000-4000-8000-000000000002';
const connectionId = 'c0000000-0000-4000-8000-000000000003';
const connectionName = 'contoso-deploy';
const project = 'shop';

interface Job {
  /** The audience that the service connection's cloud expects. */
  readonly audience: string;
  readonly issuer: Issuer;
  readonly accessToken: string;
  readonly signInUrl: string;
}

/** Starts the token service of one job. Its variables are those in an AzureCLI or AzurePowerShell task. */
export async function openAzurePipelines(site: Site, options: CiOptions): Promise<CiPlace> {
  const { app, tenant } = requireWorkload(site.cloud, options);
  const door = await site.open('azure-pipelines', 'https');
  const issuer = await createIssuer(site.cloud, {
    url: `${door.url}/vstoken/${organizationId}`,
    keysPath: '/vstoken/.well-known/jwks',
    lifetimeSeconds: options.lifetimeSeconds ?? 600,
  });
  const audience = site.cloud.profile.exchangeAudience;
  const job = { issuer, audience, accessToken: newHandle(), signInUrl: `${door.url}/_signin` };
  const { planId, jobId } = { planId: randomUUID(), jobId: randomUUID() };
  const path = `/${organization}/${projectId}/_apis/distributedtask/hubs/build/plans/${planId}/jobs/${jobId}/oidctoken`;
  door.routes.push(
    ...issuer.routes,
    { method: 'POST', pattern: path, handler: answerToken(job) },
    { method: 'GET', pattern: '/_signin', handler: () => signInPage },
  );
  const { subject, ...claims } = connectionClaims(audience, connectionName);
  trust(app, options, { issuer: issuer.url, subject, audience });
  const variables = {
    ...{ TF_BUILD: 'True', SYSTEM_HOSTTYPE: 'build', SYSTEM_PLANID: planId, SYSTEM_JOBID: jobId },
    ...{ SYSTEM_TEAMPROJECT: project, SYSTEM_TEAMPROJECTID: projectId },
    SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: `${door.url}/${organization}/`,
    ...{ SYSTEM_OIDCREQUESTURI: door.url + path, SYSTEM_ACCESSTOKEN: job.accessToken },
    AZURESUBSCRIPTION_CLIENT_ID: app.clientId,
    AZURESUBSCRIPTION_TENANT_ID: tenant.id,
    AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: connectionId,
    AZURESUBSCRIPTION_SERVICE_CONNECTION_NAME: connectionName,
  };
  return {
    ...{ variables, issuer, subject, clientId: app.clientId, tenantId: tenant.id },
    assertion: () => issuer.sign({ ...claims, sub: subject }),
  };
}

/** Without a service connection, the token is the pipeline's own. */
function connectionClaims(
  aud: string,
  connection: string | undefined,
): JWTPayload & { readonly subject: string } {
  const subject =
    connection === undefined
      ? `p://${organization}/${project}/deploy`
      : `sc://${organization}/${project}/${connection}`;
  const ids = { org_id: organizationId, prj_id: projectId, def_id: '7', run_id: '4711' };
  return { subject, aud, ...ids };
}

function answerToken({ issuer, audience, accessToken, signInUrl }: Job): Handler {
  return async ({ headers, query, path }) => {
    if (headers.authorization !== `Bearer ${accessToken}`) return signInFirst(headers, signInUrl, path);
    if (!query.has('api-version')) {
      return refuse(400, 'VssVersionNotSpecifiedException', 'No api-version was supplied for the request.');
    }
    const id = query.get('serviceConnectionId');
    if (id !== null && id.toLowerCase() !== connectionId) {
      return refuse(404, 'ServiceEndpointNotFoundException', `No service connection found with ID ${id}.`);
    }
    const { subject, ...claims } = connectionClaims(audience, id === null ? undefined : connectionName);
    return json(200, { oidcToken: await issuer.sign({ ...claims, sub: subject }) });
  };
}

/** Azure DevOps treats every caller as a browser unless a header says otherwise. */
function signInFirst(headers: Exchange['headers'], signInUrl: string, path: string): Reply {
  if (headers['x-tfs-fedauthredirect']?.toString().toLowerCase() === 'suppress') {
    return refuse(401, 'UnauthorizedRequestException', 'TF400813: The user is not authorized.');
  }
  return redirect(`${signInUrl}?reply_to=${encodeURIComponent(path)}`);
}

function refuse(status: number, typeKey: string, message: string): Reply {
  return json(status, { $id: '1', innerException: null, message, typeKey, errorCode: 0, eventId: 3000 });
}

const signInPage: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html lang="en"><title>Sign in to Azure DevOps</title><h1>Sign in</h1></html>',
};
