/**
 * Decodes a body with the charset in its Content-Type (RFC 9110, section 8.3.2), or as UTF-8 if the charset is
 * missing or unknown. A byte order mark is removed. `isText` is false if the body has bytes that are invalid in that
 * charset, which are replaced, or zero bytes.
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
