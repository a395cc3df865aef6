// Writes outputs as CliXml ([MS-PSRP] 2.2.5), which PowerShell's own serializer reads. That reader is compiled code
// and already loaded, while ConvertFrom-Json first loads an assembly. Values that CliXml cannot represent are
// inserted by later steps; engine/protocol/values.ts defines the closed set of steps.
import {
  OutgoingDictionary,
  OutgoingHeaders,
  OutgoingSecret,
  OutgoingShared,
  markKey,
  outputSteps,
  stepPlaces,
  typeKey,
  type TypedObject,
} from '../protocol/values.ts';

const head = "<Objs Version='1.1.0.1' xmlns='http://schemas.microsoft.com/powershell/2004/04'>";
const noKey = '<Nil/>';
const largestInt = 2 ** 31 - 1;
const largestLong = 2 ** 63;

/** Adds the step that completes a value; `index` is the place of its container in the list of steps. */
type DeferredStep = (index: number) => void;

/** A step's name and value, and the steps that complete the value. */
interface Payload {
  readonly step: string;
  readonly xml: string;
  readonly later: readonly DeferredStep[];
}

/**
 * Collects the outputs of a call in one text. The text contains no quote, backslash or line break, so that JSON does
 * not escape it.
 */
export class CliXmlWriter {
  /** Sends a secret and returns its index. */
  readonly #tellSecret: (text: string) => number;
  /** Maps a shared value, as JSON, to its object's number in this text. */
  readonly #shared = new Map<string, number>();
  readonly #parts: string[] = [head];
  #items = 0;
  #objects = 0;
  #outputs = 0;

  constructor(tellSecret: (text: string) => number) {
    this.#tellSecret = tellSecret;
  }

  /** The number of outputs added so far. */
  get outputs(): number {
    return this.#outputs;
  }

  /** Adds an output. `undefined` becomes null, which PowerShell shows as an empty property. */
  add(output: unknown): void {
    this.#outputs++;
    this.#step(this.#payload(output), stepPlaces.output, noKey);
  }

  /** Returns the whole text. No output can be added afterwards. */
  end(): string {
    this.#parts.push('</Objs>');
    return this.#parts.join('');
  }

  #step({ step, xml, later }: Payload, place: number, key: string): void {
    const index = this.#items + 1;
    this.#items += 4;
    this.#parts.push(`<S>${escaped(step)}</S>`, xml, `<I32>${String(place)}</I32>`, key);
    for (const each of later) each(index);
  }

  #payload(value: unknown): Payload {
    const plain = primitive(value, '');
    if (plain !== undefined) return { step: outputSteps.value, xml: plain, later: [] };
    if (value instanceof OutgoingShared) return this.#payload(value.value);
    if (value instanceof OutgoingSecret) {
      const step = value.asPlainText ? outputSteps.plainSecret : outputSteps.secureString;
      return { step, xml: integer(this.#tellSecret(value.value)), later: [] };
    }
    if (value instanceof OutgoingHeaders) {
      const lines = value.pairs.map(([name, text]) => `${name}: ${text}`);
      const xml = integer(this.#tellSecret(lines.join('\n')));
      return { step: outputSteps.responseHeaders, xml, later: [] };
    }
    if (value instanceof Date)
      return { step: outputSteps.dateTimeOffset, xml: `<I64>${String(value.getTime())}</I64>`, later: [] };
    if (Array.isArray(value)) return this.#list(outputSteps.list, value);
    if (value instanceof OutgoingDictionary)
      return this.#list(outputSteps.pairs, Object.entries(value.members).flat());
    const members = value as object;
    if (!(typeKey in members)) return this.#list(outputSteps.pairs, Object.entries(members).flat());
    const { xml, later } = this.#object(members as TypedObject, '');
    return { step: namesOf(members as TypedObject), xml, later };
  }

  /** Returns a list, with null for each item that a later step fills in. */
  #list(step: string, items: readonly unknown[]): Payload {
    const later: DeferredStep[] = [];
    const keyOf = (at: number): string =>
      step === outputSteps.pairs ? `<S>${escaped(String(items[at - 1]))}</S>` : integer(at);
    const xml = items.map(
      (item, at) => primitive(item, '') ?? this.#deferredMember(item, '', keyOf(at), later),
    );
    const number = String(this.#objects++);
    return { step, xml: `<Obj RefId='${number}'><LST>${xml.join('')}</LST></Obj>`, later };
  }

  /** Returns an object with its members. `name` is the attribute that names it inside another object. */
  #object(value: TypedObject, name: string): { xml: string; later: DeferredStep[]; number: number } {
    const later: DeferredStep[] = [];
    const number = this.#objects++;
    const members = Object.entries(value).map(([key, member]) =>
      key === typeKey || key === markKey ? '' : this.#member(member, key, later),
    );
    const xml = `<Obj${name} RefId='${String(number)}'><MS>${members.join('')}</MS></Obj>`;
    return { xml, later, number };
  }

  #member(member: unknown, key: string, later: DeferredStep[]): string {
    const name = ` N='${escaped(key)}'`;
    const plain = primitive(member, name);
    if (plain !== undefined) return plain;
    if (member instanceof OutgoingShared) return this.#sharedMember(member.value, key, later);
    if (isTyped(member)) return this.#inner(member, name, later).xml;
    return this.#deferredMember(member, name, `<S>${escaped(key)}</S>`, later);
  }

  /** Writes the first occurrence of a shared value in full; others become copies of it. */
  #sharedMember(value: TypedObject, key: string, later: DeferredStep[]): string {
    const name = ` N='${escaped(key)}'`;
    const text = JSON.stringify(value);
    const known = this.#shared.get(text);
    if (known === undefined) {
      const { xml, number } = this.#inner(value, name, later);
      this.#shared.set(text, number);
      return xml;
    }
    later.push((index) => {
      this.#step(
        { step: outputSteps.copy, xml: reference(known), later: [] },
        index,
        `<S>${escaped(key)}</S>`,
      );
    });
    return `<Nil${name}/>`;
  }

  /** Writes an object inside its container, and adds a step that sets its type name. */
  #inner(value: TypedObject, name: string, later: DeferredStep[]): { xml: string; number: number } {
    const { xml, later: own, number } = this.#object(value, name);
    later.push(() => {
      this.#step({ step: namesOf(value), xml: reference(number), later: own }, stepPlaces.inPlace, noKey);
    });
    return { xml, number };
  }

  #deferredMember(value: unknown, name: string, key: string, later: DeferredStep[]): string {
    later.push((index) => {
      this.#step(this.#payload(value), index, key);
    });
    return `<Nil${name}/>`;
  }
}

/** Returns the name of an object's type, followed by a space and its mark if it has one. */
function namesOf({ $type: type, $mark: mark }: TypedObject): string {
  return mark === undefined ? type : `${type} ${mark}`;
}

function isTyped(value: unknown): value is TypedObject {
  return typeof value === 'object' && value !== null && typeKey in value;
}

function integer(value: number): string {
  return `<I32>${String(value)}</I32>`;
}

function reference(number: number): string {
  return `<Ref RefId='${String(number)}'/>`;
}

/** Returns the CliXml of a primitive value, or undefined for any other value. */
function primitive(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return `<Nil${name}/>`;
  if (typeof value === 'string') return `<S${name}>${escaped(value)}</S>`;
  if (typeof value === 'boolean') return `<B${name}>${String(value)}</B>`;
  if (typeof value !== 'number') return undefined;
  const size = Math.abs(value);
  const tag = !Number.isInteger(value) || size >= largestLong ? 'Db' : size <= largestInt ? 'I32' : 'I64';
  return `<${tag}${name}>${tag === 'I64' ? BigInt(value).toString() : String(value)}</${tag}>`;
}

const isSpecial = /[\0-\x1f"&'<>\\\ud800-\udfff\ufffe\uffff]|_[xX]/;
/** Matches single surrogates but not pairs, because of the `u` flag. */
const special = /[\0-\x1f"&'<>\\\ufffe\uffff]|\p{Surrogate}|_(?=[xX])/gu;
const entities: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  "'": '&apos;',
  '<': '&lt;',
  '>': '&gt;',
  '\\': '&#92;',
};

/** Escapes text for CliXml: characters that XML cannot contain become `_xHHHH_` ([MS-PSRP] 2.2.5.3.2). */
function escaped(text: string): string {
  if (!isSpecial.test(text)) return text;
  return text.replace(
    special,
    (character) =>
      entities[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}
