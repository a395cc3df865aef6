// Child processes of tests.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits until a program has ended, and returns its exit code and output. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

/** The first line of a program's output. */
export async function nextLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const data of child.stdout ?? []) {
    text += String(data);
    if (text.includes('\n')) break;
  }
  return text.trim();
}
