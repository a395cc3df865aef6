// Disks that are full or read-only, and processes without root's special permissions.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineStart } from './engine-process.ts';

/** Mounts a small disk at a folder; undefined if this user may not mount. */
export function mountDisk(folder: string): SmallDisk | undefined {
  const options = ['-t', 'tmpfs', '-o', 'size=512k,mode=700', 'tmpfs', folder];
  return spawnSync('mount', options).status === 0 ? new SmallDisk(folder) : undefined;
}

/** Whether this user may mount a disk. */
export function canMountDisk(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  const disk = mountDisk(folder);
  disk?.unmount();
  rmSync(folder, { recursive: true });
  return disk !== undefined;
}

export class SmallDisk {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Fills the disk to the last byte. */
  async fill(): Promise<void> {
    for (let index = 0; index < 1024; index++) {
      const failed = await writeFile(join(this.#folder, `filler-${String(index)}`), Buffer.alloc(4096)).then(
        () => false,
        () => true,
      );
      if (failed) return;
    }
    throw new Error('The disk never gets full.');
  }

  async free(): Promise<void> {
    for (let index = 0; index < 1024; index++)
      await rm(join(this.#folder, `filler-${String(index)}`), { force: true });
  }

  makeReadOnly(): void {
    this.#mount('remount,ro');
  }

  makeWritable(): void {
    this.#mount('remount,rw');
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', this.#folder]);
  }

  #mount(options: string): void {
    const { status, stderr } = spawnSync('mount', ['-o', options, this.#folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

/** How to start an engine for which file permissions apply; undefined if root cannot drop its capabilities. */
export function withoutRootRights(): EngineStart | undefined {
  if (process.getuid?.() !== 0) return {};
  const through = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
  return spawnSync(through[0] ?? '', [...through.slice(1), 'true']).status === 0 ? { through } : undefined;
}
