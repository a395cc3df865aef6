// A program in a terminal: a pseudo-terminal of the system, and an emulator that keeps the screen content. So tests
// read what a person sees, after every redrawn line.
import type * as Headless from '@xterm/headless';
import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';

// Loaded with require, because the loaders of the scripts and of the tests import this CommonJS package differently.
const headless = createRequire(import.meta.url)('@xterm/headless') as typeof Headless;

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** The complete environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** One character as drawn. */
export interface Cell {
  readonly text: string;
  readonly foreground: Color;
  readonly background: Color;
  readonly isBold: boolean;
}

/**
 * The theme's default colour; in reverse video, the theme's opposite default (its background colour for text, its
 * foreground colour behind text); one of 256 palette colours; or red, green and blue in one number.
 */
export type Color = 'default' | 'reversed' | { readonly palette: number } | { readonly rgb: number };

const patienceMs = 60_000;
const pollMs = 15;
const kept = 10_000;

export class TerminalSession {
  readonly #emulator: Headless.Terminal;
  readonly #child: ChildProcess;
  #isClosed = false;
  #unparsed = 0;

  /** Starts a program under `script` (util-linux), which gives it a pseudo-terminal. */
  constructor(command: readonly string[], { columns, rows, environment, folder }: TerminalOptions) {
    this.#emulator = new headless.Terminal({ cols: columns, rows, scrollback: kept, allowProposedApi: true });
    const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    // Without echo, because programs that read single keys turn echo off too late for keys that are pressed at once.
    const size = `stty -echo rows ${String(rows)} cols ${String(columns)}`;
    this.#child = spawn('script', ['-qfec', `${size}; exec ${line}`, '/dev/null'], {
      cwd: folder,
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdin?.on('error', () => undefined);
    // Answers to queries of programs, such as the cursor position.
    this.#emulator.onData((text) => this.#child.stdin?.write(text));
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#unparsed += 1;
      this.#emulator.write(text, () => (this.#unparsed -= 1));
    });
    this.#child.once('close', () => (this.#isClosed = true));
  }

  /** Sends keys. */
  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** The lines from the given one, with wrapped lines joined, without trailing empty ones. */
  linesFrom(first = 0): string[] {
    const { buffer } = this.#emulator;
    const lines: string[] = [];
    for (let index = first; index < buffer.active.length; index++) {
      const line = buffer.active.getLine(index);
      const text = line?.translateToString(false) ?? '';
      if (line?.isWrapped === true && lines.length > 0) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    const trimmed = lines.map((text) => text.trimEnd());
    while (trimmed.at(-1) === '') trimmed.pop();
    return trimmed;
  }

  /** The number of the cursor's line. */
  get cursorLine(): number {
    const { active } = this.#emulator.buffer;
    return active.baseY + active.cursorY;
  }

  /**
   * Waits until the cursor's line, up to the cursor, matches.
   * @throws Error with the screen content if it does not match in time, or if the program ends first
   */
  async waitAtCursor(pattern: RegExp): Promise<void> {
    await this.waitUntil(
      () => this.#unparsed === 0 && pattern.test(this.#textBeforeCursor()),
      String(pattern),
    );
  }

  async waitUntil(isSo: () => boolean, what: string): Promise<void> {
    const end = Date.now() + patienceMs;
    while (!isSo()) {
      if (this.#isClosed || Date.now() > end)
        throw new Error(`The terminal did not come to ${what}. It shows:\n${this.linesFrom().join('\n')}`);
      await delay(pollMs);
    }
  }

  /** The cells drawn in the lines from the given one, without trailing empty lines. */
  cellsFrom(first: number): Cell[][] {
    const rows: Cell[][] = [];
    const { active } = this.#emulator.buffer;
    for (let index = first; index < active.length; index++) {
      const line = active.getLine(index);
      const row: Cell[] = [];
      for (let column = 0; column < (line?.length ?? 0); column++) {
        const cell = line?.getCell(column);
        if (cell !== undefined && cell.getWidth() > 0) row.push(drawn(cell));
      }
      rows.push(row);
    }
    const isEmpty = (row: readonly Cell[]): boolean =>
      row.every(({ text, background }) => text === ' ' && background === 'default');
    while (rows.length > 0 && isEmpty(rows.at(-1) ?? [])) rows.pop();
    return rows;
  }

  /** Ends the program as a closed window does, and waits until it has ended. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    this.#child.kill('SIGHUP');
    await closed;
  }

  #textBeforeCursor(): string {
    const { active } = this.#emulator.buffer;
    return active.getLine(this.cursorLine)?.translateToString(false, 0, active.cursorX) ?? '';
  }
}

type DrawnCell = NonNullable<
  ReturnType<NonNullable<ReturnType<Headless.Terminal['buffer']['active']['getLine']>>['getCell']>
>;

function drawn(cell: DrawnCell): Cell {
  const color = (isDefault: boolean, isRgb: boolean, value: number): Color =>
    isDefault ? 'default' : isRgb ? { rgb: value } : { palette: value };
  const foreground = color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const background = color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  const text = cell.getChars() || ' ';
  const isBold = cell.isBold() !== 0;
  return cell.isInverse() === 0
    ? { text, foreground, background, isBold }
    : { text, foreground: reversed(background), background: reversed(foreground), isBold };
}

function reversed(color: Color): Color {
  return color === 'default' ? 'reversed' : color;
}
