// An address as a QR code for a terminal. Loaded where a device code is shown: the library has tables.
import { renderUnicodeCompact } from 'uqr';

export interface QrCode {
  readonly lines: readonly string[];
  readonly width: number;
}

/** The QR code of an address, in half blocks: two rows of it in one line. */
export function qrCodeOf(address: string): QrCode {
  const lines = renderUnicodeCompact(address, { border: 2 }).split('\n');
  const width = lines[0]?.length ?? 0;
  // A code has an odd number of rows: the half line that is left over belongs to the light border.
  return { lines: [...lines.slice(0, -1), '█'.repeat(width)], width };
}

/**
 * White on black whatever the theme is: not every camera reads one that is inverted. The colours are of the fixed
 * part of the 256; themes change what the first 16 look like, and light ones make of white a grey.
 */
export function drawQrCode({ lines }: QrCode): string {
  return lines.map((line) => `\u001b[38;5;231;48;5;16m${line}\u001b[0m`).join('\n');
}
