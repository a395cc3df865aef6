// Copies text to the user's clipboard, with a program of the system or through the terminal.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { EnvironmentVariables } from '../protocol/methods.ts';

/** In milliseconds. Only the message waits for it; the code is already on the screen. */
const timeoutMs = 10_000;

export interface ClipboardFacts {
  readonly platform: NodeJS.Platform;
  readonly isWsl: boolean;
  readonly variables: EnvironmentVariables;
  /** The folder of Windows, from the variable SystemRoot. */
  readonly systemRoot: string;
}

type Program = readonly [path: string, ...parameters: string[]];

/**
 * Returns the programs that copy their stdin to the clipboard, in the order in which to try them. Depends only on the
 * facts.
 */
export function clipboardPrograms({ platform, isWsl, variables, systemRoot }: ClipboardFacts): Program[] {
  if (platform === 'win32') return [[join(systemRoot, 'System32', 'clip.exe')]];
  if (platform === 'darwin') return [['/usr/bin/pbcopy']];
  const has = (name: string): boolean => (variables[name] ?? '') !== '';
  return [
    ...(isWsl ? [['clip.exe'] as const] : []),
    ...(has('WAYLAND_DISPLAY') ? [['wl-copy'] as const] : []),
    ...(has('DISPLAY')
      ? [['xclip', '-selection', 'clipboard'] as const, ['xsel', '--clipboard', '--input'] as const]
      : []),
  ];
}

/** Whether the user's clipboard is on another machine, from which this terminal is used. */
export function isRemote(variables: EnvironmentVariables): boolean {
  return ['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].some((name) => (variables[name] ?? '') !== '');
}

/**
 * Whether a device code may be copied: letters, digits and hyphens, as RFC 8628, section 6.1, recommends. A service
 * could send a command instead, to be pasted into a terminal.
 */
export function isPlainCode(text: string): boolean {
  return /^[A-Za-z\d-]{1,40}$/.test(text);
}

/**
 * Returns the sequence that makes a terminal copy a text to its clipboard: OSC 52
 * (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Manipulate Selection Data"). There is no answer that
 * says whether it did.
 */
export function copySequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** Copies a text with the first program that works. Returns whether one did; never throws. */
export async function copyWith(
  programs: readonly Program[],
  text: string,
  variables: EnvironmentVariables,
): Promise<boolean> {
  for (const program of programs) if (await copied(program, text, variables)) return true;
  return false;
}

function copied(
  [path, ...parameters]: Program,
  text: string,
  variables: EnvironmentVariables,
): Promise<boolean> {
  return new Promise((resolve) => {
    const { DISPLAY, WAYLAND_DISPLAY } = variables;
    const child = spawn(path, parameters, {
      // Some programs keep running to provide the copied text. They must not hold a pipe of ours, and must survive
      // Ctrl+C in the terminal.
      ...{ stdio: ['pipe', 'ignore', 'ignore'], detached: process.platform !== 'win32', windowsHide: true },
      env: { ...process.env, DISPLAY, WAYLAND_DISPLAY },
    });
    const end = (isCopied: boolean): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      // Later errors are ignored.
      child.on('error', () => undefined);
      child.unref();
      resolve(isCopied);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end(false);
    }, timeoutMs);
    child.on('error', () => {
      end(false);
    });
    child.on('exit', (code) => {
      end(code === 0);
    });
    // A program that exits without reading breaks the pipe; its exit code reports that.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
