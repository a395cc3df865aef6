import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ended } from '../engine/storage/helpers.ts';
import { soon } from '../support/soon.ts';
import { ensureWindows, processesWith, until, type NodeProgram, type Windows } from './wine.ts';

const programs = 'test/engine/storage/programs';

describe('locks on Windows', function () {
  this.timeout(300_000);
  let windows: Windows;
  let holdLock: string;
  let countHolders: string;
  let locks = 0;

  before(async function () {
    windows = await ensureWindows(this);
    holdLock = await windows.bundle(`${programs}/hold-lock.ts`);
    countHolders = await windows.bundle(`${programs}/count-holders.ts`);
  });

  /** A new place for a lock. */
  const place = (): string => `C:\\locks\\place ${String(++locks)}\\file`;

  async function holder(path: string, kind: 'file-lock' | 'cache-lock'): Promise<NodeProgram> {
    const started = await windows.startNode(holdLock, [path, kind]);
    await until(`'${path}' is held`, async () => (await started.output()).includes('held'));
    return started;
  }

  /** Ends the Node.js that holds a lock, as the task manager does. */
  async function kill(path: string, { child }: NodeProgram): Promise<void> {
    const gone = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
    for (const pid of processesWith(path)) if (pid !== child.pid) process.kill(pid, 'SIGKILL');
    await gone;
  }

  /** What comes of a few rounds with the lock: the exit code, and what was said. */
  async function takeTurns(lock: string): Promise<string> {
    const { child, output } = await windows.startNode(countHolders, [lock, `${lock}.proof`]);
    await ended(child);
    return `${String(child.exitCode)} ${await output()}`.trim();
  }

  it('are free at once when their owner was killed, and nothing is left of them', async () => {
    const lock = `${place()}.lock`;
    const held = await holder(lock, 'file-lock');
    assert.ok(existsSync(windows.unixPath(lock)));
    await kill(lock, held);
    assert.equal(await takeTurns(lock), '0');
    assert.ok(!existsSync(windows.unixPath(lock)));
  });

  it('are taken over where a power cut left them, though their pid belongs to another process now', async () => {
    const lock = `${place()}.lock`;
    const others = `${place()}.lock`;
    const other = await holder(others, 'file-lock');
    try {
      const owner = JSON.parse((await windows.read(others)).toString()) as object;
      await windows.write(lock, JSON.stringify({ ...owner, id: '0123456789abcdef', since: 0 }));
      const all = await Promise.all([takeTurns(lock), takeTurns(lock), takeTurns(lock)]);
      assert.deepEqual(all, ['0', '0', '0']);
    } finally {
      await kill(others, other);
    }
  });

  it('are taken over at once where a power cut left them without a word in them', async () => {
    const lock = `${place()}.lock`;
    await windows.write(lock, '');
    assert.equal(await soon(() => takeTurns(lock)), '0');
  });

  it('keep MSAL.NET out and wait for it, and what it or we left is nobody’s', async () => {
    const cache = place();
    const lockFile = `${cache}.lockfile`;
    const open = `[System.IO.FileStream]::new('${lockFile}', 'OpenOrCreate', 'ReadWrite', 'None', 4096, 'DeleteOnClose')`;
    const held = await holder(cache, 'cache-lock');
    const refused = await windows.powerShell(
      `try { ${open}; 'open' } catch { $_.Exception.InnerException.GetType().Name }`,
    );
    assert.equal(refused, 'IOException');
    await kill(cache, held);
    assert.ok(!existsSync(windows.unixPath(lockFile)));

    const theirs = await windows.startPowerShell(
      `$f = ${open}; Set-Content C:\\locks\\theirs 1; Start-Sleep 600`,
    );
    await until('MSAL.NET holds it', () => existsSync(windows.unixPath('C:\\locks\\theirs')));
    const waiting = await windows.startNode(holdLock, [cache, 'cache-lock']);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(await waiting.output(), '');
    theirs.kill('SIGKILL');
    await until('the lock is ours', async () => (await waiting.output()).includes('held'));
    await kill(cache, waiting);

    // As a power cut leaves it; pid 8 is of a process of wine's that lives on.
    await windows.write(lockFile, '8 Az.LoginTs\n');
    await kill(cache, await holder(cache, 'cache-lock'));
    await rm(windows.unixPath(cache), { force: true });
  });
});
