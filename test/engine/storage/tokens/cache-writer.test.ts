import assert from 'node:assert/strict';
import { EngineError } from '../../../../engine/errors/engine-error.ts';
import {
  CacheWriter,
  type CacheChange,
  type CacheEdit,
} from '../../../../engine/storage/tokens/cache-writer.ts';

/** A store in memory: each write waits until letGo() is called. */
class Store {
  text = '';
  writes = 0;
  readonly #gates: (() => void)[] = [];

  readonly edit = async (change: CacheChange<string>, signal: AbortSignal): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      this.#gates.push(resolve);
      signal.addEventListener('abort', () => {
        reject(new EngineError('Cancelled.ByUser'));
      });
    });
    this.text = change(this.text);
    this.writes++;
    await Promise.resolve();
  };

  async letGo(): Promise<void> {
    this.#gates.shift()?.();
    await new Promise(setImmediate);
  }
}

const add =
  (letter: string): CacheChange<string> =>
  (text) =>
    text + letter;

describe('changes of a token cache', () => {
  const never = new AbortController().signal;

  it('are written together, in order, if they arrive before the lock is held', async () => {
    const store = new Store();
    const writer = new CacheWriter<string>();
    const saves = ['a', 'b', 'c'].map((letter) => writer.save(add(letter), never, store.edit));
    await store.letGo();
    await Promise.all(saves);
    assert.equal(store.text, 'abc');
    assert.equal(store.writes, 1);
  });

  it('are written by the next waiter if the first one is cancelled', async () => {
    const store = new Store();
    const writer = new CacheWriter<string>();
    const calledOff = new AbortController();
    const first = writer.save(add('a'), calledOff.signal, store.edit);
    const second = writer.save(add('b'), never, store.edit);
    calledOff.abort();
    await assert.rejects(first, { catalogueId: 'Cancelled.ByUser' });
    await store.letGo();
    await store.letGo();
    await second;
    assert.equal(store.text, 'b');
  });

  it('are dropped if their caller is cancelled while another one writes', async () => {
    const store = new Store();
    const writer = new CacheWriter<string>();
    const calledOff = new AbortController();
    const first = writer.save(add('a'), never, store.edit);
    const second = writer.save(add('b'), calledOff.signal, store.edit);
    calledOff.abort();
    await assert.rejects(second, { catalogueId: 'Cancelled.ByUser' });
    await store.letGo();
    await first;
    assert.equal(store.text, 'a');
  });

  it('all fail if the store fails, and later ones are tried again', async () => {
    let isFull = true;
    const writer = new CacheWriter<string>();
    const edit: CacheEdit<string> = (change) => {
      change('');
      const facts = { path: 'a file', reason: 'the disk is full', advice: '' };
      return isFull ? Promise.reject(new EngineError('Storage.Write', { facts })) : Promise.resolve();
    };
    const saves = ['a', 'b'].map((letter) => writer.save(add(letter), never, edit));
    for (const save of saves) await assert.rejects(save, { catalogueId: 'Storage.Write' });
    isFull = false;
    await writer.save(add('c'), never, edit);
  });
});
