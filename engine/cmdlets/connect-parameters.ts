// The parameter sets of Connect-AzAccount are those of Az.Accounts. -UseBrowserAuthentication is our own.
import { defaultProfileParameter, scopeParameter } from './shared-parameters.ts';

export const userSet = 'UserWithSubscriptionId';
export const passwordSet = 'UserWithCredential';
export const secretSet = 'ServicePrincipalWithSubscriptionId';
export const thumbprintSet = 'ServicePrincipalCertificateWithSubscriptionId';
export const certificateFileSet = 'ServicePrincipalCertificateFileWithSubscriptionId';
export const assertionSet = 'ClientAssertionParameterSet';
export const tokenSet = 'AccessTokenWithSubscriptionId';
export const identitySet = 'ManagedServiceLogin';

export const connectSets = [
  userSet,
  secretSet,
  passwordSet,
  thumbprintSet,
  assertionSet,
  certificateFileSet,
  tokenSet,
  identitySet,
] as const;

const fromPipeline = { pipeline: 'value' } as const;
const mandatory = { mandatory: true } as const;

export const connectParameters = {
  Environment: {
    type: 'string',
    completer: 'environment',
    help: 'The cloud to sign in to: AzureCloud, AzureChinaCloud, AzureUSGovernment, or one added with Add-AzEnvironment.',
    default: 'AzureCloud',
    aliases: ['EnvironmentName'],
    notEmpty: true,
  },
  Tenant: {
    type: 'string',
    completer: 'tenant',
    help: 'The tenant to sign in to: its ID or one of its domain names. A person signs in to all tenants of the account by default. A service principal needs one: -Tenant, or the environment variable AZURE_TENANT_ID.',
    aliases: ['Domain', 'TenantId'],
    sets: {
      [userSet]: {},
      [secretSet]: {},
      [passwordSet]: {},
      [thumbprintSet]: {},
      [assertionSet]: {},
      [certificateFileSet]: {},
      [tokenSet]: {},
      [identitySet]: {},
    },
    notEmpty: true,
  },
  AccountId: {
    type: 'string',
    completer: 'account',
    help: 'The account that you expect, such as alex@contoso.example: a hint for the sign-in page. If another account signs in, a warning says so. With -AccessToken, the account of the token. With -Identity, the client ID, object ID or resource ID of a user-assigned identity.',
    sets: { [userSet]: {}, [tokenSet]: mandatory, [identitySet]: {} },
    notEmpty: true,
  },
  Credential: {
    type: 'credential',
    help: 'With -ServicePrincipal, the application ID as the user name and its secret as the password. Without it, the name and password of a person.',
    sets: { [secretSet]: mandatory, [passwordSet]: mandatory },
  },
  ServicePrincipal: {
    type: 'switch',
    help: 'Signs in an application, not a person. Required with the -Credential of an application, and with -ApplicationId unless a certificate file or a thumbprint is given. Used alone, it reads everything from environment variables: AZURE_CLIENT_ID and AZURE_TENANT_ID, with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or an identity token.',
    sets: {
      [secretSet]: mandatory,
      [thumbprintSet]: {},
      [assertionSet]: mandatory,
      [certificateFileSet]: {},
    },
  },
  ApplicationId: {
    type: 'string',
    completer: 'application',
    help: 'The application ID (client ID) of the service principal: a GUID, not the object ID. The default is the environment variable AZURE_CLIENT_ID.',
    sets: { [thumbprintSet]: {}, [assertionSet]: {}, [certificateFileSet]: {} },
    notEmpty: true,
  },
  CertificateThumbprint: {
    type: 'string',
    help: 'The thumbprint of a certificate in the store My of this user or this machine. Its key never leaves the store.',
    sets: { [thumbprintSet]: mandatory },
    notEmpty: true,
  },
  CertificatePath: {
    type: 'path',
    help: 'A PFX (PKCS#12) or PEM file with the private key and its certificate. It is read again for each token, so leave it where it is.',
    sets: { [certificateFileSet]: mandatory },
    notEmpty: true,
  },
  CertificatePassword: {
    type: 'secureString',
    help: 'The password of the certificate file, as a SecureString. Leave it out if the file is not encrypted.',
    sets: { [certificateFileSet]: {} },
  },
  SendCertificateChain: {
    type: 'switch',
    help: 'Sends the certificate and its chain with the request, for applications that are trusted by subject name and issuer.',
    sets: { [thumbprintSet]: {}, [certificateFileSet]: {} },
  },
  FederatedToken: {
    type: 'secretText',
    help: 'An identity token of another issuer that the application trusts. Leave it out on GitHub Actions, Azure Pipelines or Kubernetes workload identity: the issuer there is asked for one whenever a token is needed. A secret or certificate of the application in environment variables is used first.',
    aliases: ['ClientAssertion'],
    sets: { [assertionSet]: {} },
    notEmpty: true,
  },
  FederatedTokenAudience: {
    type: 'string',
    help: 'The audience of the identity token that a job of GitHub Actions asks for, if the federated credential does not have that of the cloud (api://AzureADTokenExchange in AzureCloud). The account keeps it. The key FederatedTokenAudience of the configuration sets it for all accounts.',
    sets: { [assertionSet]: {} },
    notEmpty: true,
  },
  AccessToken: {
    type: 'secretText',
    help: 'An access token for Azure Resource Manager. It is used until it expires and cannot be renewed.',
    sets: { [tokenSet]: mandatory },
    notEmpty: true,
  },
  GraphAccessToken: {
    type: 'secretText',
    help: 'An access token for Azure AD Graph, beside -AccessToken, for cmdlets of other modules that still call it.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  MicrosoftGraphAccessToken: {
    type: 'secretText',
    help: 'An access token for Microsoft Graph, beside -AccessToken. Without it, Get-AzAccessToken -ResourceTypeName MSGraph fails.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  KeyVaultAccessToken: {
    type: 'secretText',
    help: 'An access token for Key Vault, beside -AccessToken. Without it, Get-AzAccessToken -ResourceTypeName KeyVault fails.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  SkipValidation: {
    type: 'switch',
    help: 'Uses the token and the -Subscription as given, without checking claims or asking Azure.',
    sets: { [tokenSet]: {} },
  },
  Identity: {
    type: 'switch',
    help: 'Signs in the managed identity of the machine, app or container that this runs on. It needs no secret.',
    aliases: ['MSI', 'ManagedService'],
    sets: { [identitySet]: mandatory },
  },
  Subscription: {
    type: 'string',
    completer: 'subscription',
    help: 'The name or ID of the subscription to work in. The default is the one that you pick, or the first that Azure lists.',
    aliases: ['SubscriptionName', 'SubscriptionId'],
    sets: {
      [userSet]: fromPipeline,
      [secretSet]: fromPipeline,
      [passwordSet]: fromPipeline,
      [thumbprintSet]: fromPipeline,
      [assertionSet]: fromPipeline,
      [certificateFileSet]: fromPipeline,
      [tokenSet]: fromPipeline,
      [identitySet]: fromPipeline,
    },
    notEmpty: true,
  },
  AuthScope: {
    type: 'string',
    completer: 'resourceOrShortName',
    help: 'A service for which this sign-in gets a token too, so that consent and multifactor authentication are asked for now: a short name such as KeyVault or Storage, or a resource URI.',
    aliases: ['AuthScopeTypeName'],
    sets: { [userSet]: {}, [secretSet]: {}, [passwordSet]: {}, [thumbprintSet]: {}, [identitySet]: {} },
    emptyIsAbsent: true,
  },
  ContextName: {
    type: 'string',
    help: 'The name of the new context, for Select-AzContext. The default is made of subscription, tenant and account.',
    notEmpty: true,
  },
  SkipContextPopulation: {
    type: 'switch',
    help: 'Creates the current context only, and none for the other subscriptions of the account. The same as -MaxContextPopulation 0.',
  },
  MaxContextPopulation: {
    type: 'int',
    help: 'The most contexts that the first sign-in of an account creates, one for each subscription; -1 means all. Set-AzContext reaches the other subscriptions too.',
    default: '25',
    range: { min: -1, max: 2147483647 },
  },
  UseDeviceAuthentication: {
    type: 'switch',
    help: 'Shows a code to enter in a browser on any device, instead of opening the browser here.',
    aliases: ['DeviceCode', 'DeviceAuth', 'Device'],
    sets: { [userSet]: {} },
  },
  UseBrowserAuthentication: {
    type: 'switch',
    help: 'Uses the browser even if none can be opened here: open the printed address on any device, then paste the last address that the browser shows.',
    sets: { [userSet]: {} },
  },
  Force: {
    type: 'switch',
    help: 'Replaces a context of the same name without asking, and starts a new sign-in instead of offering accounts that are signed in already.',
  },
  ClaimsChallenge: {
    type: 'string',
    help: 'The claims that a service demanded when it refused a token, as JSON or in base64. You sign in again to meet them. The error shows the whole command.',
    sets: { [userSet]: {} },
    notEmpty: true,
  },
  Scope: scopeParameter,
  DefaultProfile: {
    ...defaultProfileParameter,
    help: 'Has no effect: a sign-in creates its own context. Accepted so that scripts run unchanged.',
  },
} as const;
