// Entra ID's hosts: one cloud has several that mean the same, and tokens name one of them whichever was asked.
import type { Exchange } from '../router.ts';
import type { CloudState } from '../state.ts';

/** The base address of the host that was asked, where it is one of the cloud's; else the usual one. */
export function calledBase(cloud: CloudState, { headers }: Pick<Exchange, 'headers'>): string {
  const { host = '' } = headers;
  return cloud.profile.loginHosts.includes(host) ? `https://${host}` : cloud.loginUrl;
}

/** The issuer of a tenant's tokens. Versions have different ones. */
export function issuerOf({ profile }: CloudState, tenantId: string, version: '1.0' | '2.0'): string {
  return version === '1.0'
    ? `${profile.stsBase}${tenantId}/`
    : `https://${profile.loginHosts[0]}/${tenantId}/v2.0`;
}
