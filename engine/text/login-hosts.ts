// The sign-in hosts of Entra ID that are aliases of each other, for each public cloud.

/**
 * The first host of each cloud receives the requests (MSAL's preferred network). In the public cloud, tokens are
 * cached under the second. From AzureAD/microsoft-authentication-library-for-dotnet, TestConstants.cs
 * (`DiscoveryJsonResponse`).
 */
const clouds: readonly (readonly string[])[] = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
];

function aliasesOf(host: string): readonly string[] {
  const name = host.toLowerCase();
  return clouds.find((hosts) => hosts.includes(name)) ?? [name];
}

/** Returns the host that receives the requests for an authority with the given host. */
export function askedLoginHost(host: string): string {
  return aliasesOf(host)[0] ?? host;
}

/** Whether two hosts are aliases of the same Entra ID. */
export function sameLoginHost(one: string, other: string): boolean {
  return askedLoginHost(one) === askedLoginHost(other);
}

/** Whether a host belongs to a public cloud, whose hosts MSAL has built in. */
export function isPublicLoginHost(host: string): boolean {
  return clouds.some((hosts) => hosts.includes(host.toLowerCase()));
}
