// What an error says about where it was raised in the engine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EngineProcess, streamText, type CallError } from '../support/engine-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** No cmdlet accepts these parameters; validation of the call throws a TypeError on them. */
const noParameters = null as unknown as object;

describe('the engine’s stack, over the wire', () => {
  const engines: EngineProcess[] = [];
  const start = async (isQuiet: boolean): Promise<EngineProcess> => {
    const engine = new EngineProcess({}, { isQuiet });
    engines.push(engine);
    await engine.initialize();
    return engine;
  };
  const failure = (call: Promise<unknown>): Promise<CallError> =>
    call.then(
      () => assert.fail('it did not fail'),
      (error: unknown) => error as CallError,
    );
  afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.stop())));

  it('of an unexpected error is in the error data and names lines of the source files', async () => {
    const { data } = await failure((await start(true)).call('Get-AzContext', noParameters));
    assert.equal(data.id, 'Engine.Unexpected');
    const stack = String(data.stack);
    assert.match(stack, /^TypeError\n {4}at /);
    assert.doesNotMatch(stack, /main\.cjs|\.\.\//);
    assert.ok(!stack.includes(root), stack);
    const places = [...stack.matchAll(/\b(engine\/\S+\.ts):(\d+):\d+/g)];
    const [, file = '', line = ''] = places[0] ?? [];
    assert.equal(file, 'engine/declaration/validate-call.ts');
    const source = (await readFile(`${root}${file}`, 'utf8')).split('\n')[Number(line) - 1];
    assert.match(source ?? '', /parameters/);
    assert.ok(places.some(([, path]) => path === 'engine/rpc/serve.ts'));
  });

  it('of an unexpected error is shown by -Debug, and the error then no longer advises -Debug', async () => {
    const quiet = await failure((await start(true)).call('Get-AzContext', noParameters));
    assert.match(String(quiet.data.action), /Resolve-AzError -Last.*-Debug/);
    const messages: string[] = [];
    const loud = await failure(
      (await start(false)).call('Get-AzContext', noParameters, {
        onMessage: (message) => messages.push(streamText([message], 'debug')),
      }),
    );
    assert.ok(messages.join('\n').includes(String(loud.data.stack)));
    assert.match(String(loud.data.action), /Resolve-AzError -Last/);
    assert.doesNotMatch(String(loud.data.action), /-Debug/);
  });

  it('of an error of the catalogue is shown by -Debug only', async () => {
    const messages: string[] = [];
    const { data } = await failure(
      (await start(false)).call(
        'Select-AzContext',
        { Name: 'missing' },
        {
          parameterSet: 'SelectByName',
          onMessage: (message) => messages.push(streamText([message], 'debug')),
        },
      ),
    );
    assert.equal(data.stack, undefined);
    assert.match(messages.join('\n'), /EngineError NotFound\.Context\n {4}at .*engine\/\S+\.ts:\d+/);
  });
});
