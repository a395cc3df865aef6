import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Node.js's wrapper of a CommonJS module. Not `Module.wrap`, because node:module takes time to load. */
const before = '(function (exports, require, module, __filename, __dirname) { ';
const after = '\n});';

type ModuleFunction = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

export interface ScriptLoaderOptions {
  /** The folder of the scripts. */
  readonly folder: string;
  /** Loads all other modules. */
  readonly require: (name: string) => unknown;
  /** Returns a script's compiled form; undefined if there is none. */
  readonly compiled: (name: string) => Buffer | undefined;
  /** Called with each script before it runs. */
  readonly onScript?: (name: string, script: Script) => void;
}

/**
 * Returns a function that loads the scripts of the engine as `require` would, each once, by names such as `./main.cjs`.
 * A compiled form saves V8 the compilation; V8 rejects it if it comes from another version or script.
 */
export function scriptLoader({
  folder,
  require,
  compiled,
  onScript,
}: ScriptLoaderOptions): (name: string) => unknown {
  const loaded = new Map<string, { exports: object }>();
  const load = (name: string): unknown => {
    if (!name.startsWith('./')) return require(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const path = join(folder, name);
    const cachedData = compiled(name.slice('./'.length));
    // The build writes only ASCII, and latin1 is faster to read.
    const script = new Script(before + readFileSync(path, 'latin1') + after, {
      filename: path,
      // Makes positions in stack traces match the file, without the wrapper, as Node.js does.
      columnOffset: -before.length,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    onScript?.(name, script);
    const run = script.runInThisContext() as ModuleFunction;
    const module = { exports: {} };
    loaded.set(name, module);
    run(module.exports, load, module, path, folder);
    return module.exports;
  };
  return load;
}

/**
 * Returns the name of the compiled form of a build, which is in the folder of the Node.js that made it. V8 compares
 * only the length of the script, so the name contains the build id.
 */
export function compiledName(buildId: string, script: string): string {
  return `${buildId}.${script.replace(/[.]cjs$/, '')}.v8`;
}
