import assert from 'node:assert/strict';
import { streamText, type CallError } from '../support/engine-process.ts';
import { groups, rest, restBench, version, type RestAnswer } from '../support/rest-bench.ts';

describe('Invoke-AzRestMethod -Paginate, over the wire', () => {
  const bench = restBench();
  const read = (path: string, parameters: object = {}): Promise<RestAnswer> =>
    rest(bench.engine, { Path: path, Paginate: true, ...parameters });
  const namesOf = ({ json }: RestAnswer): unknown[] =>
    (json.value as { name: string }[]).map(({ name }) => name);
  const plant = (path: string, body: unknown, status = 200): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    bench.cloud.planted.set(`arm GET ${path}`, { status, body: text });
  };
  const at = (path: string): string => `${bench.cloud.armUrl}${path}`;

  it('joins all pages', async () => {
    const answer = await read(`${groups}?${version}`);
    assert.deepEqual(namesOf(answer), ['web', 'data', 'network']);
    assert.deepEqual(Object.keys(answer.json), ['value']);
    assert.deepEqual([answer.StatusCode, answer.Method], [200, 'GET']);
  });

  it('stops after the given number of pages, and reports where the next one is', async () => {
    const answer = await read(`${groups}?${version}`, { MaxPageSize: 1 });
    assert.deepEqual(namesOf(answer), ['web', 'data']);
    const next = new URL(String(answer.json.nextLink));
    assert.deepEqual(namesOf(await read(next.pathname + next.search)), ['network']);
  });

  it('keeps all digits of numbers, and uses the given property names', async () => {
    plant(
      '/graph',
      `{ "n": "x", "items" : [ {"id":12345678901234567890} , "a]\\"," ], "@odata.nextLink":"${at('/graph2')}"}`,
    );
    plant('/graph2', '{"items":[1.0,\n{"nested":{"items":[]}}]}');
    const answer = await read('/graph', { PageableItemName: 'items' });
    assert.equal(
      answer.Content,
      '{"items":[{"id":12345678901234567890} , "a]\\",",1.0,\n{"nested":{"items":[]}}]}',
    );
    plant('/own', { value: [1], more: at('/own2') });
    plant('/own2', { value: { single: 2 }, more: null });
    assert.equal((await read('/own', { NextLinkName: 'more' })).Content, '{"value":[1,{"single":2}]}');
  });

  it('returns a response unchanged if it is not a list or is the whole list', async () => {
    for (const [path, body] of [
      ['/whole', '{"value": [1]}'],
      ['/object', '{"name": "x"}'],
      ['/text', 'not json'],
      ['/odd', '{"value":[1],"nextLink":"null"}'],
      ['/unknown', `{"value":"text","nextLink":"${at('/whole')}"}`],
      ['/empty', ''],
    ] as const) {
      plant(path, body);
      assert.equal((await read(path)).Content, body);
    }
    assert.equal((await read(`${groups}/missing?${version}`)).StatusCode, 404);
    const unused = await rest(bench.engine, { Path: '/whole', MaxPageSize: 2 });
    assert.match(streamText(unused.messages, 'warning'), /-MaxPageSize has no effect without -Paginate/);
  });

  it('fails for an endless list, for one that continues at another service, and for a failing page', async () => {
    const fails = (path: string, id: string, pattern: RegExp): Promise<void> =>
      assert.rejects(read(path), ({ data, message }: CallError) => {
        assert.equal(data.id, id);
        return pattern.test(message);
      });
    plant('/loop', { value: [1], nextLink: at('/loop2') });
    plant('/loop2', { value: [1], nextLink: at('/loop') });
    await fails('/loop', 'Network.Response', /read already/);
    plant('/away', { value: [1], nextLink: `${bench.cloud.loginUrl}/steal` });
    await fails('/away', 'Network.Response', /does not belong to it/);
    assert.ok(!bench.cloud.requests.some(({ path }) => path === '/steal'));
    plant('/clear', { value: [1], nextLink: at('/next').replace('https:', 'http:') });
    await fails('/clear', 'Network.Response', /does not belong to it/);
    plant('/broken', { value: [1], nextLink: at('/broken2') });
    plant('/broken2', { error: { code: 'Broken', message: 'It broke.' } }, 400);
    await fails('/broken', 'Network.Status', /Broken: It broke/);
    plant('/strange', { value: [1], nextLink: at('/strange2') });
    plant('/strange2', '[]');
    await fails('/strange', 'Network.Response', /no 'value'/);
  });
});
