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

/** Adds the step that completes a value; `place` is the CliXml of the step's place. */
type DeferredStep = (place: string) => void;

/** A step's name and value, and the steps that complete the value. */
interface Payload {
  readonly step: string;
  readonly xml: string;
  readonly later: readonly DeferredStep[];
  /** The number of the object, if it is one with a type. */
  readonly number?: number;
}

/** The objects that contain the same value, the first of them in full. */
interface Sharing {
  readonly key: string;
  readonly holders: number[];
}

/**
 * Collects the outputs of a call in one text. The text contains no quote, backslash or line break, so that JSON does
 * not escape it.
 */
export class CliXmlWriter {
  /** Sends a secret and returns its index. */
  readonly #tellSecret: (text: string) => number;
  /** Maps a shared value, as text with the key of its step, to the objects that contain it. */
  readonly #shared = new Map<string, Sharing>();
  readonly #sharedTexts = new WeakMap<OutgoingShared, string>();
  /** Maps type names to the objects inside others that get them. */
  readonly #inner = new Map<string, number[]>();
  /** Maps lists of objects to the number of the list. */
  readonly #lists = new Map<string, number>();
  readonly #parts: string[] = [head];
  /** Outputs of the same type that follow each other. */
  #run: { readonly step: string; readonly outputs: Payload[] } = { step: '', outputs: [] };
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
    const payload = this.#payload(output);
    if (payload.number === undefined) {
      this.#endRun();
      this.#step(payload, integer(stepPlaces.output), noKey);
      return;
    }
    if (this.#run.step !== payload.step) {
      this.#endRun();
      this.#run = { step: payload.step, outputs: [] };
    }
    this.#run.outputs.push(payload);
  }

  /** Returns the whole text. No output can be added afterwards. */
  end(): string {
    this.#endRun();
    const inPlace = integer(stepPlaces.inPlace);
    for (const [step, objects] of this.#inner)
      this.#step({ step, xml: this.#references(objects), later: [] }, inPlace, noKey);
    for (const { key, holders } of this.#shared.values())
      if (holders.length > 1)
        this.#step({ step: outputSteps.copy, xml: this.#references(holders), later: [] }, inPlace, key);
    this.#parts.push('</Objs>');
    return this.#parts.join('');
  }

  #endRun(): void {
    const { step, outputs } = this.#run;
    const [first] = outputs;
    this.#run = { step: '', outputs: [] };
    if (first === undefined) return;
    if (outputs.length === 1) {
      this.#step(first, integer(stepPlaces.output), noKey);
      return;
    }
    const xml = this.#listOf(outputs.map((output) => output.xml));
    this.#step({ step, xml, later: [] }, integer(stepPlaces.outputs), noKey);
    for (const { later, number = 0 } of outputs) for (const each of later) each(reference(number));
  }

  #step({ step, xml, later, number }: Payload, place: string, key: string): void {
    const index = this.#items + 1;
    this.#items += 4;
    this.#parts.push(`<S>${escaped(step)}</S>`, xml, place, key);
    for (const each of later) each(number === undefined ? integer(index) : reference(number));
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
    if (value instanceof OutgoingDictionary) return this.#dictionary(value.members);
    if (!isTyped(value)) return this.#dictionary(value as object);
    return { step: namesOf(value), ...this.#object(value, '') };
  }

  #dictionary(members: object): Payload {
    const keys = new Set(Object.keys(members).map((key) => key.toUpperCase().toLowerCase()));
    const isExact = keys.size < Object.keys(members).length;
    return this.#list(isExact ? outputSteps.exactPairs : outputSteps.pairs, Object.entries(members).flat());
  }

  /** Returns a list, with null for each item that a later step fills in. */
  #list(step: string, items: readonly unknown[]): Payload {
    const later: DeferredStep[] = [];
    const keyOf = (at: number): string =>
      step === outputSteps.list ? integer(at) : textOf(String(items[at - 1]));
    const xml = items.map(
      (item, at) => primitive(item, '') ?? this.#deferredMember(item, '', keyOf(at), later),
    );
    return { step, xml: this.#listOf(xml), later };
  }

  #listOf(items: readonly string[]): string {
    return `<Obj RefId='${String(this.#objects++)}'><LST>${items.join('')}</LST></Obj>`;
  }

  /** Returns a reference to an object, or to a list of several. */
  #references(objects: readonly number[]): string {
    const items = objects.map(reference);
    const [only = ''] = items;
    if (items.length === 1) return only;
    const text = items.join('');
    const known = this.#lists.get(text);
    if (known !== undefined) return reference(known);
    this.#lists.set(text, this.#objects);
    return this.#listOf(items);
  }

  /** Returns an object with its members. `name` is the attribute that names it inside another object. */
  #object(value: TypedObject, name: string): { xml: string; later: DeferredStep[]; number: number } {
    const later: DeferredStep[] = [];
    const number = this.#objects++;
    const members = Object.entries(value).map(([key, member]) =>
      key === typeKey || key === markKey ? '' : this.#member(member, key, { number, later }),
    );
    const xml = `<Obj${name} RefId='${String(number)}'><MS>${members.join('')}</MS></Obj>`;
    return { xml, later, number };
  }

  #member(member: unknown, key: string, holder: { number: number; later: DeferredStep[] }): string {
    const name = ` N='${escaped(key)}'`;
    const plain = primitive(member, name);
    if (plain !== undefined) return plain;
    const value = member instanceof OutgoingShared ? member.value : member;
    if (member instanceof OutgoingShared && this.#isShared(member, key, holder.number))
      return `<Nil${name}/>`;
    return isTyped(value)
      ? this.#innerObject(value, name, holder.later)
      : this.#deferredMember(value, name, textOf(key), holder.later);
  }

  /** Whether another object has the same value in full, so that this one gets a copy of it. */
  #isShared(shared: OutgoingShared, key: string, holder: number): boolean {
    if (!isFlat(shared.value) && !(isTyped(shared.value) && Object.values(shared.value).every(isFlat)))
      return false;
    const text = this.#sharedTexts.get(shared) ?? JSON.stringify(shared.value);
    this.#sharedTexts.set(shared, text);
    const known = this.#shared.get(key + text);
    if (known === undefined) {
      this.#shared.set(key + text, { key: this.#copyKey(shared.value, key), holders: [holder] });
      return false;
    }
    known.holders.push(holder);
    return true;
  }

  #copyKey(value: OutgoingShared['value'], key: string): string {
    const parts = isTyped(value) ? Object.keys(value).filter((part) => !isPrimitive(value[part])) : [];
    return parts.length === 0 ? textOf(key) : this.#listOf([key, ...parts].map(textOf));
  }

  /** Writes an object inside another object. A step at the end sets its type name. */
  #innerObject(value: TypedObject, name: string, later: DeferredStep[]): string {
    const { xml, later: own, number } = this.#object(value, name);
    const step = namesOf(value);
    const known = this.#inner.get(step);
    if (known === undefined) this.#inner.set(step, [number]);
    else known.push(number);
    // The container's steps come after the text of both.
    later.push(
      ...own.map((each) => () => {
        each(reference(number));
      }),
    );
    return xml;
  }

  #deferredMember(value: unknown, name: string, key: string, later: DeferredStep[]): string {
    later.push((place) => {
      this.#step(this.#payload(value), place, key);
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

/** Whether a value is a primitive, or a list or dictionary of primitives. */
function isFlat(value: unknown): boolean {
  if (value instanceof OutgoingDictionary) return Object.values(value.members).every(isPrimitive);
  return Array.isArray(value) ? value.every(isPrimitive) : isPrimitive(value);
}

function isPrimitive(value: unknown): boolean {
  return value === undefined || value === null || ['string', 'boolean', 'number'].includes(typeof value);
}

function textOf(value: string): string {
  return `<S>${escaped(value)}</S>`;
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
