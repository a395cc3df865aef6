// Runs scripts with nobody at the prompt.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePowerShell } from '../../test/powershell/index.ts';

/** Writes a script into the user's folder and runs it there with `pwsh -NonInteractive -File`. Returns its output. */
export async function runScript(
  name: string,
  text: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = variables.HOME ?? '';
  await writeFile(join(folder, name), text);
  const shell = spawn(await ensurePowerShell(), ['-NoProfile', '-NonInteractive', '-File', name], {
    cwd: folder,
    env: { ...variables, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (printed += part));
  }
  await new Promise((resolve) => shell.once('close', resolve));
  // Without the spaces that tables have at the ends of their lines.
  return printed.replace(/ +$/gm, '').trim();
}
