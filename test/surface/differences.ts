// Every way in which the cmdlets of Az.LoginTs differ from those of Az.Accounts, with its reason. The parity test
// fails for a difference that does not stand here, and for one that stands here and is gone.
import { outputTypes } from '../../engine/contexts/context-output.ts';
import { resourceTypeNames } from '../../engine/environments/resources.ts';
import type { Difference, TypeRule } from './compare.ts';

/** A difference that is wanted. Without a parameter set or a parameter it stands for each. */
export interface WantedDifference extends Difference {
  readonly reason: string;
}

const powerShellObject = 'System.Management.Automation.PSObject';

// Types. The script that is loaded into PowerShell brings no .NET types along, so that no parameter can have those of
// Az.Accounts. What can be given is the same:

/** An object is told by its PSTypeName, which is the type's name in Az.Accounts; the binder goes by it too. */
const objectByItsName: TypeRule = (ours, theirs) =>
  ours.type === powerShellObject && ours.objectType === theirs.type;

/** A container of contexts: a profile or a context stands for it, and the engine checks which one came. */
const container: TypeRule = (ours, theirs) =>
  ours.type === powerShellObject &&
  ours.objectType === undefined &&
  /\.(?:IAzureContextContainer|AzureRmProfile)$/.test(theirs.type);

/** An enumeration is a string that accepts the names of its members, and those are compared as well. */
const enumeration: TypeRule = (ours, theirs) =>
  ours.type === 'System.String' &&
  theirs.type.startsWith('Microsoft.Azure.') &&
  theirs.acceptedValues !== undefined;

/** A hashtable, which is what scripts write, is an IDictionary but no IDictionary of strings. */
const hashtable: TypeRule = (ours, theirs) =>
  ours.type === 'System.Collections.IDictionary' &&
  theirs.type === 'System.Collections.Generic.IDictionary`2[System.String,System.String]';

export const typeRules: readonly TypeRule[] = [objectByItsName, container, enumeration, hashtable];

const absent = 'is absent';
const ownKey = 'Keys of the configuration that Az.Accounts does not have.';
const oldNames = 'AzureRM is retired; Az.LoginTs gives its cmdlets the names of Az only.';
const feedback =
  'It leads to surveys and feedback about Azure PowerShell, a product of Microsoft that Az.LoginTs is not.';

export const differences: readonly WantedDifference[] = [
  { cmdlet: 'Clear-AzConfig', what: 'is ours alone', reason: ownKey },
  { cmdlet: 'Get-AzConfig', what: 'is ours alone', reason: ownKey },
  { cmdlet: 'Update-AzConfig', what: 'is ours alone', reason: ownKey },
  {
    cmdlet: 'Test-AzSignIn',
    what: 'is ours alone',
    reason: 'One command that says what keeps a sign-in from working, and what to do about it.',
  },
  ...['Start-AzIdentityEndpoint', 'Stop-AzIdentityEndpoint'].map((cmdlet) => ({
    cmdlet,
    what: 'is ours alone',
    reason: 'One sign-in for every program that starts from a PowerShell.',
  })),
  { cmdlet: 'Disable-AzureRmAlias', what: absent, reason: oldNames },
  { cmdlet: 'Enable-AzureRmAlias', what: absent, reason: oldNames },
  { cmdlet: 'Open-AzSurveyLink', what: absent, reason: feedback },
  { cmdlet: 'Send-Feedback', what: absent, reason: feedback },
  ...['AzureAppConfigurationEndpointSuffix', 'AzureAppConfigurationEndpointResourceId'].map((parameter) => ({
    cmdlet: 'Add-AzEnvironment',
    parameterSet: 'ARMEndpoint',
    parameter,
    what: 'is ours alone',
    reason:
      'Az.Accounts takes it beside -ARMEndpoint in Set-AzEnvironment only (Azure/azure-powershell#29393); no cloud tells it, so that Add-AzEnvironment takes it too.',
  })),
  {
    cmdlet: 'Connect-AzAccount',
    parameter: 'UseBrowserAuthentication',
    what: 'is ours alone',
    reason:
      'Where no browser can be opened here, it signs in with one elsewhere, for tenants that forbid the device code.',
  },
  ...['ServicePrincipalWithSubscriptionId', 'ClientAssertionParameterSet'].map((parameterSet) => ({
    cmdlet: 'Connect-AzAccount',
    parameterSet,
    parameter: 'ServicePrincipal',
    what: 'it is mandatory: true, not false',
    reason:
      'Mandatory in the source of Az.Accounts too (ConnectAzureRmAccount.cs); without it -Credential would not say whose it is.',
  })),
  {
    cmdlet: 'Connect-AzAccount',
    parameterSet: 'ManagedServiceLogin',
    parameter: 'Identity',
    what: 'it is mandatory: true, not false',
    reason: 'Mandatory in the source of Az.Accounts too (ConnectAzureRmAccount.cs).',
  },
  ...(
    [
      ['ServicePrincipalWithSubscriptionId', ['Tenant']],
      ['ServicePrincipalCertificateWithSubscriptionId', ['ApplicationId', 'Tenant']],
      ['ServicePrincipalCertificateFileWithSubscriptionId', ['ApplicationId', 'Tenant']],
      ['ClientAssertionParameterSet', ['ApplicationId', 'Tenant']],
    ] as const
  ).flatMap(([parameterSet, parameters]) =>
    parameters.map((parameter) => ({
      cmdlet: 'Connect-AzAccount',
      parameterSet,
      parameter,
      what: 'it is mandatory: false, not true',
      reason:
        'Left out, AZURE_CLIENT_ID and AZURE_TENANT_ID are taken, as the Azure SDKs do; where they are not set, the error names parameter and variable.',
    })),
  ),
  {
    cmdlet: 'Connect-AzAccount',
    parameterSet: 'ClientAssertionParameterSet',
    parameter: 'FederatedToken',
    what: 'it is mandatory: false, not true',
    reason:
      'Left out, the identity token is asked for where the job runs, and again whenever a token is needed.',
  },
  ...['AsPlainText', 'ForceRefresh', 'MinimumLifetime'].map((parameter) => ({
    cmdlet: 'Get-AzAccessToken',
    parameter,
    what: 'is ours alone',
    reason: 'Asked for by users of Az.Accounts: the token as text, a new one, one that lasts long enough.',
  })),
  ...['Add-AzEnvironment', 'Set-AzEnvironment'].flatMap((cmdlet) =>
    ['ActiveDirectoryEndpoint', 'ActiveDirectoryServiceEndpointResourceId'].map((parameter) => ({
      cmdlet,
      parameterSet: 'ARMEndpoint',
      parameter,
      what: 'is ours alone',
      reason:
        'A cloud that names the authority or the audience of another one is taken only where the user says so.',
    })),
  ),
  {
    cmdlet: 'Get-AzAccessToken',
    parameterSet: 'Scope',
    what: 'is ours alone',
    reason: 'A token for named permissions, where everything that was granted is too much.',
  },
  {
    cmdlet: 'Get-AzAccessToken',
    parameterSet: 'KnownResourceTypeName',
    parameter: 'ResourceTypeName',
    what: `it accepts ${[...resourceTypeNames].sort().join(', ')}, not none`,
    reason:
      'Az.Accounts refuses any other as well, in its code (GetAzureRmAccessToken.cs); here the binder knows them.',
  },
  {
    cmdlet: 'Get-AzAccessToken',
    what: `it gives ${[outputTypes.plainToken, outputTypes.secureToken].join(', ')}, not ${outputTypes.secureToken}`,
    reason: 'With -AsPlainText it gives the type that Az.Accounts gave before its version 5.',
  },
  {
    cmdlet: 'Resolve-AzError',
    parameter: 'Last',
    what: 'it is mandatory: true, not false',
    reason: 'Mandatory in the source of Az.Accounts too (ResolveError.cs).',
  },
  {
    cmdlet: 'Register-AzModule',
    what: absent,
    reason:
      'It hands other Az modules the HTTP pipeline of Az.Accounts as .NET objects; there is no assembly here that could.',
  },
  {
    cmdlet: 'Uninstall-AzureRm',
    what: absent,
    reason: 'It removes the retired AzureRM modules from the machine, which is no business of a sign-in.',
  },
];

/**
 * Cmdlets and aliases that are being worked on: nothing is said of them. One that has no difference left fails the
 * test, so that it is taken off here.
 */
export const pending: readonly string[] = [];
