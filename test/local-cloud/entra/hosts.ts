// Entra ID's hosts: a cloud has several equivalent ones, and tokens contain the same one whichever was called.
import type { Exchange } from '../router.ts';
import type { CloudState } from '../state.ts';

/** The base address of the called host if it belongs to the cloud, otherwise the default one. */
export function calledBase(cloud: CloudState, { headers }: Pick<Exchange, 'headers'>): string {
  const { host = '' } = headers;
  return cloud.profile.loginHosts.includes(host) ? `https://${host}` : cloud.loginUrl;
}

/** The issuer of a tenant's tokens, which depends on the token version. */
export function issuerOf({ profile }: CloudState, tenantId: string, version: '1.0' | '2.0'): string {
  return version === '1.0'
    ? `${profile.stsBase}${tenantId}/`
    : `https://${profile.loginHosts[0]}/${tenantId}/v2.0`;
}
