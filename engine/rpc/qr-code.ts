// Draws an address as a QR code in a terminal. Loaded only for a device code, because the library has large tables.
import { renderUnicodeCompact } from 'uqr';

export interface QrCode {
  readonly lines: readonly string[];
  readonly width: number;
}

/** Returns the QR code of an address in half-block characters: two rows per line. */
export function qrCodeOf(address: string): QrCode {
  const lines = renderUnicodeCompact(address, { border: 2 }).split('\n');
  const width = lines[0]?.length ?? 0;
  // A code has an odd number of rows; the spare half line becomes part of the light border.
  return { lines: [...lines.slice(0, -1), '█'.repeat(width)], width };
}

/**
 * Returns the QR code white on black in every theme, because not every camera reads an inverted code. The colours are
 * from the fixed part of the 256: themes redefine the first 16, and light themes turn white into grey.
 */
export function drawQrCode({ lines }: QrCode): string {
  return lines.map((line) => `\u001b[38;5;231;48;5;16m${line}\u001b[0m`).join('\n');
}
