import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { LineReader } from '../../../engine/rpc/line-reader.ts';

/** The methods of the messages that a reader finds in chunks, and the texts of its errors. */
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
  it('reads several messages from one chunk', async () => {
    assert.deepEqual((await read([message('a') + message('b')])).methods, ['a', 'b']);
  });

  it('reads a message that arrives in pieces, even if a character is split', async () => {
    const bytes = Buffer.from(message('größe'));
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    assert.deepEqual((await read(pieces)).methods, ['größe']);
  });

  it('accepts a byte order mark, empty lines and carriage returns', async () => {
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
    it(`reports an error for ${what} and continues`, async () => {
      const { methods, errors } = await read([line, message('next')]);
      assert.equal(errors.length, 1);
      assert.deepEqual(methods, ['next']);
    });
  }

  it('does not repeat text that it could not parse, because it may be a secret', async () => {
    const { errors } = await read(['{"secret": "hunter2" oops\n']);
    assert.doesNotMatch(errors.join(' '), /hunter2/);
  });
});
