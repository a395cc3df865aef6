import type { Credential, TimeSpan } from '../protocol/values.ts';
import type { CompleterName } from '../protocol/completers.ts';

/** The closed list of parameter types. The build maps each to a .NET type, the engine to a check. */
export interface ParameterValues {
  string: string;
  /** Secret text: a string in PowerShell, never unencrypted on the wire or in a log. */
  secretText: string;
  /**
   * A file or folder, as an absolute path: PowerShell resolves it, because only it knows its drives and current
   * location.
   */
  path: string;
  /** A URL, as text. */
  uri: string;
  'string[]': readonly string[];
  int: number;
  bool: boolean;
  switch: boolean;
  timeSpan: TimeSpan;
  secureString: string;
  credential: Credential;
  /** String keys and string values. */
  dictionary: Readonly<Record<string, string>>;
  /** An output object of ours that is passed back in (a context, an account, …); the cmdlet checks its `$type`. */
  object: Readonly<Record<string, unknown>>;
  /** ErrorRecords, in the form that PowerShell sends: see engine/explain-error. */
  'errorRecord[]': readonly Readonly<Record<string, unknown>>[] | null;
}

export type ParameterType = keyof ParameterValues;

/** A parameter's role in one parameter set. */
export interface SetMembership {
  readonly mandatory?: true;
  readonly position?: number;
  readonly pipeline?: 'value' | 'propertyName';
}

export interface ParameterDeclaration {
  readonly type: ParameterType;
  /** One or more full sentences. */
  readonly help: string;
  /** For type `object`: the required PowerShell type name. It lets the binder distinguish parameter sets. */
  readonly objectType?: string;
  readonly aliases?: readonly string[];
  /** The sets that have it, and its role there; by default an optional parameter of every set. */
  readonly sets?: Readonly<Record<string, SetMembership>>;
  /** The only accepted values, ignoring case. */
  readonly accepted?: readonly string[];
  /** The completer for its values. PowerShell itself completes accepted values and files. */
  readonly completer?: CompleterName;
  readonly range?: { readonly min: number; readonly max: number };
  /** Whether an empty string is rejected. */
  readonly notEmpty?: true;
  /** Blank text counts as left out, because scripts pass on their own parameters even if those were not set. */
  readonly emptyIsAbsent?: true;
  /** The default, as the help shows it; the handler implements it. */
  readonly default?: string;
}
