// Type checks for values from outside. Shared by rooms that do not import each other.

/** Whether a text is a GUID (RFC 9562, section 4), like the IDs of tenants, subscriptions and applications. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Whether a value is an object and not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns an object's members that are strings, numbers or booleans, as text; undefined if the value is not an
 * object.
 */
export function textsIn(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  // Usually all are texts, and there may be ten thousand such objects.
  if (Object.values(value).every((member) => typeof member === 'string'))
    return { ...value } as Record<string, string>;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string | number | boolean] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
  );
  return Object.fromEntries(entries.map(([key, member]) => [key, String(member)]));
}

/** Returns the value of a JSON text, or undefined if the text is not JSON. */
export function anyJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the members of a JSON object; empty if the text is anything else. */
export function jsonRecord(text: string): Readonly<Record<string, unknown>> {
  const value = anyJson(text);
  return isRecord(value) ? value : {};
}
