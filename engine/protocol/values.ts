// Values that JSON and CliXml have no form for. Both sets are closed: the converters (engine/rpc and module/conversion)
// know exactly these.

/**
 * On the way in, an object whose first key is one of these stands for that value. No other key begins with one `$`:
 * such a key gets one more.
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
 * Outputs are a list of steps of four items each: what to do, a value, the place that it goes to, and the key there.
 * The first is one of these, or the name of the type that the object is given.
 */
export const outputSteps = {
  /** Text, a number, a truth value, or nothing: as it is. */
  value: '$value',
  /** A secret, by the index that `host/secret` told: a SecureString. */
  secureString: '$secret',
  /** A secret that the user asked to have as plain text. */
  plainSecret: '$plainSecret',
  /** Milliseconds since 1970-01-01 UTC. */
  dateTimeOffset: '$dateTimeOffset',
  /** Headers of an HTTP answer, by the index of a secret that has a line `Name: value` for each: they may hold signed addresses. */
  responseHeaders: '$responseHeaders',
  /** An array. */
  list: '$list',
  /** A dictionary as its keys and values in turn: any text is a key. */
  pairs: '$pairs',
  /** An object that several outputs have: each becomes one of its own. */
  copy: '$copy',
} as const;

/** Where the value of a step goes, if not into the value of another step, which is named by its index in the list. */
export const stepPlaces = {
  /** It is an output. */
  output: -1,
  /** It stands where it belongs. */
  inPlace: 0,
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

/** A secret on its way out. */
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
