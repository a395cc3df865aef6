// The digests of a release, in the form that `sha256sum --check` reads.
import { createHash } from 'node:crypto';

export const checksumsFile = 'SHA256SUMS';

/** Returns the line of a file: its SHA-256 in hexadecimal, two spaces and its name. */
export function checksumLine(name: string, content: Uint8Array): string {
  return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
}
