// Reads a service's JSON answer member by member. An error names the member whose value has the wrong type.
import { EngineError } from '../errors/engine-error.ts';

/** A value in an answer, with a name for error messages. */
export class JsonValue {
  readonly #value: unknown;
  readonly #host: string;
  readonly #name: string;

  constructor(value: unknown, host: string, name = 'it') {
    this.#value = value;
    this.#host = host;
    this.#name = name;
  }

  /**
   * Parses a whole answer.
   * @throws EngineError `Network.Response` for a body that is not JSON
   */
  static parse(body: string, url: string): JsonValue {
    const { host } = new URL(url);
    try {
      return new JsonValue(JSON.parse(body), host);
    } catch (cause) {
      throw new EngineError('Network.Response', { facts: { host, reason: 'it is not JSON' }, cause });
    }
  }

  /** Whether the value is a list. Some services return a list and others an object. */
  get isList(): boolean {
    return Array.isArray(this.#value);
  }

  /** Whether the value is missing or null. Services use either for "no value". */
  get isAbsent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  /**
   * Returns the members of an object unchanged.
   * @throws EngineError `Network.Response` if it is not an object
   */
  object(): Readonly<Record<string, unknown>> {
    if (typeof this.#value !== 'object' || this.#value === null || this.isList)
      throw this.#isNot('an object');
    return this.#value as Record<string, unknown>;
  }

  /**
   * Returns a member of an object; it may be absent.
   * @throws EngineError `Network.Response` if this is not an object
   */
  member(name: string): JsonValue {
    const members = this.object();
    return new JsonValue(Object.hasOwn(members, name) ? members[name] : undefined, this.#host, `'${name}'`);
  }

  /** @throws EngineError `Network.Response` if it is not a text */
  text(): string {
    if (typeof this.#value !== 'string') throw this.#isNot('a text');
    return this.#value;
  }

  /** @throws EngineError `Network.Response` if it is not a list */
  list(): JsonValue[] {
    if (!Array.isArray(this.#value)) throw this.#isNot('a list');
    const name = this.#name === 'it' ? 'an item of it' : `an item of ${this.#name}`;
    return this.#value.map((item: unknown) => new JsonValue(item, this.#host, name));
  }

  /** Returns the result of `read`, or undefined if the value is absent. */
  optional<T>(read: (value: JsonValue) => T): T | undefined {
    return this.isAbsent ? undefined : read(this);
  }

  /** Returns a member's text, or undefined if it is absent. */
  textOf(name: string): string | undefined {
    const members = this.object();
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    // Without an object for each of the ten thousand texts of a long list.
    return typeof value === 'string' ? value : this.member(name).optional((other) => other.text());
  }

  #isNot(expected: string): EngineError {
    return new EngineError('Network.Response', {
      facts: {
        host: this.#host,
        reason: `${this.#name} is ${kindOf(this.#value)}, where ${expected} was expected`,
      },
    });
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
