// Node.js for one platform, as a separate module beside Az.LoginTs. It exports nothing; Az.LoginTs finds it by name. So
// the main module is the same on every platform, and updating it does not change the Node.js.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runtimePackage } from '../../engine/protocol/engine-environment.ts';
import { authors, emitRuntimeManifest, platformTags } from '../generate/emit-manifest.ts';
import { compiledEngine } from './compiled-engine.ts';
import type { ModulePackage } from './module-files.ts';
import { nodeProgram, nodeRuntime } from './node-runtime.ts';
import { textFile } from './package-file.ts';
import { thisPlatform, type Platform } from './platforms.ts';
import { billOfMaterials } from './third-party.ts';

/** Returns the name of the package with a platform's Node.js. */
export function runtimePackageName({ id }: Platform): string {
  return `${runtimePackage}.${id}`;
}

/**
 * Returns the package for the module of this version, which must be built. If it is made on its own platform, it also
 * has the engine's script as compiled by its Node.js.
 */
export async function runtimeFiles(
  root: string,
  platform: Platform,
  {
    version,
    homepage,
    buildId,
  }: { readonly version: string; readonly homepage?: string | undefined; readonly buildId: string },
): Promise<ModulePackage> {
  const name = runtimePackageName(platform);
  const { node } = platform;
  const description = `Node.js ${node.version} for ${platform.id}, in which the engine of Az.LoginTs runs.`;
  const tags = ['Azure', 'NodeJS', ...platformTags(platform.id)];
  const component = { name: node.package, version: node.version, license: 'MIT', notice: '' };
  const scripts = join(root, 'module/generated/engine');
  const program = await nodeRuntime(root, platform);
  return {
    facts: { id: name, version, description, authors, tags, homepage },
    files: [
      textFile(
        `${name}.psd1`,
        emitRuntimeManifest({ version, description, homepage, guid: guidOf(name), tags }),
      ),
      textFile('bom.cdx.json', billOfMaterials({ name, version }, [component], program)),
      ...program,
      ...(platform.id === thisPlatform().id
        ? await compiledEngine(await nodeProgram(root, platform), { scripts, buildId })
        : []),
    ],
  };
}

/** Returns always the same GUID for a name, as package managers expect of a module (RFC 9562, section 5.8: version 8). */
function guidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
