import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { LineReader } from '../../../engine/rpc/line-reader.ts';

/** What a reader makes of chunks: the methods of messages, and its complaints. */
async function read(chunks: readonly (string | Buffer)[]): Promise<{ methods: unknown[]; errors: string[] }> {
  const input = new PassThrough();
  const reader = new LineReader(input);
  const methods: unknown[] = [];
  const errors: string[] = [];
  reader.onError((error) => errors.push(error.message));
  const closed = new Promise<void>((resolve) => {
    reader.onClose(resolve);
  });
  reader.listen((message) => methods.push((message as { method?: string }).method));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await closed;
  return { methods, errors };
}

const message = (method: string): string => `${JSON.stringify({ jsonrpc: '2.0', method })}\n`;

describe('the line reader', () => {
  it('reads several messages of one chunk', async () => {
    assert.deepEqual((await read([message('a') + message('b')])).methods, ['a', 'b']);
  });

  it('reads a message that comes in pieces, also inside a character', async () => {
    const bytes = Buffer.from(message('größe'));
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    assert.deepEqual((await read(pieces)).methods, ['größe']);
  });

  it('takes no offence at a byte order mark, empty lines or carriage returns', async () => {
    assert.deepEqual(
      (await read(['\uFEFF' + message('a'), '\n\r\n', message('b').replace('\n', '\r\n')])).methods,
      ['a', 'b'],
    );
  });

  for (const [what, line] of [
    ['text', 'hello\n'],
    ['half of a message', '{"jsonrpc":"2.0"\n'],
    ['a list', '[]\n'],
    ['null', 'null\n'],
    ['another version', '{"jsonrpc":"1.0","method":"a"}\n'],
    ['a message without method or id', '{"jsonrpc":"2.0"}\n'],
  ] as const) {
    it(`complains about ${what} and reads on`, async () => {
      const { methods, errors } = await read([line, message('next')]);
      assert.equal(errors.length, 1);
      assert.deepEqual(methods, ['next']);
    });
  }

  it('does not repeat what it could not read, which may be a secret', async () => {
    const { errors } = await read(['{"secret": "hunter2" oops\n']);
    assert.doesNotMatch(errors.join(' '), /hunter2/);
  });
});
