// Bundles scripts for Node.js: the engine, and the scripts that lie beside it in a package.
import { readFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

export interface BundleRequest {
  readonly root: string;
  readonly entry: string;
  /** The path of the script, relative to the root. The script then refers to a source map beside it, `<output>.map`. */
  readonly output?: string;
  /** Packages that are not bundled, because they have native parts. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly text: string;
  /** The source map of a script with an `output`. Its sources are relative to that path. */
  readonly map: string | undefined;
  /** The bundled sources, relative to the root. */
  readonly inputs: readonly string[];
}

/** Makes the regular expressions of packages ASCII when they are read: the bundler escapes only strings. */
const asciiExpressions: Plugin = {
  name: 'ascii-expressions',
  setup(bundler) {
    bundler.onLoad({ filter: /node_modules.*[.][cm]?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(
        /[\u0080-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      return contents === text ? undefined : { contents, loader: 'js' };
    });
  },
};

/** Returns one script for Node.js. */
export async function bundleForNode({
  root,
  entry,
  output,
  external,
  define = {},
}: BundleRequest): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    ...(output === undefined ? {} : { outfile: output, sourcemap: 'linked', sourcesContent: false }),
    write: false,
    metafile: true,
    external: [...external],
    define: { ...define },
    plugins: [asciiExpressions],
    logLevel: 'warning',
  });
  const file = outputFiles.find(({ path }) => !path.endsWith('.map'));
  if (file === undefined) throw new Error('The bundler wrote nothing.');
  // It is read as such (engine/start/module-script.ts).
  const [other] = /[^\0-\x7f]+/.exec(file.text) ?? [];
  if (other !== undefined) throw new Error(`The bundle is to be ASCII, and has '${other}'.`);
  const map = outputFiles.find(({ path }) => path.endsWith('.map'))?.text;
  return { text: file.text, map, inputs: Object.keys(metafile.inputs) };
}
