// Compiles the engine's script to V8's own form, so that Node.js does not parse it at each start.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledName } from '../../engine/start/module-script.ts';
import type { PackageFile } from './package-file.ts';

const program = fileURLToPath(new URL('compile-script.ts', import.meta.url));

/**
 * Returns the script as compiled by this Node.js, as a file that lies beside the Node.js in its package. The same script
 * gives the same bytes.
 */
export async function compiledEngine(
  node: string,
  { script, buildId }: { readonly script: string; readonly buildId: string },
): Promise<PackageFile> {
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-compile-'));
  try {
    const target = join(folder, 'compiled');
    // V8 writes names in the order of their hashes, which have a random seed by default.
    const { status, error, stderr } = spawnSync(node, ['--random-seed=1', program, script, target], {
      encoding: 'utf8',
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`The engine could not be compiled: ${stderr}`);
    return { path: compiledName(buildId), content: await readFile(target) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
