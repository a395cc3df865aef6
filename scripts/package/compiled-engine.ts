// The engine's script as V8 holds it in memory, so that it need not be read at each start.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledName } from '../../engine/start/module-script.ts';
import type { PackageFile } from './package-file.ts';

const program = fileURLToPath(new URL('compile-script.ts', import.meta.url));

/**
 * What this Node.js makes of the script, as a file that lies beside the Node.js in its package. The same script gives
 * the same bytes.
 */
export async function compiledEngine(
  node: string,
  { script, buildId }: { readonly script: string; readonly buildId: string },
): Promise<PackageFile> {
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-compile-'));
  try {
    const target = join(folder, 'compiled');
    // V8 writes names in the order of their hashes, which it seeds by chance.
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
