// The parts of a catalogue entry, and functions that create entries.

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

/** Returns a catalogue entry. */
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
