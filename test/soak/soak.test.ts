// The short form of `npm run test:soak`: as many commands as take a minute. How memory grows shows in an hour only.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SeededRandom } from '../stress/seeded-random.ts';
import { ended } from '../support/child-process.ts';
import { counts, growth, objectionToSamples, writeProbedRuntime, type Sample } from './engine-samples.ts';
import { isOfFault, nextFault } from './commands.ts';
import { runSoak } from './soak.ts';

const nativeMemory = fileURLToPath(new URL('native-memory.cjs', import.meta.url));

describe('PowerShells that work for long', function () {
  this.timeout(600_000);
  before(function () {
    if (objectionToSamples() !== undefined) this.skip();
  });

  it('fail by faults only, and their engines hold no more files, handles and listeners than before', async () => {
    const seed = Date.now() % 1_000_000;
    const { failures, worked } = await runSoak({
      seed,
      processes: 2,
      warmUp: { commands: 20 },
      then: { commands: 25 },
      limits: { memoryPercent: 50, memoryBytes: 30 * 1024 * 1024 },
      hasTime: false,
      restMs: 0,
      tell: () => undefined,
    });
    assert.deepEqual(failures, [], `npm run test:soak -- --seed ${String(seed)}`);
    assert.ok(Object.keys(worked).length >= 5, JSON.stringify(worked));
  });
});

describe('the judgement of the soak', () => {
  const base: Sample = {
    ...{ number: 1, heap: 100, native: 100, external: 100, resident: 200 },
    ...{ files: 20, handles: 3, timers: 1, threads: 11, listeners: 9, warnings: [] },
  };
  const limits = { memoryPercent: 5, memoryBytes: 0 };

  it('sees each file, handle, thread and listener that is left, and memory that has grown by more than its part', () => {
    assert.deepEqual(growth(base, { ...base, native: 105, heap: 95, files: 19, resident: 900 }, limits), []);
    for (const name of counts)
      assert.equal(growth(base, { ...base, [name]: base[name] + 1 }, limits).length, 1, name);
    for (const name of ['heap', 'native', 'external'] as const)
      assert.equal(growth(base, { ...base, [name]: 106 }, limits).length, 1, name);
    assert.deepEqual(growth(base, { ...base, warnings: ['MaxListenersExceededWarning: 11'] }, limits), [
      'MaxListenersExceededWarning: 11',
    ]);
  });

  it('takes no error of storage or of the engine for that of a fault', () => {
    assert.deepEqual(
      ['Network.Refused', 'Throttled.Service', 'Storage.Locked', 'Engine.Silent', 'NotSignedIn.None', ''].map(
        isOfFault,
      ),
      [true, true, false, false, false, false],
    );
  });

  it('has something go wrong for a part of the commands, the same for the same seed', () => {
    const faultsOf = (seed: number): unknown[] => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 300 }, () => nextFault(random, true));
    };
    assert.deepEqual(faultsOf(1), faultsOf(1));
    const struck = faultsOf(2).filter((fault) => fault !== undefined).length;
    assert.ok(struck > 20 && struck < 100, String(struck));
  });
});

describe('the Node.js of the soak', function () {
  this.timeout(120_000);
  let folder: string;
  let probed: string;
  before(async function () {
    if (objectionToSamples() !== undefined) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'soak-node-'));
    probed = await writeProbedRuntime(folder);
  });
  after(async () => {
    if (objectionToSamples() === undefined) await rm(folder, { recursive: true, force: true });
  });
  const printed = async (node: string, script: string): Promise<unknown> =>
    JSON.parse((await ended(spawn(node, ['--expose-gc', '-e', script]))).stdout) as unknown;

  /** Runs functions often, and prints how many bytes of machine code V8 keeps then. */
  const runOften = `
    const many = Array.from({ length: 50 }, (_, index) =>
      new Function('a', 'let sum = 0; for (let i = 0; i < 100; i++) sum += a * i + ' + index + '; return sum'));
    for (let time = 0; time < 1000; time++) for (const one of many) one(time);
    gc();
    const spaces = require('node:v8').getHeapSpaceStatistics();
    const ofCode = spaces.filter(({ space_name: name }) => name.includes('code'));
    console.log(ofCode.reduce((sum, { space_used_size: size }) => sum + size, 0));`;

  it('keeps next to no machine code of functions that run often, of which Node.js otherwise keeps much', async () => {
    const [usual, here] = [await printed(process.execPath, runOften), await printed(probed, runOften)];
    assert.ok(Number(here) < Number(usual) / 10, `${String(here)} bytes of ${String(usual)}`);
  });

  const size = 20_000_000;
  /** Prints the bytes that native code has before it allocates many more, with them, and after they are freed. */
  const allocate = `
    const { allocatedBytes } = require(${JSON.stringify(nativeMemory)});
    const before = allocatedBytes();
    let held = Array.from({ length: 2000 }, () => Buffer.alloc(${String(size / 2000)}, 'x'));
    const full = allocatedBytes();
    held = undefined;
    gc();
    console.log(JSON.stringify([before, full, allocatedBytes()]));`;

  it('counts what native code has allocated, and no longer what it has freed', async () => {
    const [before = 0, full = 0, freed = 0] = (await printed(probed, allocate)) as number[];
    assert.ok(full - before > size && full - before < size * 1.1, `${String(full)} after ${String(before)}`);
    assert.ok(Math.abs(freed - before) < size / 10, `${String(freed)} after ${String(before)}`);
  });

  it('refuses to count where malloc was not told to keep all memory in one place', async () => {
    const { stderr } = await ended(
      spawn(process.execPath, ['-e', `require(${JSON.stringify(nativeMemory)}).allocatedBytes()`]),
    );
    assert.match(stderr, /GLIBC_TUNABLES is not/);
  });
});
