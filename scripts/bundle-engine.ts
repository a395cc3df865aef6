// The scripts of the engine. Reading code costs time at every start, so what answers the first command lies apart from
// the rest: `import()` marks the places where one leads to the other, and the sources know nothing more of it.
import { createRequire } from 'node:module';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build, transform, type BuildOptions, type Plugin, type TransformOptions } from 'esbuild';
import { asciiExpressions, forNode, requireAscii } from './bundle.ts';

/**
 * What the first command needs, beside what engine/main.ts imports; each is evaluated when it is first used. Commands
 * that only read contexts and settings are here, all others in `rest`.
 */
const firstParts: readonly string[] = [
  'engine/session/services.ts',
  'engine/session/session-memory.ts',
  'engine/storage/files/azure-home.ts',
  'engine/cmdlets/get-az-context.ts',
];

/** Packages with a script of their own, by its name. */
const packages: Readonly<Record<string, string>> = {
  'msal-node': '@azure/msal-node',
  'node-forge': 'node-forge',
  open: 'open',
};

/** The script with all of ours that is not needed first. */
const rest = 'rest';
/** The script that the bundler makes of what several others share. */
const shared = 'shared';

/**
 * Built-in modules that take time to load and that much of our code names: the engine loads them where a member of one
 * is first used, not where a file imports it.
 */
const slowBuiltIns = new Set(
  ['child_process', 'crypto', 'fs/promises', 'http', 'https', 'net', 'os', 'timers/promises', 'tls'].map(
    (name) => `node:${name}`,
  ),
);

export interface EngineScript {
  readonly name: string;
  readonly text: string;
  /** The source map, which lies beside it as `<name>.map`. */
  readonly map: string;
}

export interface EngineRequest {
  readonly root: string;
  /** Where the scripts will lie, relative to the root: source maps name sources from there. */
  readonly folder: string;
  /** Packages that stay outside: native parts cannot be bundled. */
  readonly external: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

interface Made {
  readonly scripts: readonly EngineScript[];
  /** The sources that are in the scripts, relative to the root. */
  readonly inputs: readonly string[];
}

/** The engine as scripts for Node.js. */
export async function bundleEngine(options: EngineRequest): Promise<Made> {
  // The bundler names files by their real paths.
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
    // Only modules of this form can be split; each script becomes CommonJS below.
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
  // Modules are strict without saying so.
  banner: '"use strict";',
  // The loader of the engine serves `require` only, and starts sooner than that of modules.
  supported: { 'dynamic-import': false },
} as const satisfies TransformOptions;

/** `import()` of a file of ours, as prettier writes it. */
const lazyImport = /\bimport\(\s*'(\.[^']+)'\s*,?\s*\)/g;

/**
 * Lets `import()` of our files lead into `rest`, except where it names one of the first parts: those, and what `rest`
 * itself loads later, stay in their script and are evaluated there.
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

/** The files of ours that are imported by `import()` and are none of the first parts. */
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

/** What our own code is bundled with. */
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

/** A module that has what the built-in one has. An older Node.js than that of the engine may have fewer members. */
function laterModule(name: string): string {
  const members = Object.keys(createRequire(import.meta.url)(name) as object);
  const names = members.map((member) => `${JSON.stringify(member)}: undefined`).join(', ');
  return `let loaded;\nmodule.exports = new Proxy({ ${names} }, { get: (_, member) => (loaded ??= require('${name}'))[member] });\n`;
}
