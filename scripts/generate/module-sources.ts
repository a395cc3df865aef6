import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Without this mark Windows PowerShell reads a script in the code page of the machine. */
export const byteOrderMark = '\uFEFF';

/** The only script in module/ that is not a function: it runs when the module is imported. */
const importScript = 'at-import.ps1';

interface ModuleSource {
  /** Relative to module/, with slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Returns the handwritten scripts of module/: the one that runs at import, then the functions, sorted by path.
 * Throws unless a script holds exactly one function with the name of its file, so that every function is easy to find.
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
