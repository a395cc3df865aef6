import { commonClaims, requireResource } from '../entra/token-issue.ts';
import { signToken } from '../entra/signing.ts';
import type { CloudState } from '../state.ts';
import type { AssignedIdentity } from './assigned.ts';

export interface IdentityToken {
  readonly accessToken: string;
  readonly lifetimeSeconds: number;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly expiresOn: number;
}

/** An access token for a managed identity. Throws EntraError (AADSTS500011) for an unknown resource. */
export async function issueIdentityToken(
  cloud: CloudState,
  identity: AssignedIdentity,
  resource: string,
): Promise<IdentityToken> {
  requireResource(cloud, resource, identity.tenant);
  const lifetimeSeconds = cloud.faults.identityTokenLifetimeSeconds;
  const common = commonClaims(cloud, identity.tenant, resource, lifetimeSeconds);
  const accessToken = await signToken(cloud.signingKey, {
    ...common,
    appid: identity.clientId,
    appidacr: '2',
    idp: common.iss,
    idtyp: 'app',
    oid: identity.objectId,
    sub: identity.objectId,
    xms_mirid: identity.resourceId,
  });
  const { nbf: notBefore = 0, exp: expiresOn = 0 } = common;
  return { accessToken, lifetimeSeconds, notBefore, expiresOn };
}
