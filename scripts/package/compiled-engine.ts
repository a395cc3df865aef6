// The engine's script as V8 holds it in memory, so that it need not be read at each start.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder, type PackageFile } from './package-file.ts';

const program = fileURLToPath(new URL('compile-script.ts', import.meta.url));

/** What this Node.js makes of the script, as a file of the package. The same script gives the same bytes. */
export async function compiledEngine(node: string, script: string): Promise<PackageFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'az-logints-compile-'));
  try {
    const copy = join(folder, 'main.cjs');
    await copyFile(script, copy);
    // V8 writes names in the order of their hashes, which it seeds by chance.
    const { status, error, stderr } = spawnSync(node, ['--random-seed=1', program, copy], {
      encoding: 'utf8',
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`The engine could not be compiled: ${stderr}`);
    await rm(copy);
    return await filesUnder(folder, 'engine/');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
