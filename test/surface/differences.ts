// Every difference between the cmdlets of Az.LoginTs and those of Az.Accounts, with its reason. The parity test fails
// for a difference that is not listed here, and for a listed one that no longer exists.
import { outputTypes } from '../../engine/contexts/context-output.ts';
import { resourceTypeNames } from '../../engine/environments/services.ts';
import {
  mandatoryHere,
  onlyHere,
  onlyInAzAccounts,
  optionalHere,
  type Difference,
  type TypeRule,
} from './compare.ts';

/** A difference that we want. Without a parameter set or a parameter it covers all of them. */
export interface WantedDifference extends Difference {
  readonly reason: string;
}

const powerShellObject = 'System.Management.Automation.PSObject';

// Types. The module loads no .NET types into PowerShell, so no parameter can have those of Az.Accounts. The rules
// below check that our parameters accept the same values.

/** An object with the PSTypeName of Az.Accounts' type. PowerShell's parameter binder checks that name too. */
const objectByItsName: TypeRule = (ours, theirs) =>
  ours.type === powerShellObject && ours.objectType === theirs.type;

/** A container of contexts: a profile or a context. The engine checks which one was given. */
const container: TypeRule = (ours, theirs) =>
  ours.type === powerShellObject &&
  ours.objectType === undefined &&
  /\.(?:IAzureContextContainer|AzureRmProfile)$/.test(theirs.type);

/** An enumeration: a string that accepts the names of the members, which the comparison checks as well. */
const enumeration: TypeRule = (ours, theirs) =>
  ours.type === 'System.String' &&
  theirs.type.startsWith('Microsoft.Azure.') &&
  theirs.acceptedValues !== undefined;

/** A hashtable, which scripts write, is an IDictionary but not an IDictionary of strings. */
const hashtable: TypeRule = (ours, theirs) =>
  ours.type === 'System.Collections.IDictionary' &&
  theirs.type === 'System.Collections.Generic.IDictionary`2[System.String,System.String]';

export const typeRules: readonly TypeRule[] = [objectByItsName, container, enumeration, hashtable];

const ownKey = 'Configuration keys that Az.Accounts does not have.';
const oldNames = 'AzureRM is retired, so Az.LoginTs has no aliases with its names.';
const feedback = "It opens surveys and feedback about Azure PowerShell, which is Microsoft's product.";

export const differences: readonly WantedDifference[] = [
  { cmdlet: 'Clear-AzConfig', what: onlyHere, reason: ownKey },
  { cmdlet: 'Get-AzConfig', what: onlyHere, reason: ownKey },
  { cmdlet: 'Update-AzConfig', what: onlyHere, reason: ownKey },
  {
    cmdlet: 'Test-AzSignIn',
    what: onlyHere,
    reason: 'One command that finds why a sign-in does not work, and says what to do.',
  },
  ...['Start-AzIdentityEndpoint', 'Stop-AzIdentityEndpoint'].map((cmdlet) => ({
    cmdlet,
    what: onlyHere,
    reason: 'Other programs that start from a PowerShell use its sign-in.',
  })),
  { cmdlet: 'Disable-AzureRmAlias', what: onlyInAzAccounts, reason: oldNames },
  { cmdlet: 'Enable-AzureRmAlias', what: onlyInAzAccounts, reason: oldNames },
  { cmdlet: 'Open-AzSurveyLink', what: onlyInAzAccounts, reason: feedback },
  { cmdlet: 'Send-Feedback', what: onlyInAzAccounts, reason: feedback },
  ...['AzureAppConfigurationEndpointSuffix', 'AzureAppConfigurationEndpointResourceId'].map((parameter) => ({
    cmdlet: 'Add-AzEnvironment',
    parameterSet: 'ARMEndpoint',
    parameter,
    what: onlyHere,
    reason:
      'No cloud reports this endpoint. Az.Accounts accepts it beside -ARMEndpoint in Set-AzEnvironment only (Azure/azure-powershell#29393); here Add-AzEnvironment accepts it too.',
  })),
  {
    cmdlet: 'Connect-AzAccount',
    parameterSet: 'ClientAssertionParameterSet',
    parameter: 'FederatedTokenAudience',
    what: onlyHere,
    reason:
      'Federated credentials may have another audience than the usual one of the cloud (Azure/login#452).',
  },
  {
    cmdlet: 'Connect-AzAccount',
    parameter: 'UseBrowserAuthentication',
    what: onlyHere,
    reason: 'Signs in with a browser on another machine, for tenants that block the device code.',
  },
  ...['ServicePrincipalWithSubscriptionId', 'ClientAssertionParameterSet'].map((parameterSet) => ({
    cmdlet: 'Connect-AzAccount',
    parameterSet,
    parameter: 'ServicePrincipal',
    what: mandatoryHere,
    reason:
      'Az.Accounts documents it as optional, but its source has it mandatory too (ConnectAzureRmAccount.cs). It says that an application signs in.',
  })),
  {
    cmdlet: 'Connect-AzAccount',
    parameterSet: 'ManagedServiceLogin',
    parameter: 'Identity',
    what: mandatoryHere,
    reason:
      'Az.Accounts documents it as optional, but its source has it mandatory too (ConnectAzureRmAccount.cs).',
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
      what: optionalHere,
      reason:
        'The defaults are AZURE_CLIENT_ID and AZURE_TENANT_ID, as in the Azure SDKs. If they are not set, the error names the parameter and the variable.',
    })),
  ),
  {
    cmdlet: 'Connect-AzAccount',
    parameterSet: 'ClientAssertionParameterSet',
    parameter: 'FederatedToken',
    what: optionalHere,
    reason:
      'Without it, the service that runs the job issues the identity token, a new one whenever a token is needed.',
  },
  ...['AsPlainText', 'ForceRefresh', 'MinimumLifetime'].map((parameter) => ({
    cmdlet: 'Get-AzAccessToken',
    parameter,
    what: onlyHere,
    reason:
      'Users of Az.Accounts asked for it: the token as text, a new token, or a token that lasts long enough.',
  })),
  ...['Add-AzEnvironment', 'Set-AzEnvironment'].flatMap((cmdlet) =>
    ['ActiveDirectoryEndpoint', 'ActiveDirectoryServiceEndpointResourceId'].map((parameter) => ({
      cmdlet,
      parameterSet: 'ARMEndpoint',
      parameter,
      what: onlyHere,
      reason:
        "If a cloud names another cloud's authority or audience, the user must confirm it with this parameter.",
    })),
  ),
  {
    cmdlet: 'Get-AzAccessToken',
    parameterSet: 'Scope',
    what: onlyHere,
    reason: 'A token with named permissions only, instead of all that were granted.',
  },
  {
    cmdlet: 'Get-AzAccessToken',
    parameterSet: 'KnownResourceTypeName',
    parameter: 'ResourceTypeName',
    what: `Accepted values here: ${[...resourceTypeNames].sort().join(', ')}. In Az.Accounts: none`,
    reason:
      'Az.Accounts refuses other values too, in its code (GetAzureRmAccessToken.cs). Here they are declared, so that Tab completes them.',
  },
  {
    cmdlet: 'Get-AzAccessToken',
    what: `Output types here: ${[outputTypes.plainToken, outputTypes.secureToken].join(', ')}. In Az.Accounts: ${outputTypes.secureToken}`,
    reason: 'With -AsPlainText the type is the one that Az.Accounts returned before version 5.',
  },
  {
    cmdlet: 'Resolve-AzError',
    parameter: 'Last',
    what: mandatoryHere,
    reason: 'Az.Accounts documents it as optional, but its source has it mandatory too (ResolveError.cs).',
  },
  {
    cmdlet: 'Register-AzModule',
    what: onlyInAzAccounts,
    reason:
      'It gives other Az modules the HTTP pipeline of Az.Accounts as .NET objects. Az.LoginTs has no .NET assembly.',
  },
  {
    cmdlet: 'Uninstall-AzureRm',
    what: onlyInAzAccounts,
    reason: 'It removes the retired AzureRM modules, which has nothing to do with signing in.',
  },
];

/**
 * Cmdlets and aliases that are not finished; the parity test accepts any difference of them. It fails for one without
 * a difference, which must be removed from this list.
 */
export const pending: readonly string[] = [];
