// A job of GitHub Actions with the permission `id-token: write`.
// https://docs.github.com/actions/reference/security/oidc
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { json, type Handler } from '../router.ts';
import type { Site } from '../site.ts';
import { newHandle } from '../state.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { requireWorkload, trust, type CiOptions, type CiPlace } from './place.ts';

export interface GitHubActionsOptions extends CiOptions {
  /** `owner/name`. */
  readonly repository?: string;
  /** The environment that the job deploys to; without one the subject contains the branch. */
  readonly environment?: string;
}

/** Starts the token service of one job. */
export async function openGitHubActions(site: Site, options: GitHubActionsOptions): Promise<CiPlace> {
  const { app, tenant } = requireWorkload(site.cloud, options);
  const { exchangeAudience } = site.cloud.profile;
  const door = await site.open('github-actions', 'https');
  const lifetimeSeconds = options.lifetimeSeconds ?? 300;
  const settings = { url: door.url, keysPath: '/.well-known/jwks', lifetimeSeconds };
  const issuer = await createIssuer(site.cloud, settings);
  const claims = jobClaims(options);
  const secret = newHandle();
  const path = `/_apis/distributedtask/hubs/Actions/plans/${randomUUID()}/jobs/${randomUUID()}/idtoken`;
  const handler = answerToken(issuer, claims, secret);
  door.routes.push(...issuer.routes, { method: 'GET', pattern: path, handler });
  trust(app, options, { issuer: issuer.url, subject: claims.sub, audience: exchangeAudience });
  const variables = {
    ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: claims.repository, GITHUB_REF: claims.ref },
    ACTIONS_ID_TOKEN_REQUEST_URL: `${door.url}${path}?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
  };
  return {
    ...{ variables, issuer, subject: claims.sub, clientId: app.clientId, tenantId: tenant.id },
    assertion: () => issuer.sign({ ...claims, aud: exchangeAudience }),
  };
}

type JobClaims = JWTPayload & { readonly sub: string; readonly repository: string; readonly ref: string };

function jobClaims({ repository = 'contoso/shop', environment }: GitHubActionsOptions): JobClaims {
  const ref = 'refs/heads/main';
  const where = environment === undefined ? `ref:${ref}` : `environment:${environment}`;
  return {
    sub: `repo:${repository}:${where}`,
    ...{ repository, ref, ref_type: 'branch', repository_owner: ownerOf(repository) },
    ...(environment === undefined ? {} : { environment }),
    ...{ run_id: '4711', run_number: '12', run_attempt: '1', actor: 'alex', event_name: 'push' },
    ...{ workflow: 'deploy', runner_environment: 'github-hosted', sha: '5c1e0d0'.padEnd(40, '0') },
    job_workflow_ref: `${repository}/.github/workflows/deploy.yml@${ref}`,
  };
}

/** The audience is the owner's address unless the request has another. */
function answerToken(issuer: Issuer, claims: JobClaims, secret: string): Handler {
  return async ({ headers, query }) => {
    if (headers.authorization !== `Bearer ${secret}`) return json(401, { message: 'Unauthorized' });
    const aud = query.get('audience') ?? `https://github.com/${ownerOf(claims.repository)}`;
    return json(200, { value: await issuer.sign({ ...claims, aud }) });
  };
}

function ownerOf(repository: string): string {
  return repository.split('/')[0] ?? repository;
}
