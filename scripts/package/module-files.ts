// The files of the installable module, as in a folder of PSModulePath.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAll } from '../build.ts';
import { authors, emitManifest, moduleTags } from '../generate/emit-manifest.ts';
import type { PackageFacts } from './archives.ts';
import { helpPages } from './help-pages.ts';
import { nativeParts } from './native-parts.ts';
import { filesUnder, textFile, type PackageFile } from './package-file.ts';
import { platforms } from './platforms.ts';
import { standIn } from './stand-in.ts';
import { billOfMaterials, componentsOf, noticesText } from './third-party.ts';

export const moduleName = 'Az.LoginTs';

export interface ModulePackage {
  readonly facts: PackageFacts;
  readonly files: readonly PackageFile[];
}

/**
 * Builds the module and returns its files. They are the same on every platform: they have the native parts of all, and
 * no Node.js. The same sources give the same bytes.
 */
export async function moduleFiles(root: string): Promise<ModulePackage & { readonly buildId: string }> {
  const { version, buildId, description, homepage, cmdlets, inputs } = await buildAll();
  const native = await nativeParts(root, platforms);
  const components = componentsOf(root, [...inputs, ...native.inputs]);
  const manifest = emitManifest(cmdlets, {
    version,
    description,
    homepage,
    rootModule: 'Az.LoginTs.psm1',
    formats: 'Az.LoginTs.format.ps1xml',
    types: 'Az.LoginTs.types.ps1xml',
  });
  const names = cmdlets.map(({ name }) => name);
  return {
    buildId,
    facts: {
      ...{ id: moduleName, version, description, authors, homepage },
      tags: [
        ...moduleTags,
        'PSIncludes_Function',
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
      ...(await helpPages(root)),
      ...native.files,
      { path: 'LICENSE', content: await readFile(join(root, 'LICENSE')) },
      textFile('THIRD-PARTY-NOTICES.txt', noticesText(components)),
      textFile('bom.cdx.json', billOfMaterials({ name: moduleName, version }, components, native.files)),
    ],
  };
}
