// The hosts of Entra ID that mean the same, in each of the public clouds.

/**
 * The first of each is the one that is asked (MSAL's preferred network), the second the one under which tokens are kept
 * in the public cloud. From AzureAD/microsoft-authentication-library-for-dotnet, TestConstants.cs
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

/** The host that requests go to where an authority names this one. */
export function askedLoginHost(host: string): string {
  return aliasesOf(host)[0] ?? host;
}

/** Whether two hosts are one Entra ID. */
export function sameLoginHost(one: string, other: string): boolean {
  return askedLoginHost(one) === askedLoginHost(other);
}

/** Whether a host is one of those that MSAL knows by heart. */
export function isPublicLoginHost(host: string): boolean {
  return clouds.some((hosts) => hosts.includes(host.toLowerCase()));
}
