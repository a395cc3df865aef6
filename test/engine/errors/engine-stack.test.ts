import assert from 'node:assert/strict';
import { EngineError, toEngineError } from '../../../engine/errors/engine-error.ts';
import { engineStack } from '../../../engine/errors/engine-stack.ts';

const secret = 'fake-secret-of-a-message';

describe('the engine’s stack', () => {
  it('contains no message, not even one that looks like a frame', () => {
    const error = new TypeError(`${secret}\n    at ${secret} (engine/a.ts:1:1)\n${secret}`, {
      cause: new SyntaxError(`"${secret}" is not valid JSON`),
    });
    const stack = engineStack(toEngineError(error));
    assert.doesNotMatch(stack, new RegExp(secret));
    assert.match(stack, /^TypeError\n {4}at .*engine-stack\.test\.ts:\d+:\d+\)?\n/);
    assert.match(stack, /\ncaused by SyntaxError\n {4}at /);
  });

  it('contains no message that was changed after the error was created', () => {
    const error = new TypeError(`${secret}\n${secret}`);
    error.message = 'another';
    assert.doesNotMatch(engineStack(toEngineError(error)), new RegExp(secret));
  });

  it('shows file paths relative to the checkout and no folder of this machine', () => {
    const error = new TypeError('no');
    error.stack = [
      'TypeError: no',
      '    at one (/home/alex/work/node_modules/a/node_modules/@b/c/index.js:1:2)',
      '    at async two (file:///home/alex/work/engine/rpc/serve.ts:3:4)',
      '    at C:\\Users\\alex\\engine\\main.cjs:5:6',
      '    at async /home/alex/start.js:7:8',
      '    at node:internal/process/task_queues:95:5',
      '    at async Promise.all (index 0)',
    ].join('\n');
    assert.equal(
      engineStack(toEngineError(error)),
      [
        'TypeError',
        '    at one (node_modules/@b/c/index.js:1:2)',
        '    at async two (engine/rpc/serve.ts:3:4)',
        '    at engine/main.cjs:5:6',
        '    at async start.js:7:8',
        '    at node:internal/process/task_queues:95:5',
        '    at async Promise.all (index 0)',
      ].join('\n'),
    );
  });

  it('begins with the error id for an error of the catalogue', () => {
    const error = new EngineError('Cancelled.ByUser', { cause: 'no error' });
    assert.match(engineStack(error), /^EngineError Cancelled\.ByUser\n {4}at /);
    assert.doesNotMatch(engineStack(error), /caused by/);
  });
});
