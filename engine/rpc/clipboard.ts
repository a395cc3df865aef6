// The clipboard of the person at the prompt: through a program of the system, or through the terminal.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { EnvironmentVariables } from '../protocol/methods.ts';

/** Nothing waits for it: the code is on the screen in any case. */
const timeoutMs = 10_000;

export interface ClipboardFacts {
  readonly platform: NodeJS.Platform;
  readonly isWsl: boolean;
  readonly variables: EnvironmentVariables;
  /** Where Windows is, by the variable SystemRoot. */
  readonly systemRoot: string;
}

type Program = readonly [path: string, ...parameters: string[]];

/** The programs that copy what they read from stdin, the first to be tried first. Pure. */
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

/** Whether the clipboard is that of another machine, from which somebody looks at the terminal here. */
export function isRemote(variables: EnvironmentVariables): boolean {
  return ['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].some((name) => (variables[name] ?? '') !== '');
}

/**
 * The sequence with which a terminal takes a text for its clipboard: OSC 52
 * (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Manipulate Selection Data"). Nothing tells whether it did.
 */
export function copySequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** Copies a text with the first program that can; gives whether one did. Never throws. */
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
      // Some stay, to serve what was copied: they must hold no pipe of ours, and outlive Ctrl+C in the terminal.
      ...{ stdio: ['pipe', 'ignore', 'ignore'], detached: process.platform !== 'win32', windowsHide: true },
      env: { ...process.env, DISPLAY, WAYLAND_DISPLAY },
    });
    const end = (isCopied: boolean): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      // What comes after that is of no interest.
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
    // One that ends without reading breaks the pipe; its exit code says so.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
