// The sign-in hosts of the public clouds' Entra ID, and which of them are aliases.
import { publicClouds, type PublicCloud } from './clouds.ts';

/** Returns the public cloud whose Entra ID has this host, or undefined. */
export function cloudOfLoginHost(host: string): PublicCloud | undefined {
  return publicClouds.find(({ loginHosts }) => loginHosts.includes(host.toLowerCase()));
}

/** Returns the host that receives the requests for an authority with the given host. */
export function askedLoginHost(host: string): string {
  return cloudOfLoginHost(host)?.loginHosts[0] ?? host.toLowerCase();
}

/** Whether two hosts are aliases of the same Entra ID. */
export function sameLoginHost(one: string, other: string): boolean {
  return askedLoginHost(one) === askedLoginHost(other);
}

/** Whether a host belongs to a public cloud, whose hosts MSAL has built in. */
export function isPublicLoginHost(host: string): boolean {
  return cloudOfLoginHost(host) !== undefined;
}

/** Whether a host is in one of these domains, so that only Microsoft can have named it. */
export function hasLoginDomain(host: string): boolean {
  const domains = publicClouds.flatMap(({ loginHosts }) =>
    loginHosts.map((name) => name.replace(/^[^.]+\./, '')),
  );
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
