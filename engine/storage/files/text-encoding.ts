/**
 * Decodes a file by its byte order mark, as .NET does; UTF-8 without a mark. Windows PowerShell's `>` and Out-File
 * write UTF-16.
 */
export function decodeText(content: Uint8Array): string {
  // TextDecoder removes the byte order mark.
  return new TextDecoder(encodingOf(content)).decode(content);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
