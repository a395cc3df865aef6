import { spawn } from 'node:child_process';
import type { EnvironmentVariables } from '../../protocol/methods.ts';

/** In milliseconds. A launcher that fails exits quickly; one that still runs after this time has opened the browser. */
const settleMs = 1500;

/**
 * Opens an address in the user's browser: with $BROWSER if it is set, otherwise with the system's default. Resolves
 * when it seems to have worked.
 * @throws Error with the reason if it failed
 */
export async function openBrowser(url: string, environment: EnvironmentVariables): Promise<void> {
  const own = environment.BROWSER;
  if (own !== undefined && own !== '') {
    await startOwnBrowser(own, url);
    return;
  }
  const { default: open } = await import('open');
  const child = await open(url);
  await settled(child);
}

/** Starts $BROWSER as other launchers do: several commands separated by colons, `%s` for the address, no shell. */
async function startOwnBrowser(setting: string, url: string): Promise<void> {
  const separator = process.platform === 'win32' ? ';' : ':';
  const failures: string[] = [];
  for (const command of setting.split(separator).filter((item) => item.trim() !== '')) {
    const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    const [program = '', ...rest] = words;
    const args = rest.some((word) => word.includes('%s'))
      ? rest.map((word) => word.replace('%s', url))
      : [...rest, url];
    try {
      // Detached, so that Ctrl+C in the terminal does not close the browser. None of its output may reach our stdout.
      const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true });
      await settled(child);
      return;
    } catch (error) {
      failures.push(`${program}: ${(error as Error).message}`);
    }
  }
  throw new Error(failures.join('; '));
}

async function settled(child: ReturnType<typeof spawn>): Promise<void> {
  child.unref();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, settleMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0 || code === null) resolve();
      else reject(new Error(`it ended with exit code ${String(code)}`));
    });
  });
}
