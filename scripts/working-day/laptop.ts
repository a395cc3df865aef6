// The PowerShell on the laptop: a real one in a terminal, with a person who types.
import { ensurePowerShell } from '../../test/powershell/index.ts';
import { TerminalSession } from '../../test/support/index.ts';
import type { Scene } from './scene.ts';

/** What the person types when a question is shown. */
export interface Answer {
  readonly to: RegExp;
  readonly type: string;
}

const prompt = /^PS> $/;

export class Laptop {
  readonly terminal: TerminalSession;

  private constructor(terminal: TerminalSession) {
    this.terminal = terminal;
  }

  /** Opens a window with PowerShell. */
  static async open(scene: Scene, columns = 110): Promise<Laptop> {
    const variables = scene.laptopVariables();
    const shell = await ensurePowerShell();
    const options = ['-NoProfile', '-NoLogo', '-NoExit', '-Command', "function global:prompt { 'PS> ' }"];
    const terminal = new TerminalSession([shell, ...options], {
      ...{ columns, rows: 50, environment: variables, folder: variables.HOME ?? '' },
    });
    await terminal.waitAtCursor(prompt);
    return new Laptop(terminal);
  }

  /** Types a command and answers its questions. Returns what the terminal shows, with the prompt. */
  async run(command: string, answers: readonly Answer[] = []): Promise<string> {
    const first = this.terminal.cursorLine;
    await this.type(command);
    await this.finish(answers);
    return this.terminal.linesFrom(first).slice(0, -1).join('\n').trimEnd();
  }

  /** Answers questions until the prompt is shown again. */
  async finish(answers: readonly Answer[]): Promise<void> {
    for (const { to, type } of answers) {
      await this.terminal.waitAtCursor(to);
      await this.type(type);
    }
    await this.terminal.waitAtCursor(prompt);
  }

  /** Types a line and waits until the terminal is on the next line. */
  async type(text: string): Promise<void> {
    const line = this.terminal.cursorLine;
    this.terminal.press(`${text}\r`);
    await this.terminal.waitUntil(() => this.terminal.cursorLine > line, `the line after ${text}`);
  }

  close(): Promise<void> {
    return this.terminal.close();
  }
}
