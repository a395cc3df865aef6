import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Without this mark Windows PowerShell reads a script in the code page of the machine. */
export const byteOrderMark = '\uFEFF';

/** The only script in module/ that is not a function: it runs at the first command. */
const firstScript = 'at-first-command.ps1';

export interface ModuleSource {
  /** Relative to module/, with slashes. */
  readonly path: string;
  /** The function in it; undefined for the script that runs at the first command. */
  readonly name: string | undefined;
  readonly text: string;
}

/**
 * Returns the handwritten scripts of module/: the one that runs at the first command, then the functions, sorted by path.
 * Throws unless a script holds exactly one function with the name of its file, so that every function is easy to find.
 */
export async function readModuleSources(moduleFolder: string): Promise<ModuleSource[]> {
  const paths = (await readdir(moduleFolder, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  const functions = paths
    .filter((path) => path.endsWith('.ps1') && path !== firstScript && !path.startsWith('generated/'))
    .sort();
  return Promise.all(
    [firstScript, ...functions].map(async (path) => {
      const text = (await readFile(join(moduleFolder, path), 'utf8')).replace(byteOrderMark, '').trimEnd();
      if (path === firstScript) return { path, name: undefined, text };
      const name = basename(path, '.ps1');
      checkIsOneFunction({ path, name, text });
      return { path, name, text };
    }),
  );
}

function checkIsOneFunction({ path, name, text }: { path: string; name: string; text: string }): void {
  const [first, ...others] = text.split('\n').filter((line) => /^\S/.test(line));
  if (first === `function ${name} {` && others.join('\n') === '}') return;
  throw new Error(`module/${path} must hold the function ${name} and nothing else.`);
}
