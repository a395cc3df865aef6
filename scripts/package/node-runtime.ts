// Gets Node.js for a platform from its npm package. It is kept in .local/node, so that it is downloaded once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageFile } from './package-file.ts';
import { platformNamed, type NodePackage, type Platform } from './platforms.ts';

/** Returns the path of the program, to run it on this machine. */
export async function nodeProgram(root: string, { node }: Platform): Promise<string> {
  return join(await unpacked(root, node), node.binary);
}

/** Returns the program and its licence. */
export async function nodeRuntime(root: string, { node }: Platform): Promise<PackageFile[]> {
  const folder = await unpacked(root, node);
  // The packages for Windows lack the licence. It is the same for all platforms.
  const own = join(folder, 'LICENSE');
  const licence = existsSync(own)
    ? own
    : join(await unpacked(root, platformNamed('linux-x64').node), 'LICENSE');
  const name = node.binary.endsWith('.exe') ? 'node.exe' : 'node';
  return [
    { path: name, content: await readFile(join(folder, node.binary)), isProgram: true },
    { path: 'LICENSE', content: await readFile(licence) },
  ];
}

async function unpacked(root: string, node: NodePackage): Promise<string> {
  const cache = join(root, '.local/node');
  const folder = join(cache, `${node.package}-${node.version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'az-logints-node-'));
  try {
    console.log(`Fetching ${node.package} ${node.version} …`);
    run('npm', ['pack', `${node.package}@${node.version}`, '--silent', '--pack-destination', work], work);
    const tarball = join(work, `${node.package}-${node.version}.tgz`);
    const digest = createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64');
    if (`sha512-${digest}` !== node.integrity) {
      throw new Error(
        `${node.package} ${node.version} is not what it should be: its digest is sha512-${digest}.`,
      );
    }
    run('tar', ['-xzf', tarball], work);
    // Copy beside the final place and then rename, so that a half copied file is never used.
    const draft = `${folder}.${String(process.pid)}`;
    await cp(join(work, 'package'), draft, { recursive: true });
    await rename(draft, folder).catch(async (error: unknown) => {
      // Another process may have downloaded it meanwhile.
      if (!existsSync(folder)) throw error;
      await rm(draft, { recursive: true });
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

function run(command: string, args: string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} ended with exit code ${String(status)}.`);
}
