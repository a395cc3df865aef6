import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { HttpClient, HttpResponse } from '../../../engine/http/types.ts';
import { countingDown } from '../../../engine/signin/waiting.ts';

describe('the progress bar of a waiting request', () => {
  const answer: HttpResponse = {
    status: 200,
    headers: {},
    rawHeaders: [],
    version: '1.1',
    body: '',
    isText: true,
  };

  async function barsOf(answerMs: number): Promise<[string, number | undefined, boolean | undefined][]> {
    const clock = sinon.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
    try {
      const bars: [string, number | undefined, boolean | undefined][] = [];
      const http: HttpClient = () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(answer);
          }, answerMs);
        });
      const interaction = {
        progress: (
          activity: string,
          _: string,
          options: { secondsRemaining?: number; done?: boolean } = {},
        ) => {
          bars.push([activity, options.secondsRemaining, options.done]);
        },
      };
      const answered = countingDown(http, interaction)(
        { method: 'POST', url: 'https://login.example/token', timeoutMs: 10_000 },
        new AbortController().signal,
      );
      await clock.tickAsync(answerMs);
      assert.equal(await answered, answer);
      return bars;
    } finally {
      clock.restore();
    }
  }

  it('counts down to the timeout and disappears with the answer', async () => {
    assert.deepEqual(await barsOf(4500), [
      ['Waiting for login.example', 8, undefined],
      ['Waiting for login.example', 7, undefined],
      ['Waiting for login.example', 6, undefined],
      ['Waiting for login.example', undefined, true],
    ]);
  });

  it('is not shown for a fast answer', async () => {
    assert.deepEqual(await barsOf(1900), []);
  });
});
