// Explains the error codes of Azure Resource Manager. From learn.microsoft.com, "Troubleshoot common Azure deployment
// errors" and "Request limits and throttling".

export interface ArmCode {
  readonly cause: string;
  readonly remedy: string;
  readonly link?: string;
}

const deployment =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const limits =
  'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling';

const noRole: ArmCode = {
  cause: 'The account has no role that allows this on that scope, or got it too recently.',
  remedy:
    'Ask an owner of the subscription for a role. After a role was assigned, wait some minutes and run Get-AzAccessToken -ForceRefresh.',
  link: 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting',
};
const signInAgain: ArmCode = {
  cause: 'The service does not accept the access token: it has expired, or is of another cloud or tenant.',
  remedy: 'Run Get-AzContext to see which account and tenant are in use, then Connect-AzAccount.',
};
const notThere = (what: string, command: string): ArmCode => ({
  cause: `The ${what} does not exist, or is in another subscription than that of the context.`,
  remedy: `Check the name, and the subscription with Get-AzContext. ${command}`,
});
const throttled: ArmCode = {
  cause: 'The service got more requests in a short time than it allows.',
  remedy: 'Wait for the time that it names and try again, with fewer requests at once.',
  link: limits,
};

const codes: Readonly<Record<string, ArmCode>> = {
  AuthorizationFailed: noRole,
  LinkedAuthorizationFailed: noRole,
  Forbidden: noRole,
  AuthenticationFailed: signInAgain,
  ExpiredAuthenticationToken: signInAgain,
  InvalidAuthenticationToken: signInAgain,
  InvalidAuthenticationTokenTenant: {
    cause: 'The subscription belongs to another tenant than the one that issued the access token.',
    remedy:
      'Run Set-AzContext -Subscription <subscription> -Tenant <tenant>, or Connect-AzAccount -Tenant <tenant>.',
  },
  SubscriptionNotFound: notThere('subscription', 'Get-AzSubscription lists those of the account.'),
  ResourceGroupNotFound: notThere('resource group', 'Set-AzContext -Subscription <subscription> changes it.'),
  ResourceNotFound: notThere('resource', 'Set-AzContext -Subscription <subscription> changes it.'),
  MissingSubscriptionRegistration: {
    cause: 'The subscription is not registered for the services of this resource provider.',
    remedy: 'Register it: Register-AzResourceProvider -ProviderNamespace <namespace>.',
    link: deployment,
  },
  RequestDisallowedByPolicy: {
    cause: 'An Azure Policy assignment forbids this.',
    remedy: 'Read the message for the policy, and change the request, or ask its owner for an exemption.',
    link: deployment,
  },
  ReadOnlyDisabledSubscription: {
    cause: 'The subscription is disabled and can only be read.',
    remedy: 'Ask its owner to enable it again.',
  },
  ScopeLocked: {
    cause: 'A lock on the resource, its group or the subscription forbids the change.',
    remedy: 'Ask an owner to remove the lock.',
  },
  QuotaExceeded: {
    cause: 'The subscription has used up its quota for this kind of resource in the region.',
    remedy: 'Ask for more quota in the portal, or use another region or size.',
    link: deployment,
  },
  NoRegisteredProviderFound: {
    cause: 'The API version or the location is not supported for this type of resource.',
    remedy: 'Use an API version and a location that the resource provider lists.',
    link: deployment,
  },
  TooManyRequests: throttled,
  SubscriptionRequestsThrottled: throttled,
};

const byLowerCase = new Map(Object.entries(codes).map(([code, meaning]) => [code.toLowerCase(), meaning]));

/** Returns the explanation of an ARM error code, ignoring case, or undefined if it is unknown. */
export function armCode(code: string | undefined): ArmCode | undefined {
  return code === undefined ? undefined : byLowerCase.get(code.toLowerCase());
}
