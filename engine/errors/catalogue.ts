// The error catalogue: every failure that a user can meet, with what to do about it. The PowerShell side has no table
// of its own; it builds the ErrorRecord from these entries.

/** A member of System.Management.Automation.ErrorCategory. */
export type ErrorCategoryName =
  | 'InvalidArgument'
  | 'InvalidData'
  | 'InvalidOperation'
  | 'ObjectNotFound'
  | 'AuthenticationError'
  | 'PermissionDenied'
  | 'ConnectionError'
  | 'OperationTimeout'
  | 'OperationStopped'
  | 'LimitsExceeded'
  | 'ResourceBusy'
  | 'ResourceExists'
  | 'ResourceUnavailable'
  | 'ReadError'
  | 'WriteError'
  | 'NotInstalled'
  | 'NotEnabled'
  | 'NotImplemented'
  | 'ProtocolError';

/** A .NET exception type that both PowerShell editions can create from just a message. */
export type ExceptionTypeName =
  | 'System.ArgumentException'
  | 'System.InvalidOperationException'
  | 'System.Management.Automation.PSInvalidOperationException'
  | 'System.Management.Automation.ItemNotFoundException'
  | 'System.Security.Authentication.AuthenticationException'
  | 'System.UnauthorizedAccessException'
  | 'System.Net.WebException'
  | 'System.TimeoutException'
  | 'System.IO.IOException'
  | 'System.PlatformNotSupportedException'
  | 'System.OperationCanceledException';

export interface CatalogueEntry {
  readonly category: ErrorCategoryName;
  readonly exception: ExceptionTypeName;
  /** What was wrong. `{name}` is replaced by the fact of that name. */
  readonly message: string;
  /** What to do next: a full sentence, with the exact command if there is one. */
  readonly action: string;
  /**
   * Set for errors that PowerShell's parameter binder would report: they stop the pipeline. Other errors follow
   * -ErrorAction. If it depends on where the error is raised, see EngineError.asBinderFault and asTerminating.
   */
  readonly terminating?: true;
  /** The same request may succeed if it is sent again unchanged. */
  readonly retriable?: true;
}

/** Az.Accounts' wording, which scripts look for in messages. */
export const loginPhrase = 'Run Connect-AzAccount to login.';

/** The last sentence of an action. Left out if the user already ran with -Debug. */
export const debugAdvice = 'Run the command again with -Debug to see its requests too.';

function entry(
  category: ErrorCategoryName,
  exception: ExceptionTypeName,
  message: string,
  action: string,
  extra: { terminating?: true; retriable?: true } = {},
): CatalogueEntry {
  return { category, exception, message, action, ...extra };
}

const invalid = (message: string, action: string): CatalogueEntry =>
  entry('InvalidArgument', 'System.ArgumentException', message, action);
const binderFault = (message: string, action: string): CatalogueEntry =>
  entry('InvalidArgument', 'System.ArgumentException', message, action, { terminating: true });
const notFound = (message: string, action: string): CatalogueEntry =>
  entry('ObjectNotFound', 'System.Management.Automation.ItemNotFoundException', message, action);
/** Az.Accounts' exception type for this error (RMProfileClient.cs, SetCurrentContext): scripts catch it by type. */
const notFoundArgument = (message: string, action: string): CatalogueEntry =>
  entry('ObjectNotFound', 'System.ArgumentException', message, action);
const auth = (message: string, action: string): CatalogueEntry =>
  entry('AuthenticationError', 'System.Security.Authentication.AuthenticationException', message, action);
const blocked = (message: string, action: string): CatalogueEntry =>
  entry('PermissionDenied', 'System.UnauthorizedAccessException', message, action);
const network = (message: string, action: string): CatalogueEntry =>
  entry('ConnectionError', 'System.Net.WebException', message, action, { retriable: true });
const storage = (category: ErrorCategoryName, message: string, action: string): CatalogueEntry =>
  entry(category, 'System.IO.IOException', message, action);
const engine = (category: ErrorCategoryName, message: string, action: string): CatalogueEntry =>
  entry(category, 'System.InvalidOperationException', message, action);

export const errorCatalogue = {
  'InvalidArgument.Value': invalid(
    "'{value}' is not a valid value for -{parameter}. {reason}",
    'Accepted: {accepted}.',
  ),
  'InvalidArgument.Setting': invalid(
    "{key} is '{value}' in {place}, which cannot be used. {reason}",
    'Correct it there. Accepted: {accepted}.',
  ),
  'InvalidArgument.ParameterSet': binderFault(
    '{reason}',
    'Run Get-Help {cmdlet} -Full to see the parameter sets.',
  ),
  'InvalidArgument.Home': binderFault(
    "AZ_LOGINTS_HOME is '{value}', which is not an absolute path.",
    'Set it to an absolute path, such as {example}, or remove it to use ~/.Azure. In PowerShell, "$HOME/..." gives one.',
  ),
  'InvalidArgument.UnknownCmdlet': binderFault(
    "The engine has no cmdlet '{cmdlet}'.",
    'The module and its engine do not belong together. Reinstall Az.LoginTs.',
  ),
  'InvalidArgument.Environment': invalid(
    "The environment '{environment}' is not known.",
    'Known environments: {known}. Add another with {command} -ARMEndpoint <url>.',
  ),

  'InvalidArgument.Certificate': invalid("The certificate '{path}' cannot be used: {reason}.", '{advice}'),
  'InvalidArgument.Token': invalid('The token given as -{parameter} cannot be used: {reason}.', '{advice}'),
  'InvalidArgument.TooLarge': invalid(
    'The parameters have {length} characters; {most} is the most that can be sent at once.',
    'Send less with -Payload: split the work, or put large content in a blob and send its address.',
  ),
  'InvalidArgument.NoSubscription': invalid(
    "The context '{context}' has no subscription to work in.",
    'Run Set-AzContext -Subscription <name or ID>.',
  ),

  'NotFound.Tenant': notFoundArgument(
    "The tenant '{tenant}' was not found in {environment}. Please provide a valid tenant or a valid subscription.",
    'Check the domain name or tenant ID for typing errors, and that {environment} is the right cloud.',
  ),
  'NotFound.Subscription': notFoundArgument(
    "The subscription '{subscription}' was not found in {place}. Please provide a valid tenant or a valid subscription.",
    'Run {command} to list the subscriptions that this account can reach{otherwise}.',
  ),
  'NotFound.Context': notFound(
    "There is no context named '{context}'.",
    'Run Get-AzContext -ListAvailable to list the contexts.',
  ),
  'NotFound.ResourceGroup': notFound(
    "The resource group '{group}' was not found in the subscription {subscription}.",
    '{advice}',
  ),
  'NotFound.Config': notFound(
    'This user has no configuration of their own that could be exported.',
    'Set a value first, such as Update-AzConfig -LoginExperienceV2 Off.',
  ),

  'NotFound.Certificate': notFound(
    "No certificate with the thumbprint '{thumbprint}' is in the store My of this user or this machine.",
    'Run Get-ChildItem Cert:\\CurrentUser\\My on Windows to list them; elsewhere give the file: -CertificatePath <path>.',
  ),
  'NotFound.ManagedIdentity': notFound('No managed identity can be used here: {reason}.', '{advice}'),

  // Az.Accounts' exception type, and its wording in messages of this kind and of NotFound: scripts look for both.
  'NotSignedIn.None': entry(
    'AuthenticationError',
    'System.Management.Automation.PSInvalidOperationException',
    `No account is signed in. ${loginPhrase}`,
    'Run Connect-AzAccount, with -Identity or -ServicePrincipal if no one can answer a prompt.',
  ),
  'NotSignedIn.Context': entry(
    'AuthenticationError',
    'System.Management.Automation.PSInvalidOperationException',
    `The context '{context}' belongs to another PowerShell process and is not signed in here. ${loginPhrase}`,
    'Sign in without -Scope Process, or in this PowerShell. A cmdlet with -AsJob takes the sign-in along into its job.',
  ),
  'NotSignedIn.Expired': auth(
    `The sign-in of '{account}' has expired or was revoked{reference}. ${loginPhrase}`,
    'Run {command}.',
  ),
  'NotSignedIn.Keyring': auth(
    `The sign-in of '{account}' cannot be read: {reason}. ${loginPhrase}`,
    'Unlock the keyring and try again; or sign in again, with tokens in a file for as long. {advice}',
  ),

  'InteractionRequired.Mfa': auth(
    "The tenant '{tenant}' asks '{account}' for multifactor authentication{reference}.",
    'Run {command}.',
  ),
  'InteractionRequired.Consent': auth(
    'The account or its administrator has not consented to {scope} yet{reference}.',
    'Run {command} and accept, or ask an administrator of the tenant to consent.',
  ),
  'InteractionRequired.Other': auth('{description}', 'Run {command}.'),
  'InteractionRequired.NoPerson': auth(
    'This way of signing in needs a person, and no one can be asked here: {reason}, and {why}.',
    'Sign in without a person: Connect-AzAccount -Identity on Azure, -ServicePrincipal with a secret, certificate or federated token elsewhere. Where somebody reads this output: Connect-AzAccount -UseDeviceAuthentication.',
  ),

  'InteractionRequired.Confirmation': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    '{question} No one can be asked here: {reason}.',
    'Add -Force to go on without being asked.',
  ),

  'Authentication.Failed': auth('{description}', '{advice}'),
  'Authentication.Denied': auth(
    'The sign-in was declined in the browser: {description}',
    'Run Connect-AzAccount again and accept, or ask an administrator of the tenant to grant access.',
  ),
  'Authentication.WrongAccount': auth(
    "'{actual}' signed in, but '{expected}' was asked for.",
    'Sign in as {expected}, or leave out -AccountId.',
  ),
  'Authentication.OtherTenant': auth(
    "'{account}' has tokens of the tenant '{actual}' only, not of '{tenant}'.",
    '{advice}',
  ),
  'Authentication.CodeExpired': auth(
    'The device code expired before it was used{reference}.',
    'Run Connect-AzAccount -UseDeviceAuthentication again and enter the code within {minutes} minutes.',
  ),
  'Authentication.NoIdentityToken': auth('There is no identity token to sign in with: {reason}.', '{advice}'),
  'Authentication.FederatedTokenExpired': auth(
    `The federated token of '{account}' expired at {when}. ${loginPhrase}`,
    'Sign in with a fresh -FederatedToken; on GitHub Actions, Azure Pipelines and Kubernetes leave it out, and it is renewed by itself.',
  ),
  'Authentication.TokenNotGiven': auth(
    "'{account}' signed in with access tokens, and none of them is for {scope}.",
    '{advice}',
  ),
  'Authentication.TokenExpired': auth(
    `The access token of '{account}' for {scope} expired at {when}. ${loginPhrase}`,
    'An access token that was given cannot be renewed: run Connect-AzAccount with a fresh one, or sign in another way.',
  ),
  'Authentication.TokenNotRenewable': auth(
    "The access token of '{account}' was given and cannot be renewed.",
    'Run Connect-AzAccount with a fresh one, or sign in another way.',
  ),
  'Authentication.TokenTooShort': auth(
    '{what} lasts for {left}; -MinimumLifetime asks for {minimum}.',
    'Ask for less, or get a token again while the work goes on.',
  ),
  'Authentication.Timeout': entry(
    'OperationTimeout',
    'System.TimeoutException',
    'No answer came from the browser within {seconds} seconds. Was the page closed?',
    'Run Connect-AzAccount again. Without a browser on this machine: Connect-AzAccount -UseDeviceAuthentication.',
  ),

  'Blocked.Policy': blocked('A policy of the tenant forbids this sign-in: {description}', '{advice}'),
  'Blocked.DeviceCode': blocked(
    'A policy of the tenant forbids the device code{reference}.',
    'Run Connect-AzAccount -UseBrowserAuthentication and paste the address that the browser ends on.',
  ),

  'Blocked.OtherCloud': blocked(
    "'{host}' describes the environment '{environment}' with {what} of {cloud}. Tokens for {cloud} would go to {receiver}, which does not belong to it.",
    '{advice}',
  ),

  'Network.Dns': network(
    "The name '{host}' cannot be resolved.",
    'Check the network connection and the DNS server; behind a proxy set HTTPS_PROXY, or run Update-AzConfig -Proxy http://host:port.',
  ),
  'Network.Refused': network(
    "'{host}' cannot be reached: {reason}.",
    'Check the network connection and the firewall; behind a proxy set HTTPS_PROXY, or run Update-AzConfig -Proxy http://host:port.',
  ),
  'Network.Proxy': network(
    "The proxy '{proxy}' did not let the connection to '{host}' through: {reason}.",
    'Get-AzConfig -Proxy -NoProxy shows what is used and where it comes from; correct it there. A user name and password go into the variable HTTPS_PROXY: http://name:password@host:port.',
  ),
  'Network.Tls': network(
    "The certificate of '{host}' is not trusted: {reason}.",
    'If a proxy inspects TLS, name a PEM file with its certificate: Update-AzConfig -CaFile, or the variable AZ_LOGINTS_CA_FILE.',
  ),
  'Network.Timeout': entry(
    'OperationTimeout',
    'System.TimeoutException',
    "'{host}' did not answer within {seconds} seconds.",
    'Check the network connection and try again.',
    { retriable: true },
  ),
  'Network.OutcomeUnknown': entry(
    'ConnectionError',
    'System.Net.WebException',
    "It is not known whether '{host}' carried out {request}: the request was sent, but no complete answer came back ({reason}).",
    'Check the current state before you send it again: it may have been done already.',
  ),
  'Network.Response': network(
    "'{host}' answered with something unexpected: {reason}.",
    'Try again later. If that fails too, check that -Environment names the right cloud and that no proxy changes the answer.',
  ),
  'Network.Status': entry(
    'InvalidOperation',
    'System.Net.WebException',
    "'{host}' refused the request ({status}): {reason}",
    '{advice}',
  ),

  'Operation.Failed': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    'The operation that {request} began ended as {state}: {reason}',
    'Correct what the service reports and send the request again. {status} shows the state of the operation.',
  ),
  'Operation.NoAddress': entry(
    'InvalidOperation',
    'System.InvalidOperationException',
    'The operation that {request} began goes on, but the answer ({status}) has no header {header} to follow it by.',
    'Do not send the request again. Choose another value for -{parameter} next time, or leave it out; the answer has: {present}.',
  ),

  'Throttled.Service': entry(
    'LimitsExceeded',
    'System.InvalidOperationException',
    "'{host}' allows no more requests for now, after {attempts} attempts.",
    'Try again in {seconds} seconds.',
    { retriable: true },
  ),

  'Storage.Locked': storage(
    'ResourceBusy',
    "Another process has held '{path}' for {seconds} seconds.",
    'Wait for the other process to end and try again.',
  ),
  'Storage.UnknownForm': storage(
    'InvalidData',
    "'{path}' has a format that this version of Az.LoginTs does not know: {reason}.",
    'Nothing was changed. Update Az.LoginTs; or move the file away and sign in again.',
  ),
  'Storage.Untrusted': storage('PermissionDenied', "'{path}' is not used: {reason}.", '{advice}'),
  'Storage.Read': storage('ReadError', "'{path}' cannot be read: {reason}.", '{advice}'),
  'Storage.Write': storage(
    'WriteError',
    "'{path}' cannot be written: {reason}.",
    '{advice} What was stored before is unchanged.',
  ),
  'Storage.Plaintext': storage(
    'ResourceUnavailable',
    'This system offers no encrypted store for tokens ({reason}), and DisablePlaintextTokenCache in {place} refuses a plain file.',
    'Start a keyring, or sign in for this process only: Connect-AzAccount -Scope Process.',
  ),

  'Platform.NoBrowser': entry(
    'NotInstalled',
    'System.PlatformNotSupportedException',
    'No browser can be opened here: {reason}.',
    'Run Connect-AzAccount -UseDeviceAuthentication.',
  ),

  'Cancelled.ByUser': entry(
    'OperationStopped',
    'System.OperationCanceledException',
    'The command was stopped.',
    'Run it again when you are ready.',
  ),

  'Engine.NotFound': engine(
    'ResourceUnavailable',
    'The engine cannot be started: {reason}.',
    'Install Node.js 20 or later, or the package of Az.LoginTs.Node for this platform, which contains it.',
  ),
  'Engine.RuntimeTooOld': engine(
    'ResourceUnavailable',
    "The engine cannot run in '{path}': it is older than Node.js 20.",
    'Install Node.js 20 or later, or the package of Az.LoginTs.Node for this platform, which contains it. If a newer one is installed elsewhere, set $env:AZ_LOGINTS_ENGINE_RUNTIME to its path, and keep that with Update-AzConfig -EngineRuntime <path>.',
  ),
  'Engine.RuntimeNotFound': engine(
    'ResourceUnavailable',
    "The engine cannot be started: '{path}', which {place} names as its runtime, is not a file.",
    'Correct it there, or set $env:AZ_LOGINTS_ENGINE_RUNTIME to the path of Node.js 20 or later, which overrides the stored one.',
  ),
  'Engine.RuntimeUntrusted': engine(
    'PermissionDenied',
    "The engine is not started with '{path}', which {place} names as its runtime: {reason}.",
    'Make sure that only you own and can write it (chown, chmod go-w), or set $env:AZ_LOGINTS_ENGINE_RUNTIME to the path of Node.js 20 or later, which overrides the stored one.',
  ),
  'Engine.Exited': engine(
    'ResourceUnavailable',
    'The engine ended unexpectedly (exit code {exitCode}). {stderr}',
    'Run the command again: a new engine starts and stored sign-ins are intact.',
  ),
  'Engine.Silent': engine(
    'OperationTimeout',
    'The engine did not respond for {seconds} seconds and was stopped.',
    'Run the command again: a new engine starts and stored sign-ins are intact. The stopped command may already have taken effect.',
  ),
  'Engine.Mismatch': engine(
    'ProtocolError',
    'The module ({module}) and its engine ({engine}) are not of the same build.',
    'Start a new PowerShell. If it happens again, reinstall Az.LoginTs.',
  ),
  'Engine.LanguageMode': engine(
    'PermissionDenied',
    'Az.LoginTs cannot run in this PowerShell: a policy limits it to the language mode {mode}.',
    'Ask your administrator to trust Az.LoginTs in that policy (App Control or AppLocker), by the signature of a signed copy or by its folder.',
  ),
  'Engine.Unexpected': engine(
    'InvalidOperation',
    'The engine met an error that it did not expect: {reason}',
    `Run Resolve-AzError -Last and report what it shows; the engine's stack is in it. ${debugAdvice}`,
  ),
} as const satisfies Record<string, CatalogueEntry>;

/** The id of an error: from the catalogue, or an AADSTS number that the catalogue does not explain. */
export type CatalogueId = keyof typeof errorCatalogue;
export type ErrorId = CatalogueId | `Authentication.AADSTS${number}`;

/** Entra ID's answer, unchanged, for scripts and support tickets. */
export interface EntraErrorFacts {
  readonly error?: string;
  readonly suberror?: string;
  readonly codes?: readonly number[];
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly timestamp?: string;
  readonly claims?: string;
  readonly description?: string;
}

/** One HTTP request and its outcome. */
export interface Exchange {
  readonly method: string;
  /** Without secrets. */
  readonly url: string;
  /** Missing if there was no answer. */
  readonly status?: number;
  /** `x-ms-request-id` of the answer. */
  readonly requestId?: string;
}

/** An engine error in the form that JSON-RPC's `error.data` carries to PowerShell. */
export interface ErrorData {
  readonly id: string;
  readonly category: ErrorCategoryName;
  readonly exception: ExceptionTypeName;
  readonly message: string;
  readonly action: string;
  readonly terminating: boolean;
  /** With `terminating`: -ErrorAction may silence the error. */
  readonly mayBeSilenced?: true;
  readonly target?: string;
  readonly retryAfterSeconds?: number;
  readonly entra?: EntraErrorFacts;
  /** The request that failed. */
  readonly request?: Exchange;
  /** Messages of the underlying causes, outermost first, secrets removed. */
  readonly causes?: readonly string[];
  /** For an unexpected error: its stack in the engine, one frame per line. */
  readonly stack?: string;
}
