import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.ts';
import { compiledEngine } from '../../scripts/package/compiled-engine.ts';
import { nodeProgram } from '../../scripts/package/node-runtime.ts';
import { thisPlatform } from '../../scripts/package/platforms.ts';
import { CallError, EngineProcess } from '../support/engine-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'module/generated/engine');

describe('The compiled engine of a package', function () {
  this.timeout(120_000);
  let folder: string;
  let node: string;

  before(async () => {
    await buildAll();
    folder = await mkdtemp(join(tmpdir(), 'az-logints-compiled-'));
    node = await nodeProgram(root, thisPlatform());
    for (const name of ['engine.cjs', 'main.cjs', 'main.cjs.map'])
      await copyFile(join(generated, name), join(folder, name));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const sayHello = async (): Promise<void> => {
    const engine = new EngineProcess({}, { node, script: join(folder, 'engine.cjs') });
    const { error } = await engine.initialize();
    await engine.stop();
    assert.equal(error, undefined);
  };

  it('is the same each time', async () => {
    const [one, other] = [
      await compiledEngine(node, join(generated, 'main.cjs')),
      await compiledEngine(node, join(generated, 'main.cjs')),
    ];
    assert.equal(one.length, 1);
    assert.deepEqual(one, other);
  });

  it('names lines of the sources in stacks, as the script that it was made from does', async () => {
    const [file] = await compiledEngine(node, join(generated, 'main.cjs'));
    assert.ok(file);
    const path = join(folder, basename(file.path));
    const stackOf = async (): Promise<unknown> => {
      const engine = new EngineProcess({}, { node, script: join(folder, 'engine.cjs') });
      await engine.initialize();
      // No call can have such parameters: the check of the call trips over them.
      const call = engine.call('Get-AzContext', null as unknown as object);
      const failure: unknown = await call.catch((error: unknown) => error);
      await engine.stop();
      assert.ok(failure instanceof CallError);
      return failure.data.stack;
    };
    const ofScript = await stackOf();
    assert.match(String(ofScript), /engine\/declaration\/validate-call\.ts:\d+:\d+/);
    await writeFile(path, file.content);
    assert.equal(await stackOf(), ofScript);
    await rm(path);
  });

  it('starts, and does as well where it does not fit', async () => {
    const [file] = await compiledEngine(node, join(generated, 'main.cjs'));
    assert.ok(file);
    const path = join(folder, basename(file.path));
    await writeFile(path, file.content);
    await sayHello();
    for (const unfit of [
      file.content.map((byte, index) => (index === 9 ? byte ^ 1 : byte)),
      Buffer.from('no'),
    ]) {
      await writeFile(path, unfit);
      await sayHello();
    }
    await rm(path);
    await sayHello();
  });
});
