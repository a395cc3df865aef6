import type { Credential, TimeSpan } from '../protocol/values.ts';
import type { CompleterName } from '../protocol/completers.ts';

/** The closed list of parameter types. The build maps each to a .NET type, the engine to a check. */
export interface ParameterValues {
  string: string;
  /** Text that is a secret: a string in PowerShell, never in clear on the wire or in a log. */
  secretText: string;
  /** A file or folder. Absolute when it comes: PowerShell knows its own drives and current location. */
  path: string;
  /** An address, as text. */
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
  /** An object of ours that comes back in (a context, an account, …); its `$type` is checked by the cmdlet. */
  object: Readonly<Record<string, unknown>>;
  /** ErrorRecords, as what PowerShell can tell of them: see engine/explain-error. */
  'errorRecord[]': readonly Readonly<Record<string, unknown>>[] | null;
}

export type ParameterType = keyof ParameterValues;

/** How a parameter takes part in one parameter set. */
export interface SetMembership {
  readonly mandatory?: true;
  readonly position?: number;
  readonly pipeline?: 'value' | 'propertyName';
}

export interface ParameterDeclaration {
  readonly type: ParameterType;
  /** One or more full sentences. */
  readonly help: string;
  /** For type `object`: the PowerShell type name that it must have. Lets the binder tell parameter sets apart. */
  readonly objectType?: string;
  readonly aliases?: readonly string[];
  /** The sets that have it, and how; left out: an optional parameter of every set. */
  readonly sets?: Readonly<Record<string, SetMembership>>;
  /** The only values accepted, without regard to case. */
  readonly accepted?: readonly string[];
  /** Where the values come from that Tab offers. Accepted values and files are offered by PowerShell itself. */
  readonly completer?: CompleterName;
  readonly range?: { readonly min: number; readonly max: number };
  /** An empty string is refused. */
  readonly notEmpty?: true;
  /** Text without content counts as left out: a script passes on a parameter of its own that nobody gave it. */
  readonly emptyIsAbsent?: true;
  /** What holds where the parameter is left out, as help shows it; the handler decides. */
  readonly default?: string;
}
