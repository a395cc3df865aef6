import assert from 'node:assert/strict';
import { OutgoingSecret } from '../../../engine/protocol/values.ts';
import { fromWireValue, toWireValue } from '../../../engine/rpc/wire-values.ts';

describe('values on the wire', () => {
  it('go out with secrets by reference', () => {
    const told: string[] = [];
    const value = toWireValue({ Token: new OutgoingSecret('t') }, (text) => told.push(text) - 1);
    assert.deepEqual(value, { Token: { $secret: 0 } });
    assert.deepEqual(told, ['t']);
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
