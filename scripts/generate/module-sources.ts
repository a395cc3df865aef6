import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Windows PowerShell reads a script without it in the machine's own code page. */
export const byteOrderMark = '\uFEFF';

/** The one script in module/ that is no function: it runs when the module is imported. */
const importScript = 'at-import.ps1';

interface ModuleSource {
  /** Relative to module/, with slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Returns the scripts in module/ that are written by hand: the one that runs at import, then the functions by path.
 * Throws if a script holds anything but one function of its own name, which is how a function is found in module/.
 */
export async function readModuleSources(moduleFolder: string): Promise<ModuleSource[]> {
  const paths = (await readdir(moduleFolder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  const functions = paths
    .filter((path) => path.endsWith('.ps1') && path !== importScript && !path.startsWith('generated/'))
    .sort();
  return Promise.all(
    [importScript, ...functions].map(async (path) => {
      const text = (await readFile(join(moduleFolder, path), 'utf8')).replace(byteOrderMark, '').trimEnd();
      if (path !== importScript) checkIsOneFunction(path, text);
      return { path, text };
    }),
  );
}

function checkIsOneFunction(path: string, text: string): void {
  const name = basename(path, '.ps1');
  const [first, ...others] = text.split('\n').filter((line) => /^\S/.test(line));
  if (first === `function ${name} {` && others.join('\n') === '}') return;
  throw new Error(`module/${path} must hold the function ${name} and nothing else.`);
}
