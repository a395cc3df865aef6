import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { constants, Script } from 'node:vm';

interface CompileOptions {
  /** Its name in stack traces; the path where left out. It goes into the compiled form too. */
  readonly filename?: string;
  /** The compiled form. */
  readonly cachedData?: Buffer;
}

/**
 * The script of a CommonJS module, to be run and then called as Node.js calls one. Its compiled form
 * spares V8 reading it, where it fits: what comes from another version or another script is refused.
 */
export function moduleScript(path: string, { filename = path, cachedData }: CompileOptions = {}): Script {
  // The build writes ASCII only, which is not searched for longer characters this way.
  return new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename,
    // Places in stack traces are those of the file, as where Node.js loads it: the wrapper is not in it.
    columnOffset: -Module.wrap('\n').indexOf('\n'),
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/**
 * The name of the compiled form of a build's script. It lies beside the Node.js that made it. V8 compares the length of
 * the script only, so the name says of which build it is.
 */
export function compiledName(buildId: string): string {
  return `${buildId}.v8`;
}
