// Values that JSON and CliXml cannot represent. Both sets are closed: the converters (engine/rpc and
// module/conversion) know exactly these.

/**
 * In incoming values, an object whose first key is one of these represents that kind of value. Any other key that
 * begins with `$` is sent with a second `$`.
 */
export const valueTags = {
  /** A secret, by its index in `params.secrets`. */
  secureString: '$secret',
  /** `{ userName, password: { $secret } }`. */
  credential: '$credential',
  /** Milliseconds since 1970-01-01 UTC. */
  dateTimeOffset: '$dateTimeOffset',
  /** Milliseconds. */
  timeSpan: '$timeSpan',
} as const;

/**
 * Outputs are a list of steps with four items each: the operation, a value, the place where it goes, and the key
 * there. The operation is one of these, or the type name that the object gets. Steps for many objects have a list of
 * them, because each item of a step takes time in PowerShell.
 */
export const outputSteps = {
  /** A string, a number, a boolean or null, used as it is. */
  value: '$value',
  /** A SecureString, by the index of its secret in `host/secret`. */
  secureString: '$secret',
  /** A secret that the user wants as plain text. */
  plainSecret: '$plainSecret',
  /** Milliseconds since 1970-01-01 UTC. */
  dateTimeOffset: '$dateTimeOffset',
  /**
   * HTTP response headers, by the index of a secret with one line `Name: value` each. They are secret because they
   * may contain signed URLs.
   */
  responseHeaders: '$responseHeaders',
  /** An array. */
  list: '$list',
  /** A dictionary as a list of alternating keys and values; a key may be any text. Its case does not matter. */
  pairs: '$pairs',
  /** The same, with keys that differ only in case. */
  exactPairs: '$exactPairs',
  /**
   * The objects in the list each get their own copy of a member of the first one. The key is the name of the member. If
   * the member has lists or dictionaries, the key is a list: the name, then theirs. They are copied too.
   */
  copy: '$copy',
} as const;

/**
 * The place of a step's value, if it is not inside another value: then it is the object that contains it, or the index
 * of the step of the list or dictionary that contains it.
 */
export const stepPlaces = {
  /** Each item of the value is an output. */
  outputs: -2,
  /** The value is an output. */
  output: -1,
  /** The value, or each item of it, is already in its place. */
  inPlace: 0,
} as const;

/** The key that carries the PowerShell type name of an object. */
export const typeKey = '$type';

/** The key of a second type name, used only to select a view. It is added last and does not change the object. */
export const markKey = '$mark';

export interface SecretReference {
  readonly $secret: number;
}

export interface CredentialValue {
  readonly $credential: { readonly userName: string; readonly password: SecretReference };
}

/** An output object; `$type` becomes its PSTypeName. */
export interface TypedObject {
  readonly $type: string;
  readonly $mark?: string;
  readonly [property: string]: unknown;
}

/** A secret to send to PowerShell. */
export class OutgoingSecret {
  readonly value: string;
  readonly asPlainText: boolean;
  constructor(value: string, asPlainText = false) {
    this.value = value;
    this.asPlainText = asPlainText;
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
}

/**
 * A dictionary to send whose names others chose (tags, extended properties). No name in it is taken for a key with a
 * special meaning.
 */
export class OutgoingDictionary {
  readonly members: Readonly<Record<string, unknown>>;
  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }
}

/** A member of an object to send that other outputs of the call probably contain too. Each gets its own copy. */
export class OutgoingShared {
  readonly value: TypedObject | OutgoingDictionary | readonly unknown[];
  constructor(value: TypedObject | OutgoingDictionary | readonly unknown[]) {
    this.value = value;
  }
}

/** HTTP response headers to send; a .NET HttpResponseHeaders in PowerShell. */
export class OutgoingHeaders {
  readonly pairs: readonly (readonly [string, string])[];
  constructor(pairs: readonly (readonly [string, string])[]) {
    this.pairs = pairs;
  }
}

/** A PSCredential, in the form that cmdlets receive. */
export interface Credential {
  readonly userName: string;
  readonly password: string;
}

/** A TimeSpan, in the form that cmdlets receive. */
export interface TimeSpan {
  readonly totalMilliseconds: number;
}
