import assert from 'node:assert/strict';
import { EngineError } from '../../../engine/errors/engine-error.ts';

describe('a count in a message', () => {
  for (const [attempts, seconds, message, action] of [
    [1, 1, 'after 1 attempt.', 'in 1 second.'],
    [4, 30, 'after 4 attempts.', 'in 30 seconds.'],
  ] as const) {
    it(`agrees with its noun: ${message}`, () => {
      const error = new EngineError('Throttled.Service', { facts: { host: 'a.example', attempts, seconds } });
      assert.ok(error.message.endsWith(message), error.message);
      assert.ok(error.action.endsWith(action), error.action);
    });
  }

  it('does not change a text that precedes a noun', () => {
    const facts = { parameter: 'Name', value: '1', reason: '1', accepted: '1 seconds' };
    assert.equal(new EngineError('InvalidArgument.Value', { facts }).action, 'Accepted: 1 seconds.');
  });
});
