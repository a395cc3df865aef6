import { findTenant } from '../data.ts';
import type { Grant } from '../state.ts';
import { parameterMissing, userNotFound } from './errors.ts';
import { checkPassword } from './password-check.ts';
import { checkSilently } from './policy.ts';
import { parseScopes } from './scopes.ts';
import { requireApp, tenantForUser } from './tenants.ts';
import { issueUserTokens } from './token-issue.ts';
import type { GrantHandler } from './token.ts';

/** Resource owner password credentials: there is no page, so everything that needs one fails. */
export const grantPassword: GrantHandler = async (form, tenantSegment, cloud) => {
  const app = requireApp(cloud, form.get('client_id'), tenantSegment);
  const userName = form.get('username');
  const password = form.get('password');
  if (userName === null) throw parameterMissing('username');
  if (password === null) throw parameterMissing('password');
  if (findTenant(cloud.data, userName.split('@')[1] ?? '') === undefined)
    throw userNotFound(userName, tenantSegment);
  const user = checkPassword(cloud, userName, password);
  const tenant = tenantForUser(cloud, tenantSegment, user);
  const claims = form.get('claims');
  const grant: Grant = {
    signIn: { user, methods: ['pwd'], at: cloud.now(), byDeviceCode: false },
    ...{ app, tenantId: tenant.id },
    scopes: parseScopes(form.get('scope') ?? 'openid', cloud, app),
    ...(claims === null ? {} : { claims }),
  };
  checkSilently(cloud, grant, tenant, 'invalid_grant');
  return issueUserTokens(cloud, grant, form.get('client_info') === '1');
};
