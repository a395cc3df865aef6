import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createSandbox } from 'sinon';
import {
  alongside,
  beforeAbort,
  beforeDeadline,
  doneOrAborted,
  onAbort,
} from '../../../engine/waiting/before-abort.ts';

const never = new Promise<never>(() => undefined);
const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('waiting that ends early', () => {
  const sandbox = createSandbox();
  afterEach(() => {
    sandbox.restore();
  });

  it('calls the listener at once for a signal that has aborted', () => {
    const stop = sandbox.stub();
    onAbort(AbortSignal.abort(), stop);
    assert.equal(stop.callCount, 1);
  });

  const outcomes: readonly [string, () => Promise<string>, string][] = [
    ['returns what the work returns', () => Promise.resolve('done'), 'done'],
    ['throws what the work throws', () => Promise.reject(new Error('failed')), 'failed'],
  ];
  for (const [title, start, expected] of outcomes) {
    it(`${title}, and leaves no listener behind`, async () => {
      const { signal } = new AbortController();
      const work = start();
      const reason = await beforeAbort(work, signal).catch((error: unknown) => (error as Error).message);
      assert.equal(reason, expected);
      await doneOrAborted(work, signal).catch(() => undefined);
      assert.equal(listenersOf(signal), 0);
    });
  }

  it('throws the reason of the signal, or the one given, when the signal aborts first', async () => {
    const controller = new AbortController();
    const plain = beforeAbort(never, controller.signal);
    const named = beforeAbort(never, controller.signal, () => new Error('stopped'));
    const resolved = doneOrAborted(never, controller.signal);
    assert.equal(listenersOf(controller.signal), 3);
    controller.abort(new Error('why'));
    await assert.rejects(plain, /^Error: why$/);
    await assert.rejects(named, /^Error: stopped$/);
    await resolved;
    assert.equal(listenersOf(controller.signal), 0);
  });

  it('throws when the deadline passes, and leaves no timer behind if the work ends first', async () => {
    const clock = sandbox.useFakeTimers();
    assert.equal(await beforeDeadline(Promise.resolve(1), 1000, () => new Error('late')), 1);
    assert.equal(clock.countTimers(), 0);
    const late = assert.rejects(
      beforeDeadline(never, 1000, () => new Error('late')),
      /^Error: late$/,
    );
    await clock.tickAsync(1000);
    await late;
    assert.equal(clock.countTimers(), 0);
  });

  it('returns the results of works that run side by side', async () => {
    const { signal } = new AbortController();
    const results = await alongside(() => Promise.resolve('work'), Promise.resolve('other'), signal);
    assert.deepEqual(results, ['work', 'other']);
  });

  it('stops a work if the one beside it fails, and throws that error', async () => {
    const { signal } = new AbortController();
    let isStopped = false;
    const work = async (until: AbortSignal): Promise<never> => {
      await doneOrAborted(never, until);
      isStopped = true;
      throw new Error('stopped');
    };
    await assert.rejects(alongside(work, Promise.reject(new Error('disk')), signal), /^Error: disk$/);
    assert.ok(isStopped);
  });

  it('waits for the work beside a failed one', async () => {
    const { signal } = new AbortController();
    let isDone = false;
    const other = new Promise<void>((resolve) => {
      setImmediate(() => {
        isDone = true;
        resolve();
      });
    });
    await assert.rejects(
      alongside(() => Promise.reject(new Error('no')), other, signal),
      /^Error: no$/,
    );
    assert.ok(isDone);
  });
});
