import assert from 'node:assert/strict';
import { decodeText } from '../../../engine/text/decode-text.ts';

const text = '-----BEGIN CERTIFICATE-----\r\n';
const little = Buffer.from(text, 'utf16le');
const forms: readonly [string, Buffer][] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 in the other order', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', little],
  ['UTF-16 in the other order, without a mark', Buffer.from(little).swap16()],
];

describe('the text of a file', () => {
  for (const [form, bytes] of forms) {
    it(`is decoded from ${form}`, () => {
      assert.equal(decodeText(bytes), text);
    });
  }

  it('is empty if the file is empty', () => {
    assert.equal(decodeText(Buffer.alloc(0)), '');
  });
});
