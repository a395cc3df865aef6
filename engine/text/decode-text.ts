/**
 * The text of a file as programs of Windows write it too: UTF-8 with or without a byte order mark, or UTF-16 in either
 * order, which Windows PowerShell's `>` and Out-File give. Without a mark it is UTF-16 where every other byte of its
 * beginning is zero: what is read so is ASCII (PEM, tokens).
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
