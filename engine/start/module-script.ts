import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { constants, Script } from 'node:vm';

interface CompileOptions {
  /** The file name in stack traces and in the compiled form; by default the path. */
  readonly filename?: string;
  /** The compiled form of the script. */
  readonly cachedData?: Buffer;
}

/**
 * Returns the script of a CommonJS module, to be run and then called as Node.js calls one. The compiled form saves V8
 * the compilation; V8 rejects it if it comes from another version or script.
 */
export function moduleScript(path: string, { filename = path, cachedData }: CompileOptions = {}): Script {
  // The build writes only ASCII, and latin1 is faster to read.
  return new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename,
    // Makes positions in stack traces match the file, without the wrapper, as Node.js does.
    columnOffset: -Module.wrap('\n').indexOf('\n'),
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/**
 * Returns the name of the compiled form of a build, which is in the folder of the Node.js that made it. V8 compares
 * only the length of the script, so the name contains the build id.
 */
export function compiledName(buildId: string): string {
  return `${buildId}.v8`;
}
