// Bundles single scripts for Node.js: the launcher of the engine, and scripts that lie beside the engine in a package.
// bundle-engine.ts bundles the engine.
import { readFile } from 'node:fs/promises';
import { build, type BuildOptions, type Plugin } from 'esbuild';

export interface BundleRequest {
  readonly root: string;
  readonly entry: string;
  /** Packages that are not bundled, because they have native parts. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly text: string;
  /** The bundled sources, relative to the root. */
  readonly inputs: readonly string[];
}

/** Makes the regular expressions of packages ASCII when they are read: the bundler escapes only strings. */
export const asciiExpressions: Plugin = {
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

/** Options for every script. Names are kept, because errors and stacks show them. */
export const forNode = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  keepNames: true,
  legalComments: 'none',
  write: false,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Throws if a script is not ASCII: engine/start/module-script.ts reads scripts as ASCII. */
export function requireAscii(text: string): void {
  const [other] = /[^\0-\x7f]+/.exec(text) ?? [];
  if (other !== undefined) throw new Error(`A script must be ASCII, but contains '${other}'.`);
}

/** Returns one script for Node.js. */
export async function bundleForNode({ root, entry, external, define = {} }: BundleRequest): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...forNode,
    absWorkingDir: root,
    entryPoints: [entry],
    format: 'cjs',
    minify: true,
    external: [...external],
    define: { ...define },
    plugins: [asciiExpressions],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The bundler wrote nothing.');
  requireAscii(file.text);
  return { text: file.text, inputs: Object.keys(metafile.inputs) };
}
