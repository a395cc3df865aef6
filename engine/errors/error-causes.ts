// Why each error of the catalogue occurs. Resolve-AzError and docs/errors.md show it beside the message, which has
// the facts of one case.
import type { CatalogueId } from './catalogue.ts';

export const errorCauses: Readonly<Record<CatalogueId, string>> = {
  'InvalidArgument.Value': 'A parameter has a value that it does not accept.',
  'InvalidArgument.Setting':
    'A file, an environment variable or this PowerShell sets a key of the configuration to an invalid value.',
  'InvalidArgument.ParameterSet': 'Parameters were given that do not go together, or one is missing.',
  'InvalidArgument.Home':
    'The variable holds a relative path, or a ~ in quotes, which only a shell replaces.',
  'InvalidArgument.UnknownCmdlet': 'The module in this PowerShell is of another version than its engine.',
  'InvalidArgument.Environment':
    'A cloud was named that is not built in and was not added, or one was added in a process that has ended.',
  'InvalidArgument.Certificate':
    'The file or the entry in the store holds no certificate with a private key that can be used, needs its password, or is expired or not valid yet.',
  'InvalidArgument.Token':
    'The token that was given has expired, belongs to another tenant or service, or is not a token.',

  'NotFound.Tenant': 'No tenant of this cloud has that ID or domain name.',
  'NotFound.Subscription':
    'The account has no role in a subscription of that name or ID, or it is in another tenant.',
  'NotFound.Context': 'The context was renamed or removed, or belongs to another process.',
  'NotFound.Config': 'All values of the configuration are the defaults.',
  'NotFound.Certificate': 'The certificate is in another store, of another user, or has been removed.',
  'NotFound.ManagedIdentity':
    'This machine is not on Azure, or the resource it runs on has no such identity.',

  'NotSignedIn.None': 'No account has signed in, or all have been signed out.',
  'NotSignedIn.Context':
    'A context was handed to a job or another process, and its sign-in was made for the first process only, or was signed out.',
  'NotSignedIn.Expired':
    'The refresh token is too old, was revoked, such as by a new password, or was cut short by a policy; or what the account signed in with is no longer stored.',
  'NotSignedIn.Keyring':
    'Tokens and secrets were stored in the keyring of your desktop, and that is locked or cannot be reached: over SSH, in a job, or after a restart.',

  'InteractionRequired.Mfa':
    'A policy of the tenant wants a second factor, and the sign-in so far had only one.',
  'InteractionRequired.Consent': 'The application may not yet act for the account at this service.',
  'InteractionRequired.Other':
    'The tenant or the service requires a sign-in by the user, for example after a risk was detected or a session ended.',
  'InteractionRequired.NoPerson':
    'This way to sign in needs a user at the prompt, and this PowerShell runs without one.',
  'InteractionRequired.Confirmation':
    'The command asks before it continues, and this PowerShell runs where no one can answer.',

  'Authentication.Failed': 'Entra ID refused the sign-in; its number says why.',
  'Authentication.Denied': 'The user cancelled, or did not accept the requested permissions.',
  'Authentication.WrongAccount': 'A command asked its account to sign in again, and another account did.',
  'Authentication.CodeExpired': 'The code was not entered in time.',
  'Authentication.NoIdentityToken':
    'The job is not allowed to get an identity token, or runs where there is none.',
  'Authentication.FederatedTokenExpired':
    'Identity tokens live for minutes; one that was given cannot be renewed.',
  'Authentication.OtherTenant':
    'A managed identity belongs to one tenant, and so does an access token that was given.',
  'Authentication.TokenNotGiven': 'Each access token is for one service, and none was given for this one.',
  'Authentication.TokenExpired':
    'Access tokens live for about an hour; one that was given cannot be renewed.',
  'Authentication.TokenNotRenewable':
    'Only the credentials of the account can get a new token, and only a token was given.',
  'Authentication.TokenTooShort': 'The service that issues the tokens decides how long they last.',
  'Authentication.Timeout': 'The page was closed, or the sign-in in it was not finished in time.',

  'Blocked.Policy': 'Conditional access of the tenant forbids it for this account, device or place.',
  'Blocked.DeviceCode': 'Conditional access of the tenant forbids the device code.',
  'Blocked.OtherCloud':
    'The owner of the host tries to get tokens for a cloud that is not theirs; or the cloud signs in with the Entra ID of a public one, as Azure Stack Hub may.',

  'Network.Dns': 'There is no network, the DNS server does not know the name, or only a proxy reaches it.',
  'Network.Refused': 'Nothing listens there, a firewall blocks it, or the connection broke.',
  'Network.Proxy': 'The proxy is not running, refuses the host, or wants a user name and password.',
  'Network.Tls':
    'A proxy or a virus scanner replaces the certificate with its own, or no known authority issued it.',
  'Network.Timeout': 'The service is slow or cannot be reached, or a firewall drops what is sent.',
  'Network.OutcomeUnknown':
    'The connection broke after a request that must not be sent twice (POST, PATCH) had gone out, and before its answer was complete.',
  'Network.Response':
    'Something other than the service answered, such as the sign-in page of a network, or the answer was cut off.',
  'Network.Status': 'The service understood the request and did not do it; its code says why.',

  'Throttled.Service': 'Too many requests were sent in a short time, by this or by other programs.',

  'Storage.Locked': 'Another process writes the file, or hangs while it does.',
  'Storage.UnknownForm':
    'A newer version of Az.LoginTs, or of Az.Accounts, stores its contexts in another format.',
  'Storage.Untrusted':
    'The folder or file belongs to another user, or others can write it: they could run commands and sign in as you. Usual reasons are sudo, a home folder taken over from another user, or wide permissions.',
  'Storage.Read': 'The file belongs to another user, is a folder, or is on a disk that fails.',
  'Storage.Write': 'The disk is full, or the folder can only be read or belongs to another user.',
  'Storage.Plaintext': 'There is no keyring in this session, and DisablePlaintextTokenCache is on.',

  'Platform.NoBrowser': 'There is no program that opens web pages, or it failed.',

  'Cancelled.ByUser': 'Ctrl+C was pressed, or the pipeline ended early.',

  'Engine.NotFound': 'Node.js is not on PATH, or its file is not executable.',
  'Engine.RuntimeNotFound':
    'The Node.js that EngineRuntime names was moved or removed, or the configuration came from another machine.',
  'Engine.RuntimeTooOld': 'The Node.js of the configuration, or the first on PATH, is too old.',
  'Engine.RuntimeUntrusted':
    'Anyone who can write that file could run any program as you. Root does not run a program that another user chose.',
  'Engine.Exited': 'The process was killed, ran out of memory, or crashed.',
  'Engine.LanguageMode':
    'App Control or AppLocker runs scripts that it does not trust in a limited language, in which no module like this one can work.',
  'Engine.Silent':
    'Its process is stopped (SIGSTOP, a debugger), or the machine has no memory left and moves it to disk.',
  'Engine.Mismatch': 'The module was updated while this PowerShell was open.',
  'Engine.Unexpected': 'This is a fault in Az.LoginTs.',
  'InvalidArgument.TooLarge': 'Messages between PowerShell and the engine have a size limit.',
  'InvalidArgument.NoSubscription': 'The account has no subscription, or the context has none selected.',
  'NotFound.ResourceGroup': 'No resource group of that name is in the subscription of the context.',
  'Operation.Failed': 'The service accepted the operation and could not finish it; its code says why.',
  'Operation.NoAddress': 'The service accepted the operation without saying where its state can be read.',
};
