// What a value that came from outside is. Shared by rooms that know nothing of each other.

/** Whether a text is a GUID (RFC 9562, section 4), as IDs of tenants, subscriptions and applications are. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Whether a value is an object with members, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object that are text, numbers or truth values, as text; undefined where it is no object. */
export function textsIn(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string | number | boolean] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
  );
  return Object.fromEntries(entries.map(([key, member]) => [key, String(member)]));
}

/** The value of a JSON text; undefined where it is none. */
export function anyJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object; none where the text is anything else. */
export function jsonRecord(text: string): Readonly<Record<string, unknown>> {
  const value = anyJson(text);
  return isRecord(value) ? value : {};
}
