// How scripts for Node.js are bundled: the launcher of the engine, and what lies beside it in a package. What the engine
// itself is made of is in bundle-engine.ts.
import { readFile } from 'node:fs/promises';
import { build, type BuildOptions, type Plugin } from 'esbuild';

export interface BundleRequest {
  readonly root: string;
  readonly entry: string;
  /** Packages that stay outside: native parts cannot be bundled. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly text: string;
  /** The sources that are in it, relative to the root. */
  readonly inputs: readonly string[];
}

/** The bundler escapes text, but leaves regular expressions as they are: those of packages become ASCII as they are read. */
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

/** What holds for every script. Names are kept: errors and their stacks tell them. */
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

/** Scripts are read as ASCII (engine/start/module-script.ts). */
export function requireAscii(text: string): void {
  const [other] = /[^\0-\x7f]+/.exec(text) ?? [];
  if (other !== undefined) throw new Error(`A script is to be ASCII, and has '${other}'.`);
}

/** One script for Node.js. */
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
