/**
 * Decodes a text file, including the encodings that Windows programs write: UTF-8 with or without a byte order mark,
 * and UTF-16 in either byte order (the output of `>` and Out-File in Windows PowerShell). Without a mark, a zero in
 * one of the first two bytes means UTF-16, because the files read here (PEM, tokens) are ASCII.
 */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (first === 0xfe && second === 0xff) return bigEndian(bytes.subarray(2));
  if (first !== 0 && second === 0) return bytes.toString('utf16le');
  if (first === 0 && second !== 0 && second !== undefined) return bigEndian(bytes);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}
