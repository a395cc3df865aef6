import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.ts';
import { compiledEngine } from '../../scripts/package/compiled-engine.ts';
import { nodeProgram } from '../../scripts/package/node-runtime.ts';
import { thisPlatform } from '../../scripts/package/platforms.ts';
import { CallError, EngineProcess } from '../support/engine-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'module/generated/engine');

describe('the compiled engine of a package', function () {
  this.timeout(120_000);
  let folder: string;
  let node: string;
  let made: { readonly script: string; readonly buildId: string };

  before(async () => {
    made = { script: join(generated, 'main.cjs'), buildId: (await buildAll()).buildId };
    folder = await mkdtemp(join(tmpdir(), 'az-logints-compiled-'));
    // The compiled form is in the folder of the Node.js that compiled it.
    node = join(folder, 'node');
    await copyFile(await nodeProgram(root, thisPlatform()), node);
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

  it('is reproducible', async () => {
    const [one, other] = [await compiledEngine(node, made), await compiledEngine(node, made)];
    assert.ok(one.content.length > 0);
    assert.deepEqual(one, other);
  });

  it('shows lines of the source files in stacks, like the script it was compiled from', async () => {
    const file = await compiledEngine(node, made);
    const path = join(folder, file.path);
    const stackOf = async (): Promise<unknown> => {
      const engine = new EngineProcess({}, { node, script: join(folder, 'engine.cjs') });
      await engine.initialize();
      // No cmdlet accepts these parameters; validation of the call throws a TypeError on them.
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

  it('starts the engine, which also starts if the compiled form is invalid or missing', async () => {
    const file = await compiledEngine(node, made);
    const path = join(folder, file.path);
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
