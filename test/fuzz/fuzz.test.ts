// The short form of `npm run test:fuzz`: a few inputs for each target, the same ones each time, so that a failure is
// always caused by a change. The long form uses new inputs each time.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';

// Loads the parts as the engine does: mocha's loader would create a second EngineError class, unequal to the first.
const load = async () => ({ ...(await import('./all-targets.ts')), ...(await import('./run-target.ts')) });
const seed = 19;

describe('fuzzed inputs', () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'fuzz-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('neither crash nor hang any target, and change no prototype', async function () {
    this.timeout(300_000);
    const found: string[] = [];
    const { allTargets, runTarget } = await load();
    for (const one of await allTargets(home)) {
      const { runs, failure } = await runTarget(one, { seed, runs: 100, seconds: 1 });
      assert.ok(runs > 0, one.name);
      if (failure !== undefined) found.push(failure);
    }
    assert.equal(found.join('\n\n'), '', `npm run test:fuzz -- --seed ${String(seed)}`);
  });
});

describe('a fuzzing target', () => {
  const options = { seed, runs: 50, seconds: 10 };
  const failing = async (use: (input: number) => unknown): Promise<string> => {
    const { runTarget, target } = await load();
    const { failure } = await runTarget(target({ name: 'planted', inputs: fc.nat(), use }), options);
    return failure ?? 'nothing';
  };

  it('fails for an error that is not in the catalogue', async () => {
    assert.match(
      await failing((input) => (input as unknown as string).toUpperCase()),
      /planted, seed \d+[\s\S]*TypeError/,
    );
  });

  it('fails for a changed prototype', async () => {
    const planted = (): void => {
      Object.defineProperty(Object.prototype, 'planted', { value: 1, configurable: true });
    };
    try {
      assert.match(await failing(planted), /A prototype was changed/);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'planted');
    }
  });
});
