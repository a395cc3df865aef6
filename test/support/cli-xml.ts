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
    const [step, value, place, key] = steps.slice(at, at + 4) as [string, unknown, number, string];
    const made = madeOf(step, value);
    steps[at + 1] = made;
    // Defines the property, so that `__proto__` is an ordinary key.
    if (place > 0)
      Object.defineProperty(steps[place], key, {
        ...{ value: made, configurable: true, enumerable: true, writable: true },
      });
    if (place < 0) outputs.push(made);
  }
  return outputs as Record<string, unknown>[];
}

function madeOf(step: string, value: unknown): unknown {
  if (tagged.has(step)) return { [step]: value };
  if (step === '$value' || step === '$list') return value;
  if (step === '$copy') return { ...(value as object) };
  if (step === '$pairs') {
    const items = value as unknown[];
    const keys = items.filter((_, index) => index % 2 === 0);
    return Object.fromEntries(keys.map((key, index) => [String(key), items[2 * index + 1]]));
  }
  const typed = value as Record<string, unknown>;
  const members = { ...typed };
  for (const name of Object.keys(typed)) Reflect.deleteProperty(typed, name);
  const [type, mark] = step.split(' ');
  return Object.assign(typed, { $type: type, ...(mark === undefined ? {} : { $mark: mark }) }, members);
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
