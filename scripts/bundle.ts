// How scripts for Node.js are bundled: what the engine is made of, and what lies beside it in a package.
import { build } from 'esbuild';

export interface BundleRequest {
  readonly root: string;
  readonly entry: string;
  /** Packages that stay outside: native parts cannot be bundled. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

/** One script, and the sources that are in it, relative to the root. */
export async function bundleForNode({
  root,
  entry,
  external,
  define = {},
}: BundleRequest): Promise<{ text: string; inputs: string[] }> {
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
    write: false,
    metafile: true,
    external: [...external],
    define: { ...define },
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The bundler wrote nothing.');
  return { text: file.text, inputs: Object.keys(metafile.inputs) };
}
