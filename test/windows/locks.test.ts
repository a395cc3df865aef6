import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ended } from '../support/child-process.ts';
import { soon } from '../support/soon.ts';
import { ensureWindows, until, untilKilled, type NodeProgram, type Windows } from './wine.ts';

const programs = 'test/engine/storage/programs';

describe('locks on Windows', function () {
  this.timeout(300_000);
  let windows: Windows;
  let locks = 0;

  before(async function () {
    windows = await ensureWindows(this);
  });

  /** A path for a new lock. */
  const place = (): string => `C:\\locks\\place ${String(++locks)}\\file`;

  async function holder(path: string, kind: 'file-lock' | 'cache-lock'): Promise<NodeProgram> {
    const started = windows.startNode(`${programs}/hold-lock.ts`, [path, kind]);
    await until(`'${path}' is held`, async () => (await started.output()).includes('held'));
    return started;
  }

  /** Ends the Node.js that holds a lock, like the task manager. */
  async function kill({ child }: NodeProgram): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Takes the lock a few times. Returns the exit code and the output. */
  async function takeTurns(lock: string): Promise<string> {
    const { child, output } = windows.startNode(`${programs}/count-holders.ts`, [lock, `${lock}.proof`]);
    await ended(child);
    return `${String(child.exitCode)} ${await output()}`.trim();
  }

  it('are free at once after their owner was killed, and no files remain', async () => {
    const lock = `${place()}.lock`;
    const held = await holder(lock, 'file-lock');
    assert.ok(existsSync(windows.unixPath(lock)));
    await kill(held);
    assert.equal(await takeTurns(lock), '0');
    assert.ok(!existsSync(windows.unixPath(lock)));
  });

  it('are taken over after a power cut, even if their pid now belongs to another process', async () => {
    const lock = `${place()}.lock`;
    const others = `${place()}.lock`;
    const other = await holder(others, 'file-lock');
    try {
      const owner = JSON.parse((await windows.read(others)).toString()) as object;
      await windows.write(lock, JSON.stringify({ ...owner, id: '0123456789abcdef', since: 0 }));
      const all = await Promise.all([takeTurns(lock), takeTurns(lock), takeTurns(lock)]);
      assert.deepEqual(all, ['0', '0', '0']);
    } finally {
      await kill(other);
    }
  });

  it('are taken over at once if a power cut left them empty', async () => {
    const lock = `${place()}.lock`;
    await windows.write(lock, '');
    assert.equal(await soon(() => takeTurns(lock)), '0');
  });

  it('keep MSAL.NET out, wait for it, and are free after a kill or a power cut on either side', async () => {
    const cache = place();
    const lockFile = `${cache}.lockfile`;
    const open = `[System.IO.FileStream]::new('${lockFile}', 'OpenOrCreate', 'ReadWrite', 'None', 4096, 'DeleteOnClose')`;
    const held = await holder(cache, 'cache-lock');
    const refused = await windows.powerShell(
      `try { ${open}; 'open' } catch { $_.Exception.InnerException.GetType().Name }`,
    );
    assert.equal(refused, 'IOException');
    await kill(held);
    // Windows closes the files of a process a moment after its end.
    await until('the lock file is gone', () => !existsSync(windows.unixPath(lockFile)));

    const theirs = await windows.startPowerShell(
      `$f = ${open}; Set-Content C:\\locks\\theirs 1; ${untilKilled}`,
    );
    await until('MSAL.NET holds it', () => existsSync(windows.unixPath('C:\\locks\\theirs')));
    // A process that waits for MSAL's lock already holds our own.
    const waiting = windows.startNode(`${programs}/hold-lock.ts`, [cache, 'cache-lock']);
    await until('we wait for MSAL.NET', () => existsSync(windows.unixPath(`${cache}.lock`)));
    // This wait lasts as long as another Node.js takes to take another lock five times.
    assert.equal(await takeTurns(`${place()}.lock`), '0');
    assert.equal(await waiting.output(), '');
    theirs.kill('SIGKILL');
    await until('the lock is ours', async () => (await waiting.output()).includes('held'));
    await kill(waiting);

    // As a power cut leaves the file; pid 8 belongs to a wine process that lives on.
    await windows.write(lockFile, '8 Az.LoginTs\n');
    await kill(await holder(cache, 'cache-lock'));
    await rm(windows.unixPath(cache), { force: true });
  });
});
