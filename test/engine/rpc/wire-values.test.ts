import assert from 'node:assert/strict';
import { OutgoingHeaders, OutgoingSecret } from '../../../engine/protocol/values.ts';
import { fromWireValue, toWireValue } from '../../../engine/rpc/wire-values.ts';

describe('values on the wire', () => {
  it('go out with secrets by reference', () => {
    const told: string[] = [];
    const value = toWireValue({ Token: new OutgoingSecret('t') }, (text) => told.push(text) - 1);
    assert.deepEqual(value, { Token: { $secret: 0 } });
    assert.deepEqual(told, ['t']);
  });

  it('go out with headers by reference, a line for each', () => {
    const told: string[] = [];
    const headers = new OutgoingHeaders([
      ['Location', 'https://signed.example/?sig=1'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    const value = toWireValue({ Headers: headers }, (text) => told.push(text) - 1);
    assert.deepEqual(value, { Headers: { $responseHeaders: 0 } });
    assert.deepEqual(told, ['Location: https://signed.example/?sig=1\nSet-Cookie: a=1\nSet-Cookie: b=2']);
  });

  it('go out with text that looks like a date marked as text', () => {
    const out = toWireValue(['2024-01-01T00:00:00Z', '/Date(1)/', 'plain'], () => 0);
    assert.deepEqual(out, [{ $text: '=2024-01-01T00:00:00Z' }, { $text: '=/Date(1)/' }, 'plain']);
  });

  it('come in with credentials put together', () => {
    const value = { Credential: { $credential: { userName: 'u', password: { $secret: 0 } } } };
    assert.deepEqual(fromWireValue(value, ['p']), { Credential: { userName: 'u', password: 'p' } });
  });

  it('are refused when they refer to a secret that was not sent', () => {
    assert.throws(() => fromWireValue({ $secret: 3 }, []), { id: 'Engine.Unexpected' });
  });
});
