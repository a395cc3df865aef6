// What an error of the catalogue consists of, and what the files of its families make entries with.

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

/** A .NET framework exception type that both PowerShell editions can create from a message alone. */
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
  /** What was wrong. `{name}` is filled in from the facts given when the error is raised. */
  readonly message: string;
  /** What to do next: a full sentence with the exact command where there is one. */
  readonly action: string;
  /**
   * A fault that PowerShell's binder would find stops the pipeline; a failure of the work follows -ErrorAction. Where
   * only the place tells which it is, see EngineError.asBinderFault and asTerminating.
   */
  readonly terminating?: true;
  /** The same request may succeed if it is sent again unchanged. */
  readonly retriable?: true;
}

/** Az.Accounts' own words, which scripts look for in messages. */
export const loginPhrase = 'Run Connect-AzAccount to login.';

/** The last sentence of an action; of no use to somebody who has done it. */
export const debugAdvice = 'Run the command again with -Debug to see its requests too.';

export function entry(
  category: ErrorCategoryName,
  exception: ExceptionTypeName,
  message: string,
  action: string,
  extra: { terminating?: true; retriable?: true } = {},
): CatalogueEntry {
  return { category, exception, message, action, ...extra };
}

export const auth = (message: string, action: string): CatalogueEntry =>
  entry('AuthenticationError', 'System.Security.Authentication.AuthenticationException', message, action);
