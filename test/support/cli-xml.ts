// Reads the engine's outputs as PowerShell does; supports only the part of CliXml that engine/rpc/cli-xml.ts writes.

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Steps that refer to a value by a number, for example `{ $secret: 0 }`. */
const tagged = new Set(['$secret', '$plainSecret', '$dateTimeOffset', '$responseHeaders']);

/**
 * The outputs: objects with their type as `$type`, dictionaries as objects, secrets as the index under which they
 * were sent.
 */
export function readOutputs(xml: string): Record<string, unknown>[] {
  const root = parse(xml);
  const objects = new Map<string, unknown>();
  const steps = root.children.map((element) => valueOf(element, objects));
  const outputs: unknown[] = [];
  for (let at = 0; at < steps.length; at += 4) {
    const [step, value, place, key] = steps.slice(at, at + 4) as [string, unknown, unknown, string];
    if (step === '$copy') {
      copyMember(value as Record<string, unknown>[], key);
      continue;
    }
    const made = madeOf(step, value);
    steps[at + 1] = made;
    // Defines the property, so that `__proto__` is an ordinary key.
    if (typeof place !== 'number' || place > 0)
      Object.defineProperty(typeof place === 'number' ? steps[place] : place, key, {
        ...{ value: made, configurable: true, enumerable: true, writable: true },
      });
    else if (place === -1) outputs.push(made);
    else if (place === -2) outputs.push(...(made as unknown[]));
  }
  return outputs as Record<string, unknown>[];
}

/** Gives each object a copy of a member of the first one. */
function copyMember([first, ...others]: readonly Record<string, unknown>[], key: string | string[]): void {
  const [name = ''] = [key].flat();
  for (const other of others) other[name] = structuredClone(first?.[name]);
}

function madeOf(step: string, value: unknown): unknown {
  if (tagged.has(step)) return { [step]: value };
  if (step === '$value' || step === '$list') return value;
  if (step === '$pairs' || step === '$exactPairs') {
    const items = value as unknown[];
    const keys = items.filter((_, index) => index % 2 === 0);
    return Object.fromEntries(keys.map((key, index) => [String(key), items[2 * index + 1]]));
  }
  for (const object of [value].flat()) giveType(object as Record<string, unknown>, step);
  return value;
}

/** Adds the type as the first members. */
function giveType(typed: Record<string, unknown>, names: string): void {
  const members = { ...typed };
  for (const name of Object.keys(typed)) Reflect.deleteProperty(typed, name);
  const [type, mark] = names.split(' ');
  Object.assign(typed, { $type: type, ...(mark === undefined ? {} : { $mark: mark }) }, members);
}

function valueOf({ name, attributes, children, text }: Element, objects: Map<string, unknown>): unknown {
  if (name === 'Nil') return null;
  if (name === 'S') return text;
  if (name === 'B') return text === 'true';
  if (name === 'Ref') return objects.get(attributes.RefId ?? '');
  if (name !== 'Obj') return Number(text);
  const [content] = children;
  const items = content?.children ?? [];
  if (content?.name === 'LST') {
    const list = items.map((item) => valueOf(item, objects));
    objects.set(attributes.RefId ?? '', list);
    return list;
  }
  const members = items.map((item) => [item.attributes.N ?? '', valueOf(item, objects)] as const);
  const made = Object.fromEntries(members);
  objects.set(attributes.RefId ?? '', made);
  return made;
}

function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [, closed, name = '', attributes = '', isEmpty, text = ''] of xml.matchAll(
    /<(?:(\/\w+)|(\w+)((?: [\w]+='[^']*')*)(\/?))>([^<]*)/g,
  )) {
    if (closed !== undefined) {
      open.pop();
      continue;
    }
    const element: Element = { name, attributes: {}, children: [], text: decoded(text) };
    const pairs = [...attributes.matchAll(/(\w+)='([^']*)'/g)].map(
      ([, key = '', value = '']) => [key, decoded(value)] as const,
    );
    Object.assign(element.attributes, Object.fromEntries(pairs));
    open.at(-1)?.children.push(element);
    if (isEmpty !== '/') open.push(element);
  }
  const [whole] = root.children;
  if (whole === undefined || open.length !== 1) throw new Error(`This is no CliXml: ${xml}`);
  return whole;
}

const entities: Readonly<Record<string, string>> = { quot: '"', amp: '&', apos: "'", lt: '<', gt: '>' };

function decoded(text: string): string {
  return text
    .replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined ? (entities[name] ?? '') : String.fromCharCode(Number(code)),
    )
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
