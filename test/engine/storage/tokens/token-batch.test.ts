import assert from 'node:assert/strict';
import {
  TokenBatch,
  type KeepChanges,
  type TokenChange,
} from '../../../../engine/storage/tokens/token-batch.ts';

const change = (name: string): TokenChange => ({ base: {}, ours: { AccessToken: { [name]: {} } } });

describe('the tokens of one search', () => {
  it('are stored together, once', async () => {
    const kept: TokenChange[][] = [];
    const keep: KeepChanges = (changes) => Promise.resolve(void kept.push([...changes]));
    const batch = new TokenBatch();
    await batch.add(change('one'), keep);
    await batch.add(change('two'), keep);
    assert.deepEqual(kept, []);
    await batch.store();
    await batch.store();
    assert.deepEqual(kept, [[change('one'), change('two')]]);
  });

  it('are stored at once if they come when the search is over', async () => {
    const kept: TokenChange[][] = [];
    const keep: KeepChanges = (changes) => Promise.resolve(void kept.push([...changes]));
    const batch = new TokenBatch();
    await batch.store();
    await batch.add(change('late'), keep);
    assert.deepEqual(kept, [[change('late')]]);
  });

  it('are requested with the cache that the first request has read', async () => {
    const batch = new TokenBatch();
    let reads = 0;
    const read = (): Promise<object> => Promise.resolve({ read: ++reads });
    const all = await Promise.all([batch.read(read as never), batch.read(read as never)]);
    assert.deepEqual(all, [{ read: 1 }, { read: 1 }]);
  });
});
