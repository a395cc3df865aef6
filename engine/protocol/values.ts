// Values that JSON has no form for. The set is closed: both converters (engine/rpc/wire-values.ts and
// module/conversion) know exactly these tags.

/**
 * Tags of non-JSON values: an object whose first key is one of these stands for that value. No other key begins with
 * one `$`: on the way in such a key gets one more, on the way out a dictionary that has one goes as `pairs`.
 */
export const valueTags = {
  /** A secret, by index. On its way in it stands in `params.secrets`; on its way out it was told in `host/secret`. */
  secureString: '$secret',
  /** Out only: a secret that the user asked to have as plain text. */
  plainSecret: '$plainSecret',
  /** In only: `{ userName, password: { $secret } }`. */
  credential: '$credential',
  /** Milliseconds since 1970-01-01 UTC. */
  dateTimeOffset: '$dateTimeOffset',
  /** In only: milliseconds. */
  timeSpan: '$timeSpan',
  /**
   * Out only: text that ConvertFrom-Json would take for a date, with one character put before it. PowerShell 7
   * turns such strings into DateTime, and a subscription may well be named like one.
   */
  text: '$text',
  /**
   * Out only: the headers of an HTTP answer, by the index of a secret that has a line `Name: value` for each. They
   * may hold signed addresses, so that they go the way of secrets.
   */
  responseHeaders: '$responseHeaders',
  /**
   * Out only: a value that several outputs of a call have, by number. The first one brings it along, as `value`; each
   * becomes an object of its own.
   */
  shared: '$shared',
  /**
   * Out only: a dictionary as a list of its keys and values in turn. ConvertFrom-Json makes no object of keys that are
   * empty or differ by case only, or that PowerShell has for itself.
   */
  pairs: '$pairs',
} as const;

/** The key that carries the PowerShell type name of an object. */
export const typeKey = '$type';

/** The key of a further type name, for views: it stands behind all others, and changes nothing of the object. */
export const markKey = '$mark';

export interface SecretReference {
  readonly $secret: number;
}

export interface CredentialValue {
  readonly $credential: { readonly userName: string; readonly password: SecretReference };
}

/** An object for the pipeline: `$type` becomes its PSTypeName. */
export interface TypedObject {
  readonly $type: string;
  readonly $mark?: string;
  readonly [property: string]: unknown;
}

/** A secret on its way out: `Secret` of the converter in rpc/wire-values.ts. */
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
 * Names and values that others choose (tags, extended properties) on their way out: whatever the names are, none is
 * taken for one of ours.
 */
export class OutgoingDictionary {
  readonly members: Readonly<Record<string, unknown>>;
  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }
}

/** A value on its way out that other outputs of the call are likely to have too. */
export class OutgoingShared {
  readonly value: TypedObject;
  constructor(value: TypedObject) {
    this.value = value;
  }
}

/** Headers of an HTTP answer on their way out: a .NET HttpResponseHeaders in PowerShell. */
export class OutgoingHeaders {
  readonly pairs: readonly (readonly [string, string])[];
  constructor(pairs: readonly (readonly [string, string])[]) {
    this.pairs = pairs;
  }
}

/** A PSCredential as cmdlets see it. */
export interface Credential {
  readonly userName: string;
  readonly password: string;
}

/** A TimeSpan as cmdlets see it. */
export interface TimeSpan {
  readonly totalMilliseconds: number;
}
