import { findTenant, type App } from '../data.ts';
import type { CloudState } from '../state.ts';
import { checkClientAssertion } from './client-assertion.ts';
import {
  appNotFound,
  badClientSecret,
  clientCredentialMissing,
  expiredClientSecret,
  defaultScopeMissing,
  tenantMissing,
} from './errors.ts';
import { parseScopes } from './scopes.ts';
import { requireApp, resolveTenant } from './tenants.ts';
import { issueAppToken } from './token-issue.ts';
import type { GrantHandler } from './token.ts';

/** Issues a token for an app itself, by secret, certificate or federated credential. */
export const grantClientCredentials: GrantHandler = async (form, tenantSegment, cloud) => {
  const tenant = resolveTenant(cloud, tenantSegment);
  if (tenant === undefined) throw tenantMissing();
  const app = requireApp(cloud, form.get('client_id'), tenantSegment);
  const isInstalled =
    app.servicePrincipals?.some((one) => findTenant(cloud.data, one.tenant) === tenant) === true;
  if (!isInstalled) throw appNotFound(app.clientId, tenant.displayName);
  const assertion = form.get('client_assertion');
  if (assertion === null) checkSecret(cloud, app, form.get('client_secret'));
  else await checkClientAssertion(cloud, app, tenant, assertion);
  const scope = form.get('scope') ?? '';
  if (!scope.endsWith('/.default')) throw defaultScopeMissing(scope);
  return issueAppToken(cloud, app, tenant, parseScopes(scope, cloud, app));
};

function checkSecret(cloud: CloudState, app: App, secret: string | null): void {
  if (secret === null) throw clientCredentialMissing();
  const match = app.secrets?.find(({ value }) => value === secret);
  if (match === undefined) throw badClientSecret(app.clientId);
  if (match.expiredOn !== undefined && Date.parse(match.expiredOn) < cloud.now()) {
    throw expiredClientSecret(app.clientId);
  }
}
