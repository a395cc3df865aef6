// What a terminal can show in addition to the service's sentence: the address as a QR code and as a hyperlink.
import type { EnvironmentVariables } from '../protocol/methods.ts';

export interface TerminalFacts {
  readonly platform: NodeJS.Platform;
  readonly canPrompt: boolean;
  /** In columns; 0 if the output does not go to a console. */
  readonly consoleWidth: number;
  readonly variables: EnvironmentVariables;
}

export interface DisplayFacts extends TerminalFacts {
  readonly edition: string;
  /** Columns of the QR code. */
  readonly qrWidth: number;
  /** Lines of the console; 0 if unknown. */
  readonly consoleHeight: number;
  /** Lines of the QR code with the sentence and the address above it. */
  readonly linesTaken: number;
  /** The setting DisplayDeviceCodeQR. */
  readonly wantsQr: boolean;
}

export interface DeviceCodeDisplay {
  readonly qr: boolean;
  readonly link: boolean;
}

/** Terminals that support hyperlinks (OSC 8), by the name in TERM_PROGRAM. */
const linkingPrograms = /^(?:vscode|iTerm\.app|WezTerm|ghostty|Hyper|mintty|rio|Tabby)$/;
const linkingTerms = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/;
/** VTE 0.50, the first version whose hyperlinks work reliably. */
const oldestLinkingVte = 5000;

/** Decides what to show, only from the given facts. */
export function chooseDisplay(facts: DisplayFacts): DeviceCodeDisplay {
  if (!isAtTerminal(facts)) return { qr: false, link: false };
  return {
    qr: facts.wantsQr && fitsConsole(facts) && showsBlocks(facts),
    link: showsLinks(facts.variables, facts.variables.TERM ?? ''),
  };
}

/** Whether the output goes to an interactive terminal that supports more than plain text. */
export function isAtTerminal({ canPrompt, consoleWidth, platform, variables }: TerminalFacts): boolean {
  const term = variables.TERM ?? '';
  const isJob = !['', 'false', '0'].includes(variables.CI ?? '');
  const isTerminal = term !== 'dumb' && (platform === 'win32' || term !== '');
  return canPrompt && !isJob && consoleWidth !== 0 && isTerminal;
}

/** Other lines on the screen: the command, the reason for the code, the progress bar, and the cursor line. */
const linesAround = 4;

function fitsConsole({ qrWidth, consoleWidth, linesTaken, consoleHeight }: DisplayFacts): boolean {
  return qrWidth <= consoleWidth && (consoleHeight === 0 || linesTaken + linesAround <= consoleHeight);
}

/** Returns the number of lines of a text in a console of the given width in columns. */
export function linesOf(text: string, width: number): number {
  return Math.max(1, Math.ceil(text.length / (width || Infinity)));
}

/**
 * Whether the console can show block characters. Windows PowerShell in the old console writes in a code page, not in
 * UTF-8.
 */
function showsBlocks({ platform, edition, variables }: DisplayFacts): boolean {
  return platform !== 'win32' || edition === 'Core' || (variables.WT_SESSION ?? '') !== '';
}

function showsLinks(variables: EnvironmentVariables, term: string): boolean {
  // tmux and screen inherit the variables of the terminal around them, and their older versions garble the sequence.
  if (/^(?:screen|tmux)/.test(term)) return false;
  return (
    linkingPrograms.test(variables.TERM_PROGRAM ?? '') ||
    linkingTerms.test(term) ||
    (variables.WT_SESSION ?? '') !== '' ||
    Number(variables.VTE_VERSION ?? '0') >= oldestLinkingVte
  );
}

/** Returns a hyperlink (OSC 8). The target must be a `URL.href`, which contains no control characters. */
export function hyperlink(target: string, text: string): string {
  return `\u001b]8;;${target}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** Returns an http or https address in its normal form, or undefined if the text is not one. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
