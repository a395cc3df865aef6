// The parameter sets of Connect-AzAccount, as Az.Accounts has them, and -UseBrowserAuthentication of our own.
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
    help: 'The tenant to sign in to: its ID or one of its domain names. Left out, all tenants of the account are looked through; for a service principal AZURE_TENANT_ID is taken, and one of the two is needed.',
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
    help: 'The account that is expected, such as alex@contoso.example: a hint for the authority. Another name that signs in is a warning; another person than a known account is refused. With -AccessToken, the account that the token is of. With -Identity, the client ID, object ID or resource ID of a user-assigned identity.',
    sets: { [userSet]: {}, [tokenSet]: mandatory, [identitySet]: {} },
    notEmpty: true,
  },
  Credential: {
    type: 'credential',
    help: 'With -ServicePrincipal, the application ID as the user name and its secret as the password; else the name and password of a person.',
    sets: { [secretSet]: mandatory, [passwordSet]: mandatory },
  },
  ServicePrincipal: {
    type: 'switch',
    help: 'An application signs in, not a person. Needed with -Credential, and where neither a certificate file nor a thumbprint is given. Alone, it takes everything from environment variables: AZURE_CLIENT_ID and AZURE_TENANT_ID, with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or an identity token.',
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
    help: 'The application ID (client ID) of the service principal: a GUID, not the object ID. Left out, AZURE_CLIENT_ID is taken; one of the two is needed.',
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
    help: 'The password of the certificate file, as a SecureString. Leave it out where the file is not encrypted.',
    sets: { [certificateFileSet]: {} },
  },
  SendCertificateChain: {
    type: 'switch',
    help: 'Sends the certificate and its chain along, for applications that are trusted by subject name and issuer.',
    sets: { [thumbprintSet]: {}, [certificateFileSet]: {} },
  },
  FederatedToken: {
    type: 'secretText',
    help: 'An identity token of another issuer that the application trusts. Left out on GitHub Actions, Azure Pipelines or Kubernetes workload identity, the issuer there is asked, and asked again whenever a token is needed; a secret or certificate of the application in environment variables comes first.',
    aliases: ['ClientAssertion'],
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
    help: 'An access token for Azure AD Graph, for cmdlets of other modules that still call it. Given beside -AccessToken.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  MicrosoftGraphAccessToken: {
    type: 'secretText',
    help: 'An access token for Microsoft Graph, given beside -AccessToken. Without it, Get-AzAccessToken -ResourceTypeName MSGraph has none to give.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  KeyVaultAccessToken: {
    type: 'secretText',
    help: 'An access token for Key Vault, given beside -AccessToken. Without it, Get-AzAccessToken -ResourceTypeName KeyVault has none to give.',
    sets: { [tokenSet]: {} },
    notEmpty: true,
  },
  SkipValidation: {
    type: 'switch',
    help: 'Takes the token and the -Subscription given as they are, without a look at claims or at Azure.',
    sets: { [tokenSet]: {} },
  },
  Identity: {
    type: 'switch',
    help: 'Signs in the managed identity of the machine, app or container that this runs on. There is no secret to give.',
    aliases: ['MSI', 'ManagedService'],
    sets: { [identitySet]: mandatory },
  },
  Subscription: {
    type: 'string',
    completer: 'subscription',
    help: 'The name or ID of the subscription to work in. Left out, it is the first that Azure lists, or the one that you pick.',
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
    help: 'A service, by short name such as KeyVault or Storage or by resource URI, for which a token is got in this sign-in too, so that consent and multifactor authentication are asked for now.',
    aliases: ['AuthScopeTypeName'],
    sets: { [userSet]: {}, [secretSet]: {}, [passwordSet]: {}, [thumbprintSet]: {}, [identitySet]: {} },
    emptyIsAbsent: true,
  },
  ContextName: {
    type: 'string',
    help: 'The name under which the context of this sign-in is kept, for Select-AzContext. Left out, the name says subscription, tenant and account.',
    notEmpty: true,
  },
  SkipContextPopulation: {
    type: 'switch',
    help: 'Makes the current context only, and none for the other subscriptions of the account. The same as -MaxContextPopulation 0.',
  },
  MaxContextPopulation: {
    type: 'int',
    help: 'For how many subscriptions the first sign-in of an account makes a context at most; -1 means all. Subscriptions without one are reached with Set-AzContext all the same.',
    default: '25',
    range: { min: -1, max: 2147483647 },
  },
  UseDeviceAuthentication: {
    type: 'switch',
    help: 'Shows a code that is entered in a browser on any device, instead of opening the browser here.',
    aliases: ['DeviceCode', 'DeviceAuth', 'Device'],
    sets: { [userSet]: {} },
  },
  UseBrowserAuthentication: {
    type: 'switch',
    help: 'Uses the browser even where none can be opened here: open the address that is printed anywhere, and paste the address that the browser ends on.',
    sets: { [userSet]: {} },
  },
  Force: {
    type: 'switch',
    help: 'Replaces a context of the same name without asking, and signs in anew rather than offering accounts that are signed in already.',
  },
  ClaimsChallenge: {
    type: 'string',
    help: 'The claims that a service asked for when it refused a token, as JSON or in base64. The sign-in comes again and proves them. Errors print the whole command.',
    sets: { [userSet]: {} },
    notEmpty: true,
  },
  Scope: scopeParameter,
  DefaultProfile: {
    ...defaultProfileParameter,
    help: 'Taken so that scripts run unchanged; a sign-in makes a context of its own.',
  },
} as const;
