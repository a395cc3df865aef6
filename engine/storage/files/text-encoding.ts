/**
 * The text in a file, by its byte order mark, as .NET reads it: Windows PowerShell's `>` and Out-File write UTF-16.
 * UTF-8 where there is none.
 */
export function decodeText(content: Uint8Array): string {
  // TextDecoder leaves the mark out.
  return new TextDecoder(encodingOf(content)).decode(content);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
