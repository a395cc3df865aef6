// The engine's native parts for one platform or several: @azure/msal-node-extensions with DPAPI, keytar (Keychain) and
// @azure/msal-node-runtime (the broker). They lie beside the engine, where Node.js looks for packages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForNode } from '../bundle.ts';
import { filesUnder, textFile, type PackageFile } from './package-file.ts';
import type { Platform } from './platforms.ts';

const place = 'engine/node_modules';
const extensions = '@azure/msal-node-extensions';
const extensionsScript = 'lib/msal-node-extensions.cjs';
const runtime = '@azure/msal-node-runtime';

export interface NativeParts {
  /** Unsorted. */
  readonly files: readonly PackageFile[];
  /** The files of node_modules that they come from, relative to the root. */
  readonly inputs: readonly string[];
}

/** Returns the files that lie beside the engine for these platforms. */
export async function nativeParts(root: string, platforms: readonly Platform[]): Promise<NativeParts> {
  const modules = join(root, 'node_modules');
  const folder = (name: string, path: string): Promise<PackageFile[]> =>
    filesUnder(join(modules, name, path), `${place}/${name}/${path}/`);
  const file = async (name: string, path: string): Promise<PackageFile> => ({
    path: `${place}/${name}/${path}`,
    content: await readFile(join(modules, name, path)),
  });
  const all = <T>(pick: (platform: Platform) => readonly T[]): T[] => [...new Set(platforms.flatMap(pick))];
  const broker = all((platform) => platform.broker);
  const entry = `node_modules/${extensions}/${extensionsScript}`;
  const script = await bundleForNode({ root, entry, external: ['keytar', runtime] });
  const files = [
    await packageJson(modules, extensions, extensionsScript),
    textFile(`${place}/${extensions}/${extensionsScript}`, script.text),
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
  // This package has @azure/msal-common bundled into its script.
  const common = `${extensions}/node_modules/@azure/msal-common`;
  const others = [common, 'keytar', runtime].map((name) => `node_modules/${name}/package.json`);
  return { files, inputs: [...script.inputs, ...others] };
}

/** Returns the part of a package.json that Node.js needs to load the package. */
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
