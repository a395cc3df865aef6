// A job of GitLab with `id_tokens`: the token is in a variable from the start, and is not renewed.
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
import type { Site } from '../site.ts';
import { createIssuer } from './issuer.ts';
import { requireWorkload, trust, type CiOptions, type CiPlace } from './place.ts';

export interface GitLabOptions extends CiOptions {
  /** The variable that is named in the job's `id_tokens`. */
  readonly variable?: string;
  /** The `aud` in `id_tokens`. */
  readonly audience?: string;
}

/** Starts the issuer of one GitLab, and returns the variables of a job that starts now. */
export async function openGitLab(site: Site, options: GitLabOptions): Promise<CiPlace> {
  const { app, tenant } = requireWorkload(site.cloud, options);
  const door = await site.open('gitlab', 'https');
  const lifetimeSeconds = options.lifetimeSeconds ?? 3600;
  const settings = { url: door.url, keysPath: '/oauth/discovery/keys', lifetimeSeconds };
  const issuer = await createIssuer(site.cloud, settings);
  door.routes.push(...issuer.routes);
  const { variable = 'GITLAB_OIDC_TOKEN', audience = site.cloud.profile.exchangeAudience } = options;
  const project = 'contoso/shop';
  const subject = `project_path:${project}:ref_type:branch:ref:main`;
  trust(app, options, { issuer: issuer.url, subject, audience });
  const about = { project_path: project, namespace_path: 'contoso', ref: 'main', ref_type: 'branch' };
  const ids = { project_id: '22', pipeline_id: '4711', job_id: '12', user_login: 'alex' };
  const assertion = (): Promise<string> => issuer.sign({ sub: subject, aud: audience, ...about, ...ids });
  const variables = {
    ...{ CI: 'true', GITLAB_CI: 'true', CI_SERVER_URL: door.url, CI_PROJECT_PATH: project },
    [variable]: await assertion(),
  };
  return { variables, issuer, subject, clientId: app.clientId, tenantId: tenant.id, assertion };
}
