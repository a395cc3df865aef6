import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.ts';
import { compiledEngine } from '../../scripts/package/compiled-engine.ts';
import { nodeProgram } from '../../scripts/package/node-runtime.ts';
import type { PackageFile } from '../../scripts/package/package-file.ts';
import { thisPlatform } from '../../scripts/package/platforms.ts';
import { CallError, EngineProcess } from '../support/engine-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = join(root, 'module/generated/engine');

/**
 * The scripts and public built-in modules that may be loaded before the first command is answered. Each adds to every
 * start. Import what only some commands need with `import()`, where they need it.
 */
const first = {
  scripts: ['main.cjs', 'shared.cjs'],
  builtIns: ['net', 'stream', 'stream/promises', 'string_decoder', 'vm'],
};

/** Runs in the engine before its own scripts. Reports what they load and whether V8 accepted their compiled forms. */
const watch = `
const before = new Set(process.moduleLoadList);
const vm = require('node:vm');
const scripts = [];
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    scripts.push({ name: options.filename, isCompiled: this.cachedDataRejected === false });
  }
};
process.on('exit', () => {
  const loaded = process.moduleLoadList.filter((name) => !before.has(name));
  require('node:fs').writeFileSync(process.env.WATCHED, JSON.stringify({ loaded, scripts }));
});
`;

interface Watched {
  readonly loaded: readonly string[];
  readonly scripts: readonly { readonly name: string; readonly isCompiled: boolean }[];
}

describe('the compiled engine of a package', function () {
  this.timeout(120_000);
  let folder: string;
  let node: string;
  let made: { readonly scripts: string; readonly buildId: string };
  let compiled: PackageFile[];

  before(async () => {
    made = { scripts: generated, buildId: (await buildAll()).buildId };
    folder = await mkdtemp(join(tmpdir(), 'az-logints-compiled-'));
    // The compiled forms are in the folder of the Node.js that compiled them.
    node = join(folder, 'node');
    await copyFile(await nodeProgram(root, thisPlatform()), node);
    for (const name of await readdir(generated)) await copyFile(join(generated, name), join(folder, name));
    compiled = await compiledEngine(node, made);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const putCompiled = async (
    change: (content: Uint8Array) => Uint8Array = (content) => content,
  ): Promise<void> => {
    for (const { path, content } of compiled) await writeFile(join(folder, path), change(content));
  };
  const removeCompiled = async (): Promise<void> => {
    for (const { path } of compiled) await rm(join(folder, path), { force: true });
  };
  afterEach(removeCompiled);

  const engineScript = (): string => join(folder, 'engine.cjs');
  const sayHello = async (): Promise<void> => {
    const engine = new EngineProcess({}, { node, script: engineScript() });
    const { error } = await engine.initialize();
    await engine.stop();
    assert.equal(error, undefined);
  };
  const watched = async (): Promise<Watched> => {
    const [script, file] = [join(folder, 'watch.cjs'), join(folder, 'watched.json')];
    await writeFile(script, watch);
    const engine = new EngineProcess(
      { AZ_LOGINTS_HOME: folder, HOME: folder, USERPROFILE: folder },
      { node, script: engineScript(), nodeOptions: ['--require', script], variables: { WATCHED: file } },
    );
    await engine.initialize();
    await engine.call('Get-AzContext', {}, { parameterSet: 'GetSingleContext' });
    await engine.stop();
    return JSON.parse(await readFile(file, 'utf8')) as Watched;
  };

  it('is reproducible', async () => {
    assert.ok(compiled.length >= first.scripts.length);
    assert.deepEqual(await compiledEngine(node, made), compiled);
  });

  it('is accepted by V8', async () => {
    await putCompiled();
    const { scripts } = await watched();
    assert.deepEqual(
      scripts.filter(({ isCompiled }) => !isCompiled),
      [],
    );
  });

  it('loads only the listed scripts and built-in modules before the first command is answered', async () => {
    const { scripts, loaded } = await watched();
    assert.deepEqual(
      scripts.map(({ name }) => name).sort(),
      first.scripts.map((name) => join(folder, name)),
    );
    const builtIns = loaded
      .map((name) => name.replace('NativeModule ', ''))
      .filter((name) => builtinModules.includes(name) && !name.startsWith('_'));
    assert.deepEqual(builtIns.sort(), first.builtIns);
  });

  it('shows lines of the source files in stacks, like the scripts it was compiled from', async () => {
    const stackOf = async (): Promise<unknown> => {
      const engine = new EngineProcess({}, { node, script: engineScript() });
      await engine.initialize();
      // No cmdlet accepts these parameters; validation of the call throws a TypeError on them.
      const call = engine.call('Get-AzContext', null as unknown as object);
      const failure: unknown = await call.catch((error: unknown) => error);
      await engine.stop();
      assert.ok(failure instanceof CallError);
      return failure.data.stack;
    };
    const ofScripts = await stackOf();
    assert.match(String(ofScripts), /engine\/declaration\/validate-call\.ts:\d+:\d+/);
    await putCompiled();
    assert.equal(await stackOf(), ofScripts);
  });

  it('starts the engine, which also starts if the compiled form is invalid or missing', async () => {
    await putCompiled();
    await sayHello();
    await putCompiled((content) => content.map((byte, index) => (index === 9 ? byte ^ 1 : byte)));
    await sayHello();
    await putCompiled(() => Buffer.from('no'));
    await sayHello();
    await removeCompiled();
    await sayHello();
  });
});
