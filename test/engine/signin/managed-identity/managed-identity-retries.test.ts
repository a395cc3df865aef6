import assert from 'node:assert/strict';
import type { Outcome } from '../../../../engine/http/types.ts';
import { EngineError } from '../../../../engine/errors/engine-error.ts';
import { identityRetries } from '../../../../engine/signin/managed-identity/managed-identity-retries.ts';

const answer = (status: number, retryAfter?: string): Outcome => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  ...{ rawHeaders: [], version: '1.1', body: '', isText: true },
});
const failure = (id: 'Network.Timeout' | 'Network.Refused', reason = ''): Outcome => ({
  error: new EngineError(id, { facts: { reason } }),
  wasSent: false,
});

/** All waits, in milliseconds, for an endpoint whose requests always end in the same way. */
function waitsFor(outcome: Outcome, isMetadataService: boolean): number[] {
  const retries = identityRetries(isMetadataService);
  const waits: number[] = [];
  for (let attempt = 1; ; attempt++) {
    const wait = retries(outcome, attempt);
    if (wait === undefined) return waits;
    waits.push(wait);
  }
}

describe('retries of a managed identity endpoint', () => {
  for (const status of [404, 408, 429, 500, 502, 503, 504]) {
    it(`follow a ${String(status)} after 1, 2 and 4 seconds at the metadata service, and three times after 1 second elsewhere`, () => {
      assert.deepEqual(waitsFor(answer(status), true), [1000, 2000, 4000]);
      assert.deepEqual(waitsFor(answer(status), false), [1000, 1000, 1000]);
    });
  }

  it('last 70 seconds if it answers 410 (Gone)', () => {
    for (const isMetadataService of [true, false]) {
      const waits = waitsFor(answer(410), isMetadataService);
      assert.equal(
        waits.reduce((sum, wait) => sum + wait, 0),
        70_000,
      );
    }
  });

  it('continue if it fails in another way after a 410', () => {
    const retries = identityRetries(true);
    for (let count = 1; count <= 7; count++) assert.equal(retries(answer(410), count), 10_000);
    assert.equal(retries(answer(503), 8), 1000);
  });

  it('follow a timeout and a broken connection, but not a refused one, because nothing listens then', () => {
    assert.equal(waitsFor(failure('Network.Timeout'), true).length, 3);
    assert.equal(waitsFor(failure('Network.Refused', 'the connection was reset'), true).length, 3);
    assert.equal(waitsFor(failure('Network.Refused', 'the connection was refused'), true).length, 0);
    assert.equal(waitsFor(failure('Network.Refused', 'there is no route to the host'), true).length, 0);
  });

  it('wait as long as Retry-After says, up to a minute', () => {
    assert.deepEqual(waitsFor(answer(429, '5'), false), [5000, 5000, 5000]);
    assert.deepEqual(waitsFor(answer(429, '600'), false), []);
  });

  it('do not follow a final answer about the identity', () => {
    for (const status of [200, 400, 401, 403]) assert.deepEqual(waitsFor(answer(status), true), []);
  });
});
