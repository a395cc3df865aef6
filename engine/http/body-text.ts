/**
 * A body as text: in the charset that its Content-Type names (RFC 9110, section 8.3.2), UTF-8 where it names none or
 * one that is not known here. A byte order mark is left out. Bytes that are no text in it are replaced, and told.
 */
export function decodeBody(
  bytes: Buffer,
  contentType: string | undefined,
): { readonly text: string; readonly isText: boolean } {
  const charset = charsetOf(contentType);
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return { text, isText: !text.includes('\0') };
  } catch {
    return { text: new TextDecoder(charset).decode(bytes), isText: false };
  }
}

function charsetOf(contentType: string | undefined): string {
  const named = /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return 'utf-8';
  }
}
