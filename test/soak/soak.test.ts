// The short form of `npm run test:soak`: as many commands as take a minute. How memory grows shows in an hour only.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '../stress/seeded-random.ts';
import { ended } from '../support/child-process.ts';
import { growth, writeProbedRuntime, type Sample } from './engine-samples.ts';
import { isOfFault, nextFault } from './commands.ts';
import { runSoak } from './soak.ts';

describe('PowerShells that work for long', function () {
  this.timeout(600_000);
  before(function () {
    if (process.platform !== 'linux') this.skip();
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
    ...{ number: 1, outside: 100, heap: 100, external: 100 },
    ...{ files: 20, handles: 3, timers: 1, listeners: 9, warnings: [] },
  };
  const limits = { memoryPercent: 5, memoryBytes: 0 };

  it('sees each file, handle and listener that is left, and memory that has grown by more than its part', () => {
    assert.deepEqual(growth(base, { ...base, outside: 105, heap: 95, files: 19 }, limits), []);
    for (const name of ['files', 'handles', 'timers', 'listeners'] as const)
      assert.equal(growth(base, { ...base, [name]: base[name] + 1 }, limits).length, 1, name);
    for (const name of ['outside', 'heap', 'external'] as const)
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
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

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
    const folder = await mkdtemp(join(tmpdir(), 'soak-node-'));
    try {
      const codeIn = async (node: string): Promise<number> =>
        Number((await ended(spawn(node, ['--expose-gc', '-e', runOften]))).stdout.trim() || Number.NaN);
      const [usual, here] = [await codeIn(process.execPath), await codeIn(await writeProbedRuntime(folder))];
      assert.ok(here < usual / 10, `${String(here)} bytes of ${String(usual)}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
