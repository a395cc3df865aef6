// The engine's native parts, for one platform or several: what @azure/msal-node-extensions needs of itself (DPAPI),
// of keytar (Keychain) and of @azure/msal-node-runtime (the broker). They are found beside the engine, as Node looks
// for packages.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { textFile, type PackageFile } from './package-file.ts';
import type { Platform } from './platforms.ts';

const place = 'engine/node_modules';
const extensions = '@azure/msal-node-extensions';
const runtime = '@azure/msal-node-runtime';

/** The files, in no order. */
export async function nativeParts(root: string, platforms: readonly Platform[]): Promise<PackageFile[]> {
  const modules = join(root, 'node_modules');
  const folder = (name: string, path: string): Promise<PackageFile[]> =>
    filesUnder(join(modules, name, path), `${place}/${name}/${path}`);
  const file = async (name: string, path: string): Promise<PackageFile> => ({
    path: `${place}/${name}/${path}`,
    content: await readFile(join(modules, name, path)),
  });
  const all = <T>(pick: (platform: Platform) => readonly T[]): T[] => [...new Set(platforms.flatMap(pick))];
  const broker = all((platform) => platform.broker);
  return [
    await packageJson(modules, extensions, 'lib/msal-node-extensions.cjs'),
    await extensionsScript(root),
    ...(await Promise.all(
      all((one) => one.dataProtection).map((arch) => file(extensions, `bin/${arch}/dpapi.node`)),
    )),
    await packageJson(modules, 'keytar', 'lib/keytar.js'),
    await file('keytar', 'lib/keytar.js'),
    ...(await Promise.all(
      all((one) => one.keytar).map((name) => file('keytar', `prebuilds/${name}/keytar.node`)),
    )),
    await packageJson(modules, runtime, 'dist/index.cjs'),
    await file(runtime, 'dist/index.cjs'),
    ...(await Promise.all(broker.map((path) => folder(runtime, path)))).flat(),
  ];
}

/** The package's own script with @azure/msal-common in it; what is native stays outside. */
async function extensionsScript(root: string): Promise<PackageFile> {
  const path = `${extensions}/lib/msal-node-extensions.cjs`;
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: [`node_modules/${path}`],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    write: false,
    external: ['keytar', runtime],
    logLevel: 'warning',
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error('The bundler wrote nothing.');
  return textFile(`${place}/${path}`, script.text);
}

/** As much of a package.json as Node needs to load the package. */
async function packageJson(modules: string, name: string, main: string): Promise<PackageFile> {
  const { version, license } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as {
    version: string;
    license: string;
  };
  return textFile(
    `${place}/${name}/package.json`,
    `${JSON.stringify({ name, version, license, main }, null, 2)}\n`,
  );
}

async function filesUnder(folder: string, path: string): Promise<PackageFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<PackageFile[]> => {
      const inside = `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(join(folder, entry.name), inside);
      return [{ path: inside, content: await readFile(join(folder, entry.name)) }];
    }),
  );
  return found.flat();
}
