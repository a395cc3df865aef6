// Conditional access and consent: whether a sign-in may get tokens in a tenant.
import { findMembership, personalTenantId, type App, type Tenant } from '../data.ts';
import type { CloudState, Grant, SignIn } from '../state.ts';
import {
  blockedByPolicy,
  consentRequired,
  mfaEnrollmentRequired,
  mfaRequired,
  notInTenant,
  resourceNotFound,
  wrongAccountType,
} from './errors.ts';
import { findResource, graphAppId } from './resources.ts';
import type { RequestedScopes } from './scopes.ts';
import { accessTokenClaims } from './token-issue.ts';

/** Whether the tenant or the requested claims require a second factor that this sign-in did not use. */
export function needsMfa(tenant: Tenant, signIn: SignIn, claims: string | undefined): boolean {
  const demanded = tenant.demandsMfa === true || accessTokenClaims(claims).acrs.length > 0;
  return demanded && !signIn.methods.includes('mfa');
}

/**
 * Throws AADSTS50020 for a person outside the tenant, AADSTS500011 for an unknown resource, AADSTS500207 for Azure in
 * the tenant of personal accounts, and AADSTS53003.
 */
export function checkAccess(
  cloud: CloudState,
  tenant: Tenant,
  signIn: SignIn,
  scopes: RequestedScopes,
): void {
  const { user } = signIn;
  if (findMembership(cloud.data, user, tenant) === undefined) {
    throw notInTenant(user.userName, user.homeTenant, tenant.displayName);
  }
  if (findResource(cloud, scopes.audience) === undefined) {
    throw resourceNotFound(scopes.audience, tenant.displayName);
  }
  if (tenant.id === personalTenantId && findResource(cloud, scopes.audience)?.appId !== graphAppId) {
    throw wrongAccountType();
  }
  if (tenant.blocksDeviceCode === true && signIn.byDeviceCode) throw blockedByPolicy();
}

/** All checks for tokens without a person: checkAccess, MFA (50076, 50079), consent (65001). */
export function checkSilently(cloud: CloudState, grant: Grant, tenant: Tenant, mfaError?: string): void {
  const { signIn, scopes, app } = grant;
  checkAccess(cloud, tenant, signIn, scopes);
  if (needsMfa(tenant, signIn, grant.claims)) {
    const resource = findResource(cloud, scopes.audience)?.appId ?? scopes.audience;
    throw signIn.user.mfaCode === undefined
      ? mfaEnrollmentRequired(resource, mfaError)
      : mfaRequired(resource, mfaError);
  }
  if (!hasConsent(cloud, tenant, grant)) throw consentRequired(app.clientId, app.displayName);
}

interface ConsentSubject {
  readonly app: App;
  readonly signIn: SignIn;
  readonly scopes: RequestedScopes;
}

export function hasConsent(cloud: CloudState, tenant: Tenant, subject: ConsentSubject): boolean {
  return subject.app.preConsented === true || cloud.consents.has(consentKey(tenant, subject));
}

export function giveConsent(cloud: CloudState, tenant: Tenant, subject: ConsentSubject): void {
  cloud.consents.add(consentKey(tenant, subject));
}

function consentKey(tenant: Tenant, { app, signIn, scopes }: ConsentSubject): string {
  return [tenant.id, app.clientId, signIn.user.userName, scopes.resourceKey].join('|').toLowerCase();
}
