// What a terminal can show beside the service's sentence: the address as a QR code, and as a hyperlink.
import { renderUnicodeCompact } from 'uqr';
import type { EnvironmentVariables } from '../protocol/methods.ts';

export interface TerminalFacts {
  readonly platform: NodeJS.Platform;
  readonly canPrompt: boolean;
  /** 0 where the output goes elsewhere than to a console. */
  readonly consoleWidth: number;
  readonly variables: EnvironmentVariables;
}

export interface DisplayFacts extends TerminalFacts {
  readonly edition: string;
  /** The columns that the QR code takes. */
  readonly qrWidth: number;
  /** The lines of the console; 0 where they are not known. */
  readonly consoleHeight: number;
  /** The lines that the QR code takes, with the sentence and the address above it. */
  readonly linesTaken: number;
  /** DisplayDeviceCodeQR */
  readonly wantsQr: boolean;
}

export interface DeviceCodeDisplay {
  readonly qr: boolean;
  readonly link: boolean;
}

/** Terminals that show OSC 8, by the name they give themselves. */
const linkingPrograms = /^(?:vscode|iTerm\.app|WezTerm|ghostty|Hyper|mintty|rio|Tabby)$/;
const linkingTerms = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/;
/** VTE 0.50, the first whose hyperlinks are sound. */
const oldestLinkingVte = 5000;

/** What to show. Pure: everything it looks at is in the facts. */
export function chooseDisplay(facts: DisplayFacts): DeviceCodeDisplay {
  if (!isAtTerminal(facts)) return { qr: false, link: false };
  return {
    qr: facts.wantsQr && fitsConsole(facts) && showsBlocks(facts),
    link: showsLinks(facts.variables, facts.variables.TERM ?? ''),
  };
}

/** Whether a person looks at a terminal that does more than print. */
export function isAtTerminal({ canPrompt, consoleWidth, platform, variables }: TerminalFacts): boolean {
  const term = variables.TERM ?? '';
  const isJob = !['', 'false', '0'].includes(variables.CI ?? '');
  const isTerminal = term !== 'dumb' && (platform === 'win32' || term !== '');
  return canPrompt && !isJob && consoleWidth !== 0 && isTerminal;
}

/** What stands around it: the command, a line on why there is a code, the progress bar, and the cursor below. */
const linesAround = 4;

function fitsConsole({ qrWidth, consoleWidth, linesTaken, consoleHeight }: DisplayFacts): boolean {
  return qrWidth <= consoleWidth && (consoleHeight === 0 || linesTaken + linesAround <= consoleHeight);
}

/** The lines that a text takes in a console of so many columns. */
export function linesOf(text: string, width: number): number {
  return Math.max(1, Math.ceil(text.length / (width || Infinity)));
}

/** Windows PowerShell in the old console writes in a code page, not in UTF-8. */
function showsBlocks({ platform, edition, variables }: DisplayFacts): boolean {
  return platform !== 'win32' || edition === 'Core' || (variables.WT_SESSION ?? '') !== '';
}

function showsLinks(variables: EnvironmentVariables, term: string): boolean {
  // Multiplexers inherit the variables of the terminal around them, and older ones garble the sequence.
  if (/^(?:screen|tmux)/.test(term)) return false;
  return (
    linkingPrograms.test(variables.TERM_PROGRAM ?? '') ||
    linkingTerms.test(term) ||
    (variables.WT_SESSION ?? '') !== '' ||
    Number(variables.VTE_VERSION ?? '0') >= oldestLinkingVte
  );
}

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

/** A hyperlink (OSC 8). The target must be an `URL.href`, which holds no control characters. */
export function hyperlink(target: string, text: string): string {
  return `\u001b]8;;${target}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** A web address in its normal form; undefined where it is none. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
