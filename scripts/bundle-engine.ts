// Bundles the engine into several scripts. Reading code takes time at each start, so the code that answers the first
// command is separate from the rest. `import()` in the sources marks where one leads to the other.
import { createRequire } from 'node:module';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build, transform, type BuildOptions, type Plugin, type TransformOptions } from 'esbuild';
import { asciiExpressions, forNode, requireAscii } from './bundle.ts';

/**
 * Files that the first command needs and that are imported with `import()`. They are in the first scripts, and evaluated
 * when they are first imported.
 */
const firstParts: readonly string[] = [
  'engine/session/services.ts',
  'engine/session/session-memory.ts',
  'engine/storage/files/azure-home.ts',
  'engine/config/call-variables.ts',
  'engine/cmdlets/get-az-context.ts',
];

/** Packages that have a script of their own, by the name of that script. */
const packages: Readonly<Record<string, string>> = {
  'msal-node': '@azure/msal-node',
  'node-forge': 'node-forge',
  open: 'open',
};

/** The script with the rest of our code. */
const rest = 'rest';
/** The script with the code that main and rest share. */
const shared = 'shared';

/**
 * Built-in modules that take time to load and that many of our files import. The bundled engine loads one when a member
 * of it is first used.
 */
const slowBuiltIns = new Set(
  ['child_process', 'crypto', 'fs/promises', 'http', 'https', 'net', 'os', 'timers/promises', 'tls'].map(
    (name) => `node:${name}`,
  ),
);

export interface EngineScript {
  readonly name: string;
  readonly text: string;
  /** The source map, for a file `<name>.map` beside the script. */
  readonly map: string;
}

export interface EngineRequest {
  readonly root: string;
  /** The folder of the scripts, relative to the root. Source maps name sources relative to it. */
  readonly folder: string;
  /** Packages that are not bundled, because they have native parts. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

interface Made {
  readonly scripts: readonly EngineScript[];
  /** The bundled sources, relative to the root. */
  readonly inputs: readonly string[];
}

/** Returns the engine as scripts for Node.js. */
export async function bundleEngine(options: EngineRequest): Promise<Made> {
  // The bundler uses real paths.
  const request = { ...options, root: await realpath(options.root) };
  const made = [
    await bundle(request, {
      entryPoints: { main: 'engine/main.ts', [rest]: rest },
      plugins: ours(request.root),
    }),
    ...(await Promise.all(
      Object.entries(packages).map(([name, entry]) =>
        bundle(request, { entryPoints: { [name]: entry }, plugins: [asciiExpressions] }),
      ),
    )),
  ];
  return {
    scripts: made.flatMap(({ scripts }) => scripts),
    inputs: [...new Set(made.flatMap(({ inputs }) => inputs))],
  };
}

async function bundle(
  { root, folder, external, define = {} }: EngineRequest,
  options: Pick<BuildOptions, 'entryPoints' | 'plugins'>,
): Promise<Made> {
  const { outputFiles, metafile } = await build({
    ...forNode,
    ...options,
    absWorkingDir: root,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: shared,
    // The bundler splits only ES modules. Each script is converted to CommonJS below.
    format: 'esm',
    splitting: true,
    sourcemap: 'inline',
    sourcesContent: false,
    external: [...external],
    define: { ...define },
  });
  const scripts = outputFiles.map(async ({ path, text }) => {
    const name = relative(join(root, folder), path);
    const { code, map } = await transform(text, {
      ...asCommonJs,
      sourcefile: name,
      sourcemap: 'external',
      sourcesContent: false,
    });
    requireAscii(code);
    return { name, text: `${code}//# sourceMappingURL=${name}.map\n`, map };
  });
  return { scripts: await Promise.all(scripts), inputs: Object.keys(metafile.inputs) };
}

const asCommonJs = {
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  // ES modules are strict without this.
  banner: '"use strict";',
  // `import()` would load Node.js's loader of ES modules, which takes time, and would not use the compiled form.
  supported: { 'dynamic-import': false },
} as const satisfies TransformOptions;

/** `import()` of one of our files. */
const lazyImport = /\bimport\(\s*'(\.[^']+)'\s*,?\s*\)/g;

/**
 * Makes `import()` of our files load `rest`, except for the first parts, which stay in the first scripts. Either way a
 * file is evaluated when it is first imported.
 */
function splitting(root: string): Plugin {
  return {
    name: 'splitting',
    setup(bundler) {
      bundler.onResolve({ filter: /^rest$/ }, ({ path }) => ({ path, namespace: rest }));
      bundler.onLoad({ filter: /.*/, namespace: rest }, async () => ({
        contents: restEntry(await lazyParts(root)),
        resolveDir: root,
      }));
      bundler.onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
        if (!isOurs(root, path)) return undefined;
        const text = await readFile(path, 'utf8');
        const contents = text.replace(lazyImport, (_, to: string) => {
          const part = partOf(root, path, to);
          return firstParts.includes(part)
            ? `Promise.resolve().then(() => require('${to}'))`
            : `import('${rest}').then(({ load }) => load('${part}'))`;
        });
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** Our files that are imported with `import()` and are not first parts. */
async function lazyParts(root: string): Promise<string[]> {
  const files = await readdir(join(root, 'engine'), { recursive: true });
  const parts = files
    .filter((file) => file.endsWith('.ts'))
    .map(async (file) => {
      const path = join(root, 'engine', file);
      const matches = (await readFile(path, 'utf8')).matchAll(lazyImport);
      return [...matches].map(([, to = '']) => partOf(root, path, to));
    });
  const found = new Set((await Promise.all(parts)).flat());
  return [...found].filter((part) => !firstParts.includes(part)).sort();
}

function partOf(root: string, importer: string, to: string): string {
  return relative(root, join(dirname(importer), to)).replaceAll('\\', '/');
}

function restEntry(parts: readonly string[]): string {
  const loaders = parts.map((part) => `'${part}': () => require('./${part}')`);
  return `const parts = { ${loaders.join(', ')} };\nexport const load = (part) => parts[part]();\n`;
}

/** The plugins for our own code. */
function ours(root: string): Plugin[] {
  return [packagesApart, splitting(root), slowBuiltInsLater(root), asciiExpressions];
}

const packagesApart: Plugin = {
  name: 'packages-apart',
  setup(bundler) {
    for (const [name, entry] of Object.entries(packages)) {
      bundler.onResolve({ filter: new RegExp(`^${entry}$`) }, () => ({
        path: `./${name}.cjs`,
        external: true,
      }));
    }
  },
};

function slowBuiltInsLater(root: string): Plugin {
  return {
    name: 'slow-built-ins-later',
    setup(bundler) {
      bundler.onResolve({ filter: /^node:/ }, ({ path, kind, importer }) =>
        kind === 'import-statement' && isOurs(root, importer) && slowBuiltIns.has(path)
          ? { path, namespace: 'later' }
          : undefined,
      );
      bundler.onResolve({ filter: /.*/, namespace: 'later' }, ({ path }) => ({ path, external: true }));
      bundler.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({ contents: laterModule(path) }));
    },
  };
}

function isOurs(root: string, path: string): boolean {
  return path.startsWith(join(root, 'engine') + sep);
}

/**
 * A module with the members of a built-in module, which it loads when one is read. The proxy also passes on members that
 * only a newer Node.js than that of the build has.
 */
function laterModule(name: string): string {
  const members = Object.keys(createRequire(import.meta.url)(name) as object);
  const names = members.map((member) => `${JSON.stringify(member)}: undefined`).join(', ');
  return `let loaded;\nmodule.exports = new Proxy({ ${names} }, { get: (_, member) => (loaded ??= require('${name}'))[member] });\n`;
}
