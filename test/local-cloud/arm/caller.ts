// The caller of an ARM request: validates the bearer token as ARM does.
import type { IncomingHttpHeaders } from 'node:http';
import { errors, decodeJwt, type JWTPayload } from 'jose';
import {
  findApp,
  findMembership,
  tenantOf,
  type App,
  type Subscription,
  type Tenant,
  type User,
} from '../data.ts';
import { armAudiences, graphAppId } from '../entra/resources.ts';
import { parseClaims } from '../entra/token-issue.ts';
import { verifyToken } from '../entra/signing.ts';
import type { CloudState } from '../state.ts';
import { ArmError } from './errors.ts';

export interface Caller {
  readonly tenant: Tenant;
  readonly objectId: string;
  readonly user?: User;
  readonly app?: App;
}

/** Returns the caller of a request. Throws ArmError 401; `tenantHint` is used in its authorization_uri. */
export async function requireCaller(
  cloud: CloudState,
  headers: IncomingHttpHeaders,
  tenantHint = 'common',
): Promise<Caller> {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw unauthorized(
      cloud,
      tenantHint,
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
    );
  }
  const claims = await checkToken(cloud, token, tenantHint);
  checkChallenge(cloud, claims);
  return readCaller(cloud, claims);
}

async function checkToken(cloud: CloudState, token: string, tenantHint: string): Promise<JWTPayload> {
  try {
    const claims = await verifyToken(cloud.signingKey, token, cloud.now());
    const audience = String(claims.aud);
    const allowed = armAudiences(cloud);
    if (allowed.includes(audience)) return claims;
    throw unauthorized(
      ...([cloud, tenantHint, 'InvalidAuthenticationTokenAudience'] as const),
      `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match ` +
        `with one of the allowed audiences ${allowed.map((one) => `'${one}'`).join(',')}.`,
    );
  } catch (error) {
    if (error instanceof ArmError) throw error;
    if (error instanceof errors.JWTExpired) throw expired(cloud, token, tenantHint);
    throw unauthorized(cloud, tenantHint, 'InvalidAuthenticationToken', 'The access token is invalid.');
  }
}

function expired(cloud: CloudState, token: string, tenantHint: string): ArmError {
  const expiry = new Date((decodeJwt(token).exp ?? 0) * 1000).toISOString();
  const message =
    `The access token expiry UTC time '${expiry}' is earlier than current UTC time ` +
    `'${new Date(cloud.now()).toISOString()}'.`;
  return unauthorized(cloud, tenantHint, 'ExpiredAuthenticationToken', message);
}

export function unauthorized(cloud: CloudState, tenant: string, code: string, message: string): ArmError {
  const challenge =
    `Bearer authorization_uri="https://${cloud.profile.cacheHost}/${tenant}", error="invalid_token", ` +
    `error_description="${message.replaceAll('"', "'")}"`;
  return new ArmError(401, code, message, { 'www-authenticate': challenge });
}

/** Continuous access evaluation: a token without the required claims is rejected with a claims challenge. */
function checkChallenge(cloud: CloudState, token: JWTPayload): void {
  const challenge = cloud.faults.claimsChallenge;
  if (challenge === undefined) return;
  const { acrs, nbf } = parseClaims(challenge);
  const held = Array.isArray(token['acrs']) ? (token['acrs'] as string[]) : [];
  const wanted = [...(acrs?.values ?? []), ...(acrs?.value === undefined ? [] : [acrs.value])];
  const isFresh = nbf?.value === undefined || (token.nbf ?? 0) >= Number(nbf.value);
  if (isFresh && wanted.every((value) => held.includes(value))) return;
  const header =
    `Bearer realm="", authorization_uri="https://${cloud.profile.cacheHost}/common/oauth2/authorize", client_id="${graphAppId}", ` +
    `error="insufficient_claims", claims="${Buffer.from(challenge).toString('base64')}"`;
  const message = 'Continuous access evaluation resulted in challenge with result: InteractionRequired.';
  throw new ArmError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': header });
}

function readCaller(cloud: CloudState, claims: JWTPayload): Caller {
  const tenant = tenantOf(cloud.data, String(claims['tid']));
  const objectId = String(claims['oid']);
  const caller = { tenant, objectId };
  if (claims['idtyp'] === 'app') {
    const app = findApp(cloud.data, String(claims['appid']));
    return app === undefined ? caller : { ...caller, app };
  }
  const user = cloud.data.users.find((one) => findMembership(cloud.data, one, tenant)?.objectId === objectId);
  return user === undefined ? caller : { ...caller, user };
}

/** Whether the caller has a role on the subscription. */
export function canRead({ user, app }: Caller, subscription: Subscription): boolean {
  return subscription.principals.some((name) => name === user?.userName || name === app?.displayName);
}

/** Whether another tenant's subscription is delegated to the caller's tenant, and to the caller there. */
export function isDelegatedTo({ tenant, user }: Caller, subscription: Subscription): boolean {
  if (subscription.managedByTenants?.includes(tenant.id) !== true) return false;
  return user !== undefined && subscription.delegatedTo?.includes(user.userName) === true;
}
