// The files of the installable module, as it lies in a folder of PSModulePath.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAll } from '../build.ts';
import { emitManifest } from '../generate/emit-manifest.ts';
import type { PackageFacts } from './archives.ts';
import { nativeParts } from './native-parts.ts';
import { compiledEngine } from './compiled-engine.ts';
import { nodeProgram, nodeRuntime } from './node-runtime.ts';
import { filesUnder, textFile, type PackageFile } from './package-file.ts';
import { thisPlatform, type Platform } from './platforms.ts';
import { standIn } from './stand-in.ts';
import { billOfMaterials, componentsOf, noticesText, type Component } from './third-party.ts';

export const moduleName = 'Az.LoginTs';

/** The identifiers of the platforms that a package is for, one a line: install.ps1 looks there. */
export const platformsFile = 'engine/platforms.txt';

export interface PackageRequest {
  /** Whose native parts go in. */
  readonly platforms: readonly Platform[];
  /** Whose Node.js goes in; without one, the module takes the `node` on PATH. */
  readonly runtime: Platform | undefined;
}

export interface ModulePackage {
  readonly facts: PackageFacts;
  readonly files: readonly PackageFile[];
}

/** Builds the module and gives what is to be installed. The same sources give the same bytes. */
export async function moduleFiles(root: string, request: PackageRequest): Promise<ModulePackage> {
  const { version, description, cmdlets, inputs } = await buildAll();
  const native = await nativeParts(root, request.platforms);
  const components = [
    ...componentsOf(root, [...inputs, ...native.inputs]),
    ...(request.runtime === undefined ? [] : [nodeComponent(request.runtime)]),
  ];
  const manifest = emitManifest(cmdlets, {
    version,
    description,
    rootModule: 'Az.LoginTs.psm1',
    formats: 'Az.LoginTs.format.ps1xml',
    types: 'Az.LoginTs.types.ps1xml',
  });
  const names = cmdlets.map(({ name }) => name);
  return {
    facts: {
      ...{ id: moduleName, version, description, authors: 'Az.LoginTs contributors' },
      tags: [
        ...['Azure', 'Entra', 'Authentication', 'PSEdition_Core', 'PSEdition_Desktop', 'PSIncludes_Function'],
        ...names.flatMap((name) => [`PSFunction_${name}`, `PSCommand_${name}`]),
      ],
    },
    files: [
      textFile('Az.LoginTs.psd1', manifest),
      ...standIn({ name: moduleName, version }, cmdlets),
      ...(await filesUnder(join(root, 'module/generated'), '')),
      ...(await filesUnder(join(root, 'en-US'), 'en-US/')),
      ...(await filesUnder(join(root, 'module/formats'), '')),
      ...(await filesUnder(join(root, 'module/types'), '')),
      ...native.files,
      textFile(platformsFile, `${request.platforms.map(({ id }) => id).join('\n')}\n`),
      ...(request.runtime === undefined ? [] : await runtimeFiles(root, request.runtime)),
      { path: 'LICENSE', content: await readFile(join(root, 'LICENSE')) },
      textFile('THIRD-PARTY-NOTICES.txt', noticesText(components)),
      textFile('bom.cdx.json', billOfMaterials({ name: moduleName, version }, components)),
    ],
  };
}

/** Node.js; and what it makes of the engine's script, where it can be asked for that: on its own platform. */
async function runtimeFiles(root: string, runtime: Platform): Promise<PackageFile[]> {
  const files = await nodeRuntime(root, runtime);
  if (runtime.id !== thisPlatform().id) return files;
  const script = join(root, 'module/generated/engine/main.cjs');
  return [...files, ...(await compiledEngine(await nodeProgram(root, runtime), script))];
}

/** Its own licence lies beside the program. */
function nodeComponent({ node }: Platform): Component {
  return {
    ...{ name: node.package, version: node.version, license: 'MIT' },
    notice: 'Node.js; see engine/runtime/LICENSE.',
  };
}
