// The tokens, with the claims that Entra ID puts in them. ARM and most Azure services accept version 1.0 tokens, so
// access tokens here have that version.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
import { createHash, randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { adfsIssuer, adfsTenant } from '../adfs/authority.ts';
import {
  findMembership,
  findTenant,
  isPersonal,
  tenantOf,
  type App,
  type Tenant,
  type User,
} from '../data.ts';
import { newHandle, type CloudState, type Grant } from '../state.ts';
import { notInTenant, resourceNotFound } from './errors.ts';
import { issuerOf } from './hosts.ts';
import { findResource } from './resources.ts';
import type { RequestedScopes } from './scopes.ts';
import { signToken } from './signing.ts';

interface TokenAnswer {
  readonly token_type: 'Bearer';
  readonly scope?: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly refresh_in?: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly client_info?: string;
  readonly foci?: string;
}

/** Access token, refresh token and ID token for a person. Throws AADSTS50020, AADSTS500011. */
export async function issueUserTokens(
  cloud: CloudState,
  grant: Grant,
  wantsClientInfo: boolean,
): Promise<TokenAnswer> {
  const { scopes } = grant;
  const lifetime = cloud.faults.accessTokenLifetimeSeconds;
  const refreshToken = scopes.refreshToken ? newHandle('1.') : undefined;
  if (refreshToken !== undefined) cloud.refreshTokens.set(refreshToken, { grant, issuedAt: Date.now() });
  return {
    token_type: 'Bearer',
    scope: scopeAnswer(cloud, scopes),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: await signToken(cloud.signingKey, userAccessClaims(cloud, grant)),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(scopes.idToken ? { id_token: await signToken(cloud.signingKey, idTokenClaims(cloud, grant)) } : {}),
    // AD FS returns no home account.
    ...(wantsClientInfo && !isOfAdfs(cloud, grant) ? { client_info: clientInfo(cloud, grant) } : {}),
    // Azure's own clients form one family, whose refresh tokens are interchangeable.
    ...(grant.app.preConsented === true && refreshToken !== undefined ? { foci: '1' } : {}),
  };
}

/** An access token for an app itself. Throws AADSTS500011. */
export async function issueAppToken(
  cloud: CloudState,
  app: App,
  tenant: Tenant,
  scopes: RequestedScopes,
): Promise<TokenAnswer> {
  const principal = app.servicePrincipals?.find((one) => findTenant(cloud.data, one.tenant) === tenant);
  const objectId = principal?.objectId ?? app.clientId;
  const lifetime = cloud.faults.accessTokenLifetimeSeconds;
  const claims: JWTPayload = {
    ...commonClaims(cloud, tenant, scopes.audience),
    appid: app.clientId,
    appidacr: '2',
    idp: issuerOf(cloud, tenant.id, '1.0'),
    idtyp: 'app',
    oid: objectId,
    sub: objectId,
  };
  requireResource(cloud, scopes.audience, tenant);
  const access_token = await signToken(cloud.signingKey, claims);
  const renewAfter = cloud.faults.accessTokenRenewAfterSeconds;
  return {
    ...{ token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token },
    ...(renewAfter === undefined ? {} : { refresh_in: renewAfter }),
  };
}

/** `{uid, utid}`: the home account, by which MSAL distinguishes accounts. */
export function clientInfo(cloud: CloudState, grant: Grant): string {
  const { user } = grant.signIn;
  const home = tenantOf(cloud.data, user.homeTenant);
  return Buffer.from(JSON.stringify({ uid: user.objectId, utid: home.id })).toString('base64url');
}

/** The claims that every token has. */
export function commonClaims(
  cloud: CloudState,
  tenant: Tenant,
  audience: string,
  lifetimeSeconds = cloud.faults.accessTokenLifetimeSeconds,
): JWTPayload {
  const now = Math.floor(cloud.now() / 1000);
  return {
    aud: audience,
    iss: issuerOf(cloud, tenant.id, '1.0'),
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
  };
}

function userAccessClaims(cloud: CloudState, grant: Grant): JWTPayload {
  const { tenant, objectId, isGuest, signInName } = requireMembership(cloud, grant);
  const { user, methods, at } = grant.signIn;
  const resource = requireResource(cloud, grant.scopes.audience, tenant);
  const asked = accessTokenClaims(grant.claims);
  return {
    ...commonClaims(cloud, tenant, grant.scopes.audience),
    acr: '1',
    amr: [...methods],
    appid: grant.app.clientId,
    appidacr: '0',
    auth_time: Math.floor(at / 1000),
    idtyp: 'user',
    name: user.displayName,
    oid: objectId,
    scp: resource.permissions.join(' '),
    sub: pairwise(objectId, grant.scopes.audience),
    // A guest's tokens contain the invited address but no user principal name, and contain the home tenant.
    ...(isGuest
      ? { ...guestName(cloud, user, signInName), idp: providerOf(cloud, user), email: signInName }
      : { unique_name: signInName, upn: signInName }),
    ...(asked.acrs.length > 0 ? { acrs: asked.acrs } : {}),
    ...(asked.capabilities.length > 0 ? { xms_cc: asked.capabilities } : {}),
  };
}

function idTokenClaims(cloud: CloudState, grant: Grant): JWTPayload {
  const { tenant, objectId, isGuest, signInName } = requireMembership(cloud, grant);
  const { user } = grant.signIn;
  if (isOfAdfs(cloud, grant)) return adfsIdTokenClaims(cloud, grant, signInName);
  return {
    ...commonClaims(cloud, tenant, grant.app.clientId),
    iss: issuerOf(cloud, tenant.id, '2.0'),
    ...(isGuest ? { idp: providerOf(cloud, user) } : {}),
    name: user.displayName,
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    oid: objectId,
    preferred_username: signInName,
    sub: pairwise(objectId, grant.app.clientId),
    ver: '2.0',
  };
}

function isOfAdfs(cloud: CloudState, { tenantId }: Grant): boolean {
  return adfsTenant(cloud.data)?.id === tenantId;
}

/** AD FS's tokens contain neither tenant nor object: the person is `upn` and `sub`. */
function adfsIdTokenClaims(cloud: CloudState, grant: Grant, upn: string): JWTPayload {
  const now = Math.floor(cloud.now() / 1000);
  return {
    ...{ aud: grant.app.clientId, iss: adfsIssuer(cloud), iat: now, nbf: now },
    exp: now + cloud.faults.accessTokenLifetimeSeconds,
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    ...{ upn, unique_name: upn, sub: pairwise(upn, grant.app.clientId) },
  };
}

/** The identity provider that authenticated the guest: the home tenant, or Microsoft's consumer sign-in. */
function providerOf(cloud: CloudState, user: User): string {
  return isPersonal(cloud.data, user)
    ? 'live.com'
    : issuerOf(cloud, tenantOf(cloud.data, user.homeTenant).id, '1.0');
}

function guestName(cloud: CloudState, user: User, signInName: string): { unique_name: string } {
  return { unique_name: isPersonal(cloud.data, user) ? `live.com#${signInName}` : signInName };
}

function requireMembership(cloud: CloudState, grant: Grant): NonNullable<ReturnType<typeof findMembership>> {
  const { user } = grant.signIn;
  const tenant = tenantOf(cloud.data, grant.tenantId);
  const membership = findMembership(cloud.data, user, tenant);
  if (membership === undefined) throw notInTenant(user.userName, user.homeTenant, tenant.displayName);
  return membership;
}

/** The resource with this audience. Throws AADSTS500011. */
export function requireResource(
  cloud: CloudState,
  audience: string,
  tenant: Tenant,
): NonNullable<ReturnType<typeof findResource>> {
  const resource = findResource(cloud, audience);
  if (resource === undefined) throw resourceNotFound(audience, tenant.displayName);
  return resource;
}

/** The granted and requested permissions, in full: MSAL caches the token under this value. */
function scopeAnswer(cloud: CloudState, scopes: RequestedScopes): string {
  const granted = findResource(cloud, scopes.audience)?.permissions ?? [];
  const names = [...new Set([...granted, ...scopes.permissions])];
  return names.map((permission) => `${scopes.audience}/${permission}`).join(' ');
}

function pairwise(objectId: string, audience: string): string {
  return createHash('sha256').update(`${objectId}|${audience}`).digest('base64url');
}

interface AskedClaims {
  readonly acrs: readonly string[];
  readonly capabilities: readonly string[];
}

/** The claims that a `claims` parameter requests for the access token. */
export function accessTokenClaims(claims: string | undefined): AskedClaims {
  const asked = parseClaims(claims);
  const values = (name: string): string[] => {
    const claim = asked[name];
    return [...(claim?.values ?? []), ...(claim?.value === undefined ? [] : [claim.value])];
  };
  return { acrs: values('acrs'), capabilities: values('xms_cc') };
}

type ClaimRequests = Record<string, { values?: string[]; value?: string } | null | undefined>;

/** The `access_token` part of a claims request (OpenID Connect Core, 5.5). */
export function parseClaims(claims: string | undefined): ClaimRequests {
  if (claims === undefined || claims === '') return {};
  try {
    return (JSON.parse(claims) as { access_token?: ClaimRequests }).access_token ?? {};
  } catch {
    return {};
  }
}
