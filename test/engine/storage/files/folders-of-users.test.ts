// Root creates folders in the home of a user who swaps links in: nothing outside that home may become the user's.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../../engine/storage/files/atomic-file.ts';
import { inFolder } from '../helpers.ts';

const nobody = 65534;
const rounds = 400;

/** Replaces a folder by a link whenever the folder appears, as fast as it can, until it is killed. */
const swap = `
const fs = require('node:fs');
const [place, target] = process.argv.slice(1);
process.stdout.write('ready\\n');
for (let n = 0; ; n++) {
  try { fs.renameSync(place, place + '.' + n); } catch { continue; }
  try { fs.symlinkSync(target, place); } catch {}
  const end = performance.now() + 2;
  while (performance.now() < end);
  try { fs.unlinkSync(place); } catch {}
}`;

async function attacker(place: string, target: string): Promise<ChildProcess> {
  const options = {
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'],
  };
  const child = spawn(process.execPath, ['-e', swap, place, target], options);
  await once(child.stdout, 'data');
  return child;
}

describe('a folder that root creates in a user’s home', () => {
  before(function () {
    if (process.getuid?.() !== 0) this.skip();
  });

  it('belongs to that user, as do the parents that were created', async () => {
    await inFolder(async (home) => {
      await chown(home, nobody, nobody);
      await makeFolder(join(home, 'a', 'b', 'c'));
      for (const made of ['a', 'a/b', 'a/b/c'])
        assert.equal((await stat(join(home, made))).uid, nobody, made);
    });
  });

  for (const [name, made, target] of [
    ['the folder', 'swapped', 'victim'],
    ['its parent', 'swapped/victim', '.'],
  ] as const) {
    it(`does not change the owner of a link’s target when a link replaces ${name}`, async function () {
      this.timeout(60_000);
      await inFolder(async (folder) => {
        await chmod(folder, 0o755);
        const victim = join(folder, 'victim');
        await mkdir(victim, { mode: 0o755 });
        const home = join(folder, 'home');
        await mkdir(home);
        await chown(home, nobody, nobody);
        const child = await attacker(join(home, 'swapped'), join(folder, target));
        try {
          for (let round = 0; round < rounds; round++) {
            await makeFolder(join(home, made)).catch(() => undefined);
            assert.equal((await stat(victim)).uid, 0, `in round ${String(round)}`);
            await rename(join(home, 'swapped'), join(home, `old.${String(round)}`)).catch(() => undefined);
          }
        } finally {
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
      });
    });
  }
});
