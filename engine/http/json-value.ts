// The JSON that a service answers, read member by member. What is something else than it should be is told by its name.
import { EngineError } from '../errors/engine-error.ts';

/** A value in an answer, with the words that say where it stands. */
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
   * The whole of an answer.
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

  /** Whether it is a list, which some services give where others give an object. */
  get isList(): boolean {
    return Array.isArray(this.#value);
  }

  /** Whether it is missing or null: services say either where there is nothing. */
  get isAbsent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  /**
   * The members of an object, as they came.
   * @throws EngineError `Network.Response`
   */
  object(): Readonly<Record<string, unknown>> {
    if (typeof this.#value !== 'object' || this.#value === null || this.isList)
      throw this.#isNot('an object');
    return this.#value as Record<string, unknown>;
  }

  /**
   * A member of an object, which may be missing.
   * @throws EngineError `Network.Response` where this is no object
   */
  member(name: string): JsonValue {
    const members = this.object();
    return new JsonValue(Object.hasOwn(members, name) ? members[name] : undefined, this.#host, `'${name}'`);
  }

  /** @throws EngineError `Network.Response` where it is no text */
  text(): string {
    if (typeof this.#value !== 'string') throw this.#isNot('a text');
    return this.#value;
  }

  /** @throws EngineError `Network.Response` where it is no list */
  list(): JsonValue[] {
    if (!Array.isArray(this.#value)) throw this.#isNot('a list');
    const name = this.#name === 'it' ? 'an item of it' : `an item of ${this.#name}`;
    return this.#value.map((item: unknown) => new JsonValue(item, this.#host, name));
  }

  /** What `read` makes of it; undefined where it is absent. */
  optional<T>(read: (value: JsonValue) => T): T | undefined {
    return this.isAbsent ? undefined : read(this);
  }

  /** A member's text; undefined where it is absent. */
  textOf(name: string): string | undefined {
    return this.member(name).optional((value) => value.text());
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
