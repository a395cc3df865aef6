// Which hosts are the Entra ID of a public cloud, and which of them mean the same.
import { publicClouds, type PublicCloud } from './clouds.ts';

/** Returns the public cloud whose Entra ID has this host; undefined if none has. */
export function cloudOfLoginHost(host: string): PublicCloud | undefined {
  return publicClouds.find(({ loginHosts }) => loginHosts.includes(host.toLowerCase()));
}

/** The host that requests go to where an authority names this one. */
export function askedLoginHost(host: string): string {
  return cloudOfLoginHost(host)?.loginHosts[0] ?? host.toLowerCase();
}

/** Whether two hosts are one Entra ID. */
export function sameLoginHost(one: string, other: string): boolean {
  return askedLoginHost(one) === askedLoginHost(other);
}

/** Whether a host is one of those that MSAL knows by heart. */
export function isPublicLoginHost(host: string): boolean {
  return cloudOfLoginHost(host) !== undefined;
}

/** Returns whether a host has the domain of one of them, so that Microsoft alone can have given it its name. */
export function hasLoginDomain(host: string): boolean {
  const domains = publicClouds.flatMap(({ loginHosts }) =>
    loginHosts.map((name) => name.replace(/^[^.]+\./, '')),
  );
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
